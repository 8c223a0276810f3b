pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// What the shopper found, and that everything is forgotten.
Item {
    id: screen

    required property Visit visit
    readonly property bool wiped: visit.wiped
    readonly property int count: visit.favourites.count

    Column {
        id: opening
        x: Theme.margin
        y: Theme.landscape ? Theme.gapMedium : Theme.gap * 1.5
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gapMedium
        Label {
            width: parent.width
            text: screen.wiped ? qsTr("All forgotten.") : qsTr("Thanks for coming in.")
            serif: true
            font.pixelSize: Theme.landscape ? Math.round(Theme.display * 0.8) : Theme.display
            lineHeight: 1.02
        }
        Label {
            width: parent.width
            text: screen.wiped ? screen.visit.receipt
                : screen.count === 0 ? qsTr("You saved no frames this time. Our staff are glad to show you more.")
                : qsTr("These are your frames. Show them to our staff to try them on.")
            color: Theme.inkSoft
            font.pixelSize: Theme.title
        }
    }
    Rectangle {
        anchors.centerIn: parent
        visible: screen.wiped
        width: 40 * Theme.unit
        height: width
        radius: width / 2
        color: Theme.accentTint
        Icon {
            anchors.centerIn: parent
            name: "check"
            tone: Theme.accent
            size: 20 * Theme.unit
        }
    }
    Flickable {
        visible: !screen.wiped
        anchors.top: opening.bottom
        anchors.topMargin: Theme.gap
        anchors.bottom: wipe.top
        anchors.bottomMargin: Theme.gapMedium
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        contentHeight: saved.height
        contentWidth: width
        interactive: contentHeight > height
        clip: interactive
        Grid {
            id: saved
            width: parent.width
            columns: Theme.landscape ? 2 : 1
            spacing: Theme.gapSmall
            Repeater {
                model: screen.visit.favourites
                Rectangle {
                    id: item
                    required property string sku
                    required property string name
                    required property string kind
                    required property string price
                    required property string colourName
                    required property int colour
                    width: Theme.landscape ? (saved.width - saved.spacing) / 2 : saved.width
                    height: drawing.height + Theme.gapSmall * 2
                    radius: Theme.radius
                    color: Theme.surface
                    border.width: Theme.line
                    border.color: Theme.hairline
                    Rectangle {
                        x: Theme.line
                        y: Theme.line
                        width: drawing.width + Theme.gapSmall * 2
                        height: parent.height - 2 * Theme.line
                        radius: Theme.radius - Theme.line
                        color: Theme.tray
                    }
                    FrameDrawing {
                        id: drawing
                        x: Theme.gapSmall
                        y: Theme.gapSmall
                        width: 46 * Theme.unit
                        span: 152
                        sku: item.sku
                        colour: item.colour
                    }
                    Column {
                        anchors.left: drawing.right
                        anchors.leftMargin: Theme.gapMedium
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.gapSmall
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: Theme.gapTiny * 0.5
                        Label { width: parent.width; text: item.name; serif: true; strong: true; font.pixelSize: Theme.title }
                        Label { width: parent.width; text: qsTr("%1, in %2").arg(item.price).arg(item.colourName) }
                        Label { width: parent.width; text: item.kind; color: Theme.inkSoft; font.pixelSize: Theme.small }
                        Label { width: parent.width; text: item.sku; color: Theme.inkSoft; font.pixelSize: Theme.small }
                    }
                }
            }
        }
    }
    Rectangle {
        id: wipe
        anchors.bottom: buttons.top
        anchors.bottomMargin: Theme.gapMedium
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        height: wipeWords.height + Theme.gapMedium * 2
        radius: Theme.radius
        color: Theme.accentTint
        Icon {
            id: sign
            x: Theme.gapMedium
            anchors.verticalCenter: parent.verticalCenter
            name: screen.wiped ? "check" : "wiped"
            tone: Theme.accent
            size: 9 * Theme.unit
        }
        Column {
            id: wipeWords
            anchors.left: sign.right
            anchors.leftMargin: Theme.gapMedium
            anchors.right: parent.right
            anchors.rightMargin: Theme.gapMedium
            anchors.verticalCenter: parent.verticalCenter
            Label {
                width: parent.width
                strong: true
                font.pixelSize: Theme.title
                text: screen.wiped ? qsTr("Everything about this visit is wiped.")
                    : screen.visit.secondsLeft === 1 ? qsTr("Everything about this visit is wiped in one second.")
                    : screen.visit.secondsLeft >= 0 ? qsTr("Everything about this visit is wiped in %1 seconds.").arg(screen.visit.secondsLeft)
                    : qsTr("Everything about this visit will be wiped.")
            }
            Label {
                width: parent.width
                text: qsTr("Your measurements, your words and your saved frames.")
            }
        }
    }
    Row {
        id: buttons
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gapMedium
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        spacing: Theme.gapMedium
        TextButton {
            visible: !screen.wiped
            width: (parent.width - parent.spacing) / 2
            height: 15 * Theme.unit
            icon: "wiped"
            size: Theme.title
            text: qsTr("Wipe now")
            onActivated: screen.visit.wipe()
        }
        TextButton {
            width: screen.wiped ? parent.width : (parent.width - parent.spacing) / 2
            height: 15 * Theme.unit
            filled: true
            size: Theme.title
            text: screen.wiped ? qsTr("Start a new visit") : qsTr("Start again")
            onActivated: screen.visit.restart()
        }
    }
}
