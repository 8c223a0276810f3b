pragma ComponentBehavior: Bound
import QtQuick
import Lunette

Touchable {
    id: key

    property string text: ""
    property string icon: ""
    property bool lit: false

    says: text
    activeFocusOnTab: false

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: key.pressed || key.lit ? Theme.accentTint : Theme.surface
        border.width: Theme.line
        border.color: key.pressed ? Theme.accent : Theme.hairline
    }
    Label {
        visible: key.text !== ""
        anchors.centerIn: parent
        text: key.text
        font.pixelSize: Theme.title
    }
    Icon {
        visible: key.icon !== ""
        anchors.centerIn: parent
        name: key.icon
        size: 5 * Theme.unit
    }
}
