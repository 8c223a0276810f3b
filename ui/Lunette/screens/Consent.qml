pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// Asks before anything about a face is computed. Both answers are equally large.
Item {
    id: screen

    required property Visit visit

    Column {
        id: opening
        x: Theme.margin
        y: Theme.landscape ? Theme.gapMedium : Theme.gap * 1.5
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gapMedium

        Label {
            width: parent.width
            text: qsTr("May we measure your face?")
            serif: true
            font.pixelSize: Theme.landscape ? Math.round(Theme.display * 0.8) : Theme.display
            lineHeight: 1.02
        }
        Label {
            width: parent.width
            text: qsTr("Your consultant is an AI, not a person. With your permission the camera measures you, so that what you see really fits.")
            color: Theme.inkSoft
            font.pixelSize: Theme.title
        }
    }
    ConsentTerms {
        id: terms
        anchors.top: opening.bottom
        anchors.topMargin: Theme.landscape ? Theme.gapMedium : Theme.gap
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        columns: Theme.landscape ? 3 : 1
        between: Theme.landscape ? Theme.gapMedium : Theme.gap
        onReadInFull: screen.visit.openSheet("privacy")
    }
    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gapMedium
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gapMedium
        Grid {
            id: answers
            width: parent.width
            columns: Theme.landscape ? 2 : 1
            spacing: Theme.gapMedium
            readonly property real cell: Theme.landscape ? (width - spacing) / 2 : width
            TextButton {
                width: answers.cell
                height: 15 * Theme.unit
                filled: true
                icon: "camera"
                size: Theme.title
                text: qsTr("Yes, measure my face")
                onActivated: screen.visit.agree(true, terms.share)
            }
            TextButton {
                width: answers.cell
                height: 15 * Theme.unit
                icon: "camera-off"
                size: Theme.title
                text: qsTr("Continue without the camera")
                onActivated: screen.visit.agree(false, false)
            }
        }
        Touchable {
            anchors.horizontalCenter: parent.horizontalCenter
            width: back.implicitWidth + Theme.gap
            height: Theme.touch
            says: back.text
            onActivated: screen.visit.decline()
            Label {
                id: back
                anchors.centerIn: parent
                text: qsTr("Not now, thank you")
                strong: true
                color: Theme.accent
                wrapMode: Text.NoWrap
            }
        }
    }
}
