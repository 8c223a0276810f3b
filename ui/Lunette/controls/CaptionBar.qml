pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// The last two lines of what the consultant says, large, rolling up as the words are played.
Item {
    id: bar

    property string text: ""
    property string placeholder: ""
    readonly property int lineHeight: Math.round(Theme.caption * 1.28)
    readonly property bool clipsOnPurpose: true

    implicitHeight: lineHeight * 2
    clip: true
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Label {
        width: parent.width
        y: Math.min(0, bar.height - height)
        text: bar.text === "" ? bar.placeholder : bar.text
        color: bar.text === "" ? Theme.inkSoft : Theme.ink
        font.pixelSize: Theme.caption
        lineHeightMode: Text.FixedHeight
        lineHeight: bar.lineHeight
    }
}
