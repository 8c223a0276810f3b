pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// The shopper's own picture while they are measured, what to do, and how far it has got; before, the offer to measure.
Rectangle {
    id: panel

    required property Visit visit
    readonly property bool measuring: visit.seeing.phase === "measuring"

    readonly property bool offers: visit.seeing.phase === "off"

    visible: !offers || visit.conversation.camera === "on" || visit.conversation.camera === "off"
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.hairline
    implicitWidth: measuring ? 32 * Theme.unit : 36 * Theme.unit
    implicitHeight: content.height + (measuring ? Theme.gapSmall * 2 : 0)

    Column {
        id: content
        x: Theme.gapSmall
        y: panel.measuring ? Theme.gapSmall : 0
        width: parent.width - 2 * Theme.gapSmall
        spacing: Theme.gapTiny * 1.2

        Rectangle {
            visible: panel.measuring
            width: parent.width
            height: Math.round(width * 0.72)
            color: Theme.tint
            VideoPanel {
                anchors.fill: parent
                feed: panel.visit.mirror
                mirrored: true
            }
            Icon {
                anchors.centerIn: parent
                visible: !panel.visit.mirror.live
                name: "camera"
                size: 8 * Theme.unit
                tone: Theme.inkSoft
            }
        }
        MeasureTicks {
            visible: panel.measuring
            width: parent.width
            value: panel.visit.seeing.progress
        }
        Label {
            visible: panel.measuring
            width: parent.width
            text: panel.visit.seeing.hint === "" ? qsTr("Measuring. Please look at the screen.") : panel.visit.seeing.hint
            strong: true
            font.pixelSize: Theme.small
        }
        TextButton {
            visible: panel.measuring
            width: parent.width
            implicitHeight: Theme.touch
            size: Theme.small
            text: qsTr("Stop measuring")
            onActivated: panel.visit.agree(false, false)
        }
        Touchable {
            visible: !panel.measuring
            width: parent.width
            height: Theme.touch
            says: panel.offers ? qsTr("Measure my face") : qsTr("Measured. See the numbers")
            onActivated: panel.visit.openSheet(panel.offers ? "permission" : "measured")
            Row {
                anchors.centerIn: parent
                spacing: Theme.gapTiny
                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: panel.offers ? "camera" : "check"
                    size: 4 * Theme.unit
                    tone: Theme.accent
                }
                Label {
                    text: panel.offers ? qsTr("Measure my face") : qsTr("Your measurements")
                    strong: true
                    color: Theme.accent
                    font.pixelSize: Theme.small
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
