pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// Up to three frames under each other at one scale, with what differs.
Sheet {
    id: sheet

    required property Visit visit

    title: qsTr("Side by side, at one scale")
    open: visit.sheet === "compare"
    onClosed: visit.closeSheet()

    Column {
        width: parent.width
        spacing: Theme.gapSmall
        Repeater {
            model: sheet.visit.compared
            FrameRow {
                required property string name
                required property string kind
                required property string verdictDetail
                required property string totalWidth
                required property string weight
                width: parent.width
                frameName: name
                lines: [kind, qsTr("%1 wide · %2").arg(totalWidth).arg(weight), verdictDetail]
                onOpened: sheet.visit.openFrame(sku)
                onSaveToggled: sheet.visit.toggleSaved(sku)
            }
        }
    }
}
