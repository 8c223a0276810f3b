pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// Everything about one frame.
Sheet {
    id: sheet

    required property Visit visit
    readonly property FrameDetails details: visit.details

    title: details.name
    open: visit.sheet === "frame"
    onClosed: visit.closeSheet()

    footer: Row {
        width: parent.width
        spacing: Theme.gapSmall
        TextButton {
            width: (parent.width - Theme.gapSmall) / 2
            filled: !sheet.details.saved
            icon: sheet.details.saved ? "heart-full" : "heart"
            text: sheet.details.saved ? qsTr("Saved") : qsTr("Save to my frames")
            onActivated: sheet.visit.toggleSaved(sheet.details.sku)
        }
        TextButton {
            width: (parent.width - Theme.gapSmall) / 2
            icon: "compare"
            text: qsTr("Compare")
            onActivated: sheet.visit.compareWith(sheet.details.sku)
        }
    }

    Column {
        width: parent.width
        spacing: Theme.gapMedium

        Item {
            width: parent.width
            height: Math.max(what.height, cost.height)
            Label {
                id: what
                width: parent.width - cost.width - Theme.gapSmall
                text: qsTr("%1 collection · %2").arg(sheet.details.collection).arg(sheet.details.kind)
                color: Theme.inkSoft
            }
            Label {
                id: cost
                anchors.right: parent.right
                text: sheet.details.price
                font.pixelSize: Theme.title
                wrapMode: Text.NoWrap
            }
        }
        Rectangle {
            width: parent.width
            height: drawing.height + Theme.gapMedium
            radius: Theme.radius
            color: Theme.tray
            border.width: Theme.line
            border.color: Theme.hairline
            FrameDrawing {
                id: drawing
                anchors.centerIn: parent
                width: Math.min(parent.width - 2 * Theme.gapSmall, (Theme.landscape ? 72 : 100) * Theme.unit)
                sku: sheet.details.sku
                colour: sheet.details.colour
                span: 152
            }
        }
        Flow {
            width: parent.width
            spacing: Theme.gapSmall
            Repeater {
                model: sheet.details.colours
                ColourChoice {
                    required property var modelData
                    required property int index
                    text: modelData.name
                    colour: modelData.value
                    chosen: index === sheet.details.colour
                    onActivated: sheet.visit.chooseColour(sheet.details.sku, index)
                }
            }
        }
        Rectangle {
            visible: sheet.details.verdict !== ""
            width: parent.width
            height: fit.height + Theme.gapSmall * 2
            radius: Theme.radius
            color: Theme.accentTint
            Row {
                id: fit
                x: Theme.gapSmall * 1.5
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.gapSmall
                width: parent.width - Theme.gapSmall * 3
                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: "ruler"
                    size: 6 * Theme.unit
                }
                Column {
                    width: parent.width - 6 * Theme.unit - Theme.gapSmall
                    Label { width: parent.width; text: sheet.details.verdict; strong: true }
                    Label { width: parent.width; text: sheet.details.verdictDetail }
                }
            }
        }
        Column {
            width: parent.width
            Repeater {
                model: sheet.details.facts
                Item {
                    id: fact
                    required property var modelData
                    width: parent.width
                    height: value.height + Theme.gapSmall
                    Label {
                        id: label
                        width: 24 * Theme.unit
                        text: fact.modelData.label
                        color: Theme.inkSoft
                    }
                    Label {
                        id: value
                        anchors.left: label.right
                        anchors.right: parent.right
                        text: fact.modelData.value
                    }
                    Rectangle {
                        anchors.bottom: parent.bottom
                        anchors.bottomMargin: Theme.gapTiny * 0.8
                        width: parent.width
                        height: Theme.line
                        color: Theme.hairline
                    }
                }
            }
        }
        Column {
            visible: why.count > 0
            width: parent.width
            spacing: Theme.gapTiny
            Repeater {
                id: why
                model: sheet.details.reasons
                Row {
                    id: reason
                    required property string modelData
                    width: parent.width
                    spacing: Theme.gapSmall
                    Icon { name: "check"; size: 4 * Theme.unit; tone: Theme.accent }
                    Label { width: parent.width - 4 * Theme.unit - Theme.gapSmall; text: reason.modelData }
                }
            }
        }
    }
}
