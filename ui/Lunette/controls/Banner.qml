pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// A line over every screen that says under which circumstances this is shown.
Rectangle {
    id: banner

    property string text: ""

    visible: text !== ""
    height: visible ? 5 * Theme.unit : 0
    color: Theme.ink

    Row {
        anchors.centerIn: parent
        spacing: Theme.gapTiny
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            name: "info"
            size: 3.2 * Theme.unit
            tone: Theme.paper
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: banner.text
            strong: true
            color: Theme.paper
            font.pixelSize: Theme.small
            wrapMode: Text.NoWrap
        }
    }
}
