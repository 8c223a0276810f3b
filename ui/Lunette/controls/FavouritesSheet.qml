pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// The frames that the shopper saved.
Sheet {
    id: sheet

    required property Visit visit
    readonly property int count: visit.favourites.count

    title: qsTr("My frames")
    open: visit.sheet === "favourites"
    onClosed: visit.closeSheet()

    Column {
        width: parent.width
        spacing: Theme.gapSmall

        Label {
            visible: sheet.count === 0
            width: parent.width
            text: qsTr("Nothing saved yet. Touch the heart on a frame and it waits for you here.")
        }
        Repeater {
            model: sheet.visit.favourites
            FrameRow {
                required property string name
                required property string kind
                required property string colourName
                required property string verdictDetail
                width: parent.width
                frameName: name
                lines: [kind, qsTr("In %1").arg(colourName), verdictDetail]
                onOpened: sheet.visit.openFrame(sku)
                onSaveToggled: sheet.visit.toggleSaved(sku)
            }
        }
        TextButton {
            visible: sheet.count > 1
            width: parent.width
            filled: true
            icon: "compare"
            text: qsTr("Compare them side by side")
            onActivated: sheet.visit.compareFavourites()
        }
    }
}
