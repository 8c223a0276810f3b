pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// Asks before anything about a face is computed. Both answers are equally large.
Item {
    id: screen

    required property Visit visit
    property bool share: true

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
    Grid {
        id: blocks
        anchors.top: opening.bottom
        anchors.topMargin: Theme.landscape ? Theme.gapMedium : Theme.gap
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        columns: Theme.landscape ? 3 : 1
        spacing: Theme.gapMedium
        readonly property real cell: Theme.landscape ? (width - 2 * spacing) / 3 : width

        Repeater {
            model: [
                { icon: "ruler", head: qsTr("What is measured"), text: qsTr("The distance between your pupils, the width of your face and its shape; and where you stand, so that your consultant can look at you. Nothing else.") },
                { icon: "shield", head: qsTr("Where it stays"), text: qsTr("Pictures never leave this kiosk and are never stored. Only these numbers reach the consultant, if you let them.") },
                { icon: "clock", head: qsTr("How long"), text: qsTr("Until you leave or walk away. Then everything is wiped, and you see it done.") }
            ]
            Item {
                id: block
                required property var modelData
                width: blocks.cell
                height: Math.max(words.height, 8 * Theme.unit)
                Icon {
                    id: sign
                    name: block.modelData.icon
                    size: 8 * Theme.unit
                    tone: Theme.accent
                }
                Column {
                    id: words
                    anchors.left: sign.right
                    anchors.leftMargin: Theme.gapMedium
                    anchors.right: parent.right
                    spacing: Theme.gapTiny * 0.5
                    Label { width: parent.width; text: block.modelData.head; serif: true; strong: true; font.pixelSize: Theme.title }
                    Label { width: parent.width; text: block.modelData.text }
                }
            }
        }
    }
    Row {
        id: options
        anchors.top: blocks.bottom
        anchors.topMargin: Theme.landscape ? Theme.gapMedium : Theme.gap
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gapSmall

        Touchable {
            id: shareSwitch
            width: (parent.width - Theme.gapSmall) * 0.64
            height: Math.max(Theme.touch, shareWords.height + Theme.gapSmall * 2)
            says: screen.share ? qsTr("The consultant may know my millimetres: yes") : qsTr("The consultant may know my millimetres: no")
            Accessible.role: Accessible.CheckBox
            Accessible.checked: screen.share
            onActivated: screen.share = !screen.share
            Rectangle {
                anchors.fill: parent
                radius: Theme.radius
                color: Theme.surface
                border.width: Theme.line
                border.color: Theme.hairline
            }
            Rectangle {
                id: box
                x: Theme.gapSmall
                anchors.verticalCenter: parent.verticalCenter
                width: 5 * Theme.unit
                height: width
                radius: Theme.radius / 2
                color: screen.share ? Theme.accent : Theme.surface
                border.width: Theme.line * 1.5
                border.color: Theme.accent
                Icon {
                    anchors.centerIn: parent
                    visible: screen.share
                    name: "check"
                    tone: Theme.accentInk
                    size: 4 * Theme.unit
                }
            }
            Label {
                id: shareWords
                anchors.left: box.right
                anchors.leftMargin: Theme.gapSmall
                anchors.right: parent.right
                anchors.rightMargin: Theme.gapSmall
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("The consultant may know my millimetres")
            }
        }
        TextButton {
            width: parent.width - shareSwitch.width - Theme.gapSmall
            height: shareSwitch.height
            icon: "info"
            text: qsTr("Read it in full")
            onActivated: screen.visit.openSheet("privacy")
        }
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
                onActivated: screen.visit.agree(true, screen.share)
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
