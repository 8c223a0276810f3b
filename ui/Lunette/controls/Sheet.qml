pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// A panel from below over the dimmed screen. Closing is always at its top right and by touching beside it.
Item {
    id: sheet

    property string title: ""
    property bool open: false
    // With controls low, nothing to touch lies higher than 600 mm.
    property real maximum: Math.min(height * (Theme.landscape ? 0.94 : 0.80), Theme.controlsLow ? 600 * Theme.pixelsPerMm : height)
    default property alias content: body.data
    property alias footer: foot.data
    readonly property real footing: foot.childrenRect.height > 0 ? foot.childrenRect.height + Theme.gapMedium : 0
    signal closed

    visible: panel.opacity > 0
    enabled: open

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
        opacity: panel.opacity
        TapHandler {
            gesturePolicy: TapHandler.WithinBounds
            onTapped: sheet.closed()
        }
    }
    Rectangle {
        id: panel
        width: Theme.landscape ? Math.min(parent.width, 126 * Theme.unit) : parent.width
        anchors.right: parent.right
        height: Math.min(sheet.maximum, heading.height + body.childrenRect.height + sheet.footing + Theme.gapMedium * 3)
        y: parent.height - height + (sheet.open ? 0 : Theme.gap * Theme.travel)
        color: Theme.paper
        radius: Theme.radius
        opacity: sheet.open ? 1 : 0
        Behavior on opacity { NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }
        Behavior on y { NumberAnimation { duration: Theme.calm; easing.type: Easing.OutCubic } }

        TapHandler { gesturePolicy: TapHandler.WithinBounds }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.radius
            color: Theme.paper
        }
        Item {
            id: heading
            x: Theme.margin
            y: Theme.gapMedium
            width: parent.width - 2 * Theme.margin
            height: Math.max(close.height, words.height)
            Label {
                id: words
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - close.width - Theme.gapSmall
                text: sheet.title
                serif: true
                strong: true
                font.pixelSize: Theme.title
            }
            TextButton {
                id: close
                anchors.right: parent.right
                text: qsTr("Close")
                icon: "close"
                onActivated: sheet.closed()
            }
        }
        Flickable {
            anchors.top: heading.bottom
            anchors.topMargin: Theme.gapMedium
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.gapMedium + sheet.footing
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            contentWidth: width
            contentHeight: body.childrenRect.height
            boundsBehavior: Flickable.StopAtBounds
            interactive: contentHeight > height + 1
            clip: interactive

            Item {
                id: body
                width: parent.width
                height: childrenRect.height
            }
        }
        Item {
            id: foot
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.gapMedium
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            height: childrenRect.height
        }
    }
}
