pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// A colourway: its colour and its name.
Touchable {
    id: choice

    property string text: ""
    property color colour: "black"
    property bool chosen: false

    says: chosen ? qsTr("%1, chosen").arg(text) : text
    implicitHeight: Math.max(Theme.touch, 8 * Theme.unit)
    implicitWidth: row.width + Theme.gapSmall * 2

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: choice.chosen ? Theme.accentTint : Theme.surface
        border.width: choice.chosen ? Theme.line * 2 : Theme.line
        border.color: choice.chosen ? Theme.accent : Theme.hairline
    }
    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.gapTiny
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: 4.4 * Theme.unit
            height: width
            radius: width / 2
            color: choice.colour
            border.width: Theme.line
            border.color: Theme.inkSoft
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: choice.text
            strong: choice.chosen
            font.pixelSize: Theme.small
            wrapMode: Text.NoWrap
        }
        Icon {
            visible: choice.chosen
            anchors.verticalCenter: parent.verticalCenter
            name: "check"
            size: 3.2 * Theme.unit
            tone: Theme.accent
        }
    }
}
