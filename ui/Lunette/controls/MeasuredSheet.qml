pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// The numbers about the shopper's face, with what they are worth, and the shape to choose.
Sheet {
    id: sheet

    required property Visit visit

    title: qsTr("Your measurements")
    open: visit.sheet === "measured"
    onClosed: visit.closeSheet()

    footer: TextButton {
        width: parent.width
        icon: "camera-off"
        text: qsTr("Stop measuring me and forget my numbers")
        onActivated: sheet.visit.agree(false, false)
    }

    Column {
        width: parent.width
        spacing: Theme.gapMedium

        Repeater {
            model: sheet.visit.seeing.measured
            Label {
                required property string modelData
                width: parent.width
                text: modelData
                font.pixelSize: Theme.title
            }
        }
        Label {
            width: parent.width
            color: Theme.inkSoft
            text: qsTr("These numbers are good enough to choose a frame by. Before lenses are made, an optician measures you again.")
        }
        Label {
            width: parent.width
            visible: sheet.visit.seeing.shape !== ""
            text: qsTr("Shape of your face: %1. It is an estimate; choose another if you see it differently.").arg(sheet.visit.seeing.shape)
        }
        Flow {
            width: parent.width
            spacing: Theme.gapSmall
            Repeater {
                model: sheet.visit.seeing.shapes
                TextButton {
                    required property string modelData
                    text: modelData
                    filled: modelData === sheet.visit.seeing.shapeChosen
                    icon: filled ? "check" : ""
                    onActivated: sheet.visit.chooseShape(modelData)
                }
            }
        }
    }
}
