pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// A state as icon and word.
Rectangle {
    id: pill

    property string icon: ""
    property string text: ""
    property bool alarm: false

    implicitWidth: row.width + Theme.gapSmall * 1.6
    implicitHeight: 5.6 * Theme.unit
    radius: height / 2
    color: alarm ? Theme.alarmTint : Theme.paper

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.gapTiny
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: pill.icon
            size: 3.4 * Theme.unit
            tone: pill.alarm ? Theme.alarm : Theme.ink
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: pill.text
            font.pixelSize: Theme.small
            strong: true
            wrapMode: Text.NoWrap
            color: pill.alarm ? Theme.alarm : Theme.ink
        }
    }
}
