pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// What is measured, where it stays and how long; and whether the consultant may know the numbers.
Column {
    id: terms

    property int columns: 1
    property real between: Theme.gapMedium
    property bool share: true
    signal readInFull

    spacing: between

    Grid {
        id: blocks
        width: parent.width
        columns: terms.columns
        spacing: Theme.gapMedium
        readonly property real cell: (width - (columns - 1) * spacing) / columns

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
        width: parent.width
        spacing: Theme.gapSmall

        Touchable {
            id: shareSwitch
            width: (parent.width - Theme.gapSmall) * 0.64
            height: Math.max(Theme.touch, shareWords.height + Theme.gapSmall * 2)
            says: terms.share ? qsTr("The consultant may know my numbers: yes") : qsTr("The consultant may know my numbers: no")
            Accessible.role: Accessible.CheckBox
            Accessible.checked: terms.share
            onActivated: terms.share = !terms.share
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
                color: terms.share ? Theme.accent : Theme.surface
                border.width: Theme.line * 1.5
                border.color: Theme.accent
                Icon {
                    anchors.centerIn: parent
                    visible: terms.share
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
                text: qsTr("The consultant may know my numbers")
            }
        }
        TextButton {
            width: parent.width - shareSwitch.width - Theme.gapSmall
            height: shareSwitch.height
            icon: "info"
            text: qsTr("Read it in full")
            onActivated: terms.readInFull()
        }
    }
}
