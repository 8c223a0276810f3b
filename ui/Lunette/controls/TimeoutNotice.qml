pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// Warns before a visit ends by itself; any touch keeps it.
Rectangle {
    id: notice

    property int seconds: -1
    signal stay

    visible: seconds >= 0
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.line * 2
    border.color: Theme.brass
    implicitHeight: content.height + Theme.gapMedium * 2
    Accessible.role: Accessible.AlertMessage
    Accessible.name: question.text

    Column {
        id: content
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.gapMedium
        spacing: Theme.gapMedium

        Row {
            width: parent.width
            spacing: Theme.gapSmall
            Icon {
                id: clock
                name: "clock"
                tone: Theme.brass
                size: 6 * Theme.unit
                anchors.verticalCenter: parent.verticalCenter
            }
            Column {
                width: parent.width - clock.width - Theme.gapSmall
                Label {
                    id: question
                    width: parent.width
                    text: qsTr("Are you still there?")
                    serif: true
                    font.pixelSize: Theme.title
                }
                Label {
                    width: parent.width
                    color: Theme.inkSoft
                    text: notice.seconds === 1 ? qsTr("This visit ends and is wiped in one second.")
                        : qsTr("This visit ends and is wiped in %1 seconds.").arg(Math.max(0, notice.seconds))
                }
            }
        }
        TextButton {
            width: parent.width
            filled: true
            text: qsTr("Yes, give me more time")
            onActivated: notice.stay()
        }
    }
}
