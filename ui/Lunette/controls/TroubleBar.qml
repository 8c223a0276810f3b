pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// What happened and what to do, with icon and words.
Rectangle {
    id: bar

    property string text: ""
    property string advice: ""
    // Something to wait for rather than something that went wrong.
    property bool gentle: false
    readonly property color tone: gentle ? Theme.accent : Theme.alarm

    visible: text !== ""
    radius: Theme.radius
    color: gentle ? Theme.surface : Theme.alarmTint
    border.width: Theme.line
    border.color: bar.tone
    implicitHeight: Math.max(words.height, sign.height) + Theme.gapSmall * 2
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text + " " + advice

    Icon {
        id: sign
        x: Theme.gapSmall * 1.5
        anchors.verticalCenter: parent.verticalCenter
        name: bar.gentle ? "clock" : "warning"
        tone: bar.tone
        size: 5 * Theme.unit
    }
    Column {
        id: words
        anchors.left: sign.right
        anchors.leftMargin: Theme.gapSmall
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapSmall * 1.5
        anchors.verticalCenter: parent.verticalCenter
        Label {
            width: parent.width
            text: bar.text
            strong: true
        }
        Label {
            width: parent.width
            visible: text !== ""
            text: bar.advice
        }
    }
}
