pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// Waits for the next shopper: one frame at a time passes by, true to scale.
Item {
    id: screen

    required property Visit visit
    property int shown: 0
    readonly property int count: visit.shopWindow.count
    readonly property real column: Theme.landscape ? width * 0.42 : width - 2 * Theme.margin

    Timer {
        interval: 5200
        running: screen.visible && screen.count > 1
        repeat: true
        onTriggered: screen.shown = (screen.shown + 1) % screen.count
    }
    Touchable {
        anchors.fill: parent
        says: qsTr("Touch to begin")
        focus: true
        onActivated: screen.visit.wake()
    }

    Label {
        id: wordmark
        x: Theme.margin
        y: Theme.gapMedium
        height: Theme.touch
        verticalAlignment: Text.AlignVCenter
        text: "Lunette"
        serif: true
        strong: true
        font.pixelSize: Theme.title
        color: Theme.accent
    }

    Rectangle {
        id: tray
        x: Theme.landscape ? screen.width - width - Theme.margin : 0
        y: Theme.landscape ? Theme.gap * 2 : wordmark.y + wordmark.height + Theme.gapMedium
        width: Theme.landscape ? screen.width * 0.46 : screen.width
        height: Theme.landscape ? screen.height - 2 * y : Theme.unit * 84
        color: Theme.tray
        radius: Theme.landscape ? Theme.radius : 0
        clip: true

        Repeater {
            model: screen.visit.shopWindow
            Item {
                id: passing
                required property int index
                required property string sku
                required property string name
                required property string collection
                required property string totalWidth
                required property int colour
                readonly property bool current: index === screen.shown
                anchors.fill: parent
                opacity: current ? 1 : 0
                visible: opacity > 0
                Behavior on opacity { NumberAnimation { duration: 900; easing.type: Easing.InOutQuad } }

                FrameDrawing {
                    id: drawing
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.verticalCenterOffset: -Theme.gapMedium
                    x: (parent.width - width) / 2 + (passing.current ? 0 : Theme.gap * Theme.travel)
                    width: Math.min(parent.width - Theme.gapMedium, 112 * Theme.unit)
                    span: 152
                    sku: passing.sku
                    colour: passing.colour
                    Behavior on x { NumberAnimation { duration: 1200; easing.type: Easing.OutCubic } }
                }
                Label {
                    anchors.horizontalCenter: parent.horizontalCenter
                    anchors.top: drawing.bottom
                    anchors.topMargin: Theme.gapMedium
                    text: qsTr("%1, from the %2 collection").arg(passing.name).arg(passing.collection)
                    color: Theme.trayInk
                    serif: true
                }
            }
        }
    }

    Column {
        x: Theme.margin
        y: Theme.landscape ? (screen.height - height) / 2 : tray.y + tray.height + Theme.gap
        width: screen.column
        spacing: Theme.gapMedium
        Label {
            width: parent.width
            text: qsTr("Glasses that fit, measured and explained.")
            serif: true
            font.pixelSize: Theme.landscape ? Math.round(Theme.display * 0.8) : Theme.display
            lineHeight: 1.02
        }
        Label {
            width: parent.width
            text: qsTr("Talk with our consultant, see what suits your face in millimetres, and compare frames at true scale.")
            color: Theme.inkSoft
            font.pixelSize: Theme.title
        }
        TextButton {
            visible: Theme.landscape
            width: parent.width
            implicitHeight: 16 * Theme.unit
            filled: true
            size: Theme.caption
            text: qsTr("Touch to begin")
            onActivated: screen.visit.wake()
        }
    }

    Row {
        id: switches
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        y: Theme.controlsLow ? foot.y - height - Theme.gapMedium : Theme.gapMedium
        spacing: Theme.gapSmall
        TextButton {
            icon: "contrast"
            implicitHeight: Theme.touch
            size: Theme.small
            text: Theme.appearance === "light" ? qsTr("Light") : Theme.appearance === "dark" ? qsTr("Dark") : qsTr("High contrast")
            onActivated: screen.visit.preferences.nextAppearance()
        }
        TextButton {
            icon: "lower"
            implicitHeight: Theme.touch
            size: Theme.small
            text: Theme.controlsLow ? qsTr("Usual height") : qsTr("Controls low")
            onActivated: screen.visit.preferences.toggleControlsLow()
        }
        TextButton {
            icon: "motion"
            implicitHeight: Theme.touch
            size: Theme.small
            text: Theme.reducedMotion ? qsTr("Calm") : qsTr("Moving")
            onActivated: screen.visit.preferences.toggleReducedMotion()
        }
    }

    Column {
        id: foot
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gapMedium
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gapMedium
        TextButton {
            visible: !Theme.landscape
            width: parent.width
            implicitHeight: 18 * Theme.unit
            filled: true
            size: Theme.caption
            text: qsTr("Touch to begin")
            onActivated: screen.visit.wake()
        }
        Label {
            width: Theme.landscape ? screen.column : parent.width
            horizontalAlignment: Theme.landscape ? Text.AlignLeft : Text.AlignHCenter
            text: qsTr("You will talk with an AI consultant. The camera measures nothing until you agree.")
            color: Theme.inkSoft
            font.pixelSize: Theme.small
        }
    }
}
