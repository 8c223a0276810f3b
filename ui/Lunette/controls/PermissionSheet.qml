pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// The question of consent once more, for somebody who began without the camera. The visit goes on beside it.
Sheet {
    id: sheet

    required property Visit visit

    title: qsTr("May we measure your face?")
    open: visit.sheet === "permission"
    onClosed: visit.closeSheet()

    footer: Row {
        width: parent.width
        spacing: Theme.gapSmall
        TextButton {
            width: (parent.width - Theme.gapSmall) / 2
            height: 12 * Theme.unit
            filled: true
            icon: "camera"
            text: qsTr("Yes, measure my face")
            onActivated: sheet.visit.agree(true, terms.share)
        }
        TextButton {
            width: (parent.width - Theme.gapSmall) / 2
            height: 12 * Theme.unit
            icon: "camera-off"
            text: qsTr("Go on without the camera")
            onActivated: sheet.visit.closeSheet()
        }
    }

    ConsentTerms {
        id: terms
        width: parent.width
        onReadInFull: sheet.visit.openSheet("privacy")
    }
}
