pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// A button with words, filled (the way on) or outlined, with or without an icon.
Touchable {
    id: button

    property string text: ""
    property string icon: ""
    property bool filled: false
    property bool alarm: false
    property int size: Theme.body
    readonly property color ground: alarm ? Theme.alarm : Theme.accent
    readonly property color words: filled ? (alarm ? Theme.alarmInk : Theme.accentInk) : (alarm ? Theme.alarm : Theme.ink)

    says: text
    implicitHeight: Math.max(Theme.touch, 9 * Theme.unit)
    implicitWidth: row.implicitWidth + Theme.gapMedium * 2

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: button.filled ? button.ground : Theme.surface
        border.width: button.filled ? 0 : Theme.line
        border.color: button.alarm ? Theme.alarm : Theme.accent
        opacity: button.pressed ? 0.8 : 1
    }

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.gapSmall

        Icon {
            visible: button.icon !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: button.icon
            size: button.size * 1.25
            tone: button.words
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: button.text
            strong: true
            font.pixelSize: button.size
            color: button.words
            width: Math.min(implicitWidth, button.width - Theme.gapSmall * 2
                            - (button.icon === "" ? 0 : button.size * 1.25 + Theme.gapSmall))
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
