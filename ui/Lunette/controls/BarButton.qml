pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// An icon over a word, for bars.
Touchable {
    id: button

    property string text: ""
    property string icon: ""
    property bool lit: false
    property bool struck: false
    property int badge: 0
    readonly property color tone: lit ? Theme.accentInk : struck ? Theme.alarm : Theme.ink

    says: badge > 0 ? text + ", " + badge : text
    implicitHeight: 16 * Theme.unit

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: button.lit ? Theme.accent : button.struck ? Theme.alarmTint : Theme.surface
        border.width: button.lit ? 0 : Theme.line
        border.color: button.struck ? Theme.alarm : Theme.hairline
        opacity: button.pressed ? 0.8 : 1
    }

    Column {
        anchors.centerIn: parent
        width: parent.width - Theme.gapTiny
        spacing: Theme.gapTiny * 0.8

        Item {
            anchors.horizontalCenter: parent.horizontalCenter
            width: icon.width
            height: icon.height

            Icon {
                id: icon
                name: button.icon
                size: 5.6 * Theme.unit
                tone: button.tone
            }
            Rectangle {
                visible: button.badge > 0
                width: 4 * Theme.unit
                height: width
                radius: width / 2
                color: Theme.accent
                x: parent.width - width * 0.35
                y: -height * 0.35
                Label {
                    anchors.centerIn: parent
                    text: button.badge
                    strong: true
                    color: Theme.accentInk
                    font.pixelSize: Theme.small
                }
            }
        }
        Label {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: button.text
            strong: true
            font.pixelSize: Theme.small
            color: button.tone
        }
    }
}
