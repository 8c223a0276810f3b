pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// Text of the interface; never cut off, always wrapped.
Text {
    property bool strong: false
    property bool serif: false

    color: Theme.ink
    font.family: serif ? Theme.serif : Theme.sans
    font.weight: strong ? Font.DemiBold : Font.Normal
    font.pixelSize: Theme.body
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
}
