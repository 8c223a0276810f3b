pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// What can be done at any moment: speak, type, my frames, ask a person, leave.
Row {
    id: bar

    required property Visit visit
    readonly property string microphone: visit.conversation.microphone
    readonly property bool microphoneWorks: microphone === "on" || microphone === "off"
    readonly property real cell: (width - 4 * spacing) / 5

    spacing: Theme.gapSmall
    height: 16 * Theme.unit

    BarButton {
        width: bar.cell
        height: bar.height
        icon: bar.microphone === "on" ? "microphone" : "microphone-off"
        text: bar.microphone === "on" ? qsTr("Listening") : bar.microphone === "off" ? qsTr("Speak") : qsTr("No sound")
        lit: bar.microphone === "on"
        struck: !bar.microphoneWorks
        onActivated: bar.visit.setMicrophone(bar.microphone !== "on")
    }
    BarButton {
        width: bar.cell
        height: bar.height
        icon: "keyboard"
        text: qsTr("Type")
        onActivated: bar.visit.openSheet("typing")
    }
    BarButton {
        width: bar.cell
        height: bar.height
        icon: bar.visit.favourites.count > 0 ? "heart-full" : "heart"
        text: qsTr("My frames")
        badge: bar.visit.favourites.count
        onActivated: bar.visit.openSheet("favourites")
    }
    BarButton {
        width: bar.cell
        height: bar.height
        icon: "person"
        text: qsTr("Ask staff")
        onActivated: bar.visit.askPerson()
    }
    BarButton {
        width: bar.cell
        height: bar.height
        icon: "leave"
        text: qsTr("Leave")
        onActivated: bar.visit.leave()
    }
}
