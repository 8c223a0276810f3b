pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// The root of every screen: one is shown at a time, the sheets lie over it.
Rectangle {
    id: root

    required property Visit visit

    color: Theme.paper

    Binding { target: Theme; property: "width"; value: root.width }
    Binding { target: Theme; property: "height"; value: root.height }
    Binding { target: Theme; property: "appearance"; value: root.visit.preferences.appearance }
    Binding { target: Theme; property: "reducedMotion"; value: root.visit.preferences.reducedMotion }
    Binding { target: Theme; property: "controlsLow"; value: root.visit.preferences.controlsLow }
    Binding { target: Theme; property: "panelInches"; value: root.visit.preferences.panelInches }

    PointHandler {
        acceptedButtons: Qt.AllButtons
        onActiveChanged: {
            if (active)
                root.visit.present()
        }
    }

    Banner {
        id: banner
        width: parent.width
        text: root.visit.banner
    }
    Item {
        id: stage
        anchors.top: banner.bottom
        anchors.bottom: parent.bottom
        width: parent.width

        Loader {
            id: loader
            anchors.fill: parent
            focus: true
            sourceComponent: root.visit.screen === "attract" ? attract
                : root.visit.screen === "consent" ? consent
                : root.visit.screen === "consultation" ? consultation : goodbye
            onLoaded: arrival.restart()
        }
        NumberAnimation {
            id: arrival
            target: loader
            property: "opacity"
            from: 0
            to: 1
            duration: Theme.calm
            easing.type: Easing.OutCubic
        }

        Component { id: attract; Attract { visit: root.visit } }
        Component { id: consent; Consent { visit: root.visit } }
        Component { id: consultation; Consultation { visit: root.visit } }
        Component { id: goodbye; Goodbye { visit: root.visit } }

        FavouritesSheet { anchors.fill: parent; visit: root.visit }
        CompareSheet { anchors.fill: parent; visit: root.visit }
        FrameSheet { anchors.fill: parent; visit: root.visit }
        MeasuredSheet { anchors.fill: parent; visit: root.visit }
        TypingSheet { anchors.fill: parent; visit: root.visit }
        PermissionSheet { anchors.fill: parent; visit: root.visit }
        PrivacySheet { anchors.fill: parent; visit: root.visit }

        TimeoutNotice {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.gapMedium
            width: Math.min(parent.width - 2 * Theme.margin, 108 * Theme.unit)
            seconds: root.visit.screen === "consultation" || root.visit.screen === "consent" ? root.visit.secondsLeft : -1
            onStay: root.visit.present()
        }
    }
}
