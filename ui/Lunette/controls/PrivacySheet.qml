pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// The whole notice in plain words; it closes to where it was opened, the question of consent.
Sheet {
    id: sheet

    required property Visit visit

    title: qsTr("Your privacy, in full")
    open: visit.sheet === "privacy"
    onClosed: {
        if (visit.screen === "consultation")
            visit.openSheet("permission");
        else
            visit.closeSheet();
    }

    Column {
        width: parent.width
        spacing: Theme.gapMedium
        Repeater {
            model: [
                { head: qsTr("What for"), text: qsTr("To recommend frames that fit your face and to let your consultant look at you, and for nothing else.") },
                { head: qsTr("What is measured"), text: qsTr("The distance between your pupils, the width of your face and how likely each face shape is; and where you stand, so that your consultant can look at you. Your age, your mood and who you are are never worked out.") },
                { head: qsTr("Pictures"), text: qsTr("The camera's pictures stay in this kiosk's memory while you are measured. They are not stored and not sent.") },
                { head: qsTr("Numbers"), text: qsTr("The consultant learns the millimetres, the shape and where you stand only when you leave that switched on. You can ask for another frame without them.") },
                { head: qsTr("Your voice"), text: qsTr("What you say is turned into words to answer you. The recording is not kept. You can switch the microphone off and type.") },
                { head: qsTr("How long"), text: qsTr("Until you leave, touch “Wipe now”, or walk away. Then pictures, numbers and words are wiped, and the screen tells you so.") },
                { head: qsTr("Your choice"), text: qsTr("Everything here works without the camera. You may change your mind at any time: touch “Your measurements”, then “Stop measuring me”, and the numbers are forgotten.") }
            ]
            Column {
                id: part
                required property var modelData
                width: parent.width
                Label { width: parent.width; text: part.modelData.head; strong: true }
                Label { width: parent.width; text: part.modelData.text }
            }
        }
    }
}
