pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// One frame in the row of choices.
Touchable {
    id: card

    required property string sku
    required property int colour
    required property string frameName
    required property string price
    required property string reason
    required property string kind
    required property string verdict
    required property bool saved
    signal saveToggled

    says: qsTr("%1, %2. %3").arg(frameName).arg(price).arg(reason)
    width: 34 * Theme.unit
    height: 55 * Theme.unit

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.surface
        border.width: card.pressed ? Theme.line * 2 : Theme.line
        border.color: card.pressed ? Theme.accent : Theme.hairline
    }
    Rectangle {
        x: Theme.line
        y: Theme.line
        width: parent.width - 2 * Theme.line
        height: drawing.height + Theme.gapSmall * 1.2
        radius: Theme.radius - Theme.line
        color: Theme.tray
    }
    FrameDrawing {
        id: drawing
        x: Theme.gapTiny * 0.5
        y: Theme.gapTiny
        width: card.width - Theme.gapTiny
        span: 150
        tallest: 56
        sku: card.sku
        colour: card.colour
    }
    Column {
        id: words
        anchors.top: drawing.bottom
        anchors.topMargin: Theme.gapTiny * 1.5
        x: Theme.gapSmall
        width: card.width - 2 * Theme.gapSmall
        spacing: Theme.gapTiny * 0.6

        Item {
            width: parent.width
            height: title.height
            Label {
                id: title
                width: parent.width - cost.width - Theme.gapTiny
                text: card.frameName
                serif: true
                strong: true
                font.pixelSize: Theme.body
            }
            Label {
                id: cost
                anchors.right: parent.right
                anchors.baseline: title.baseline
                text: card.price
                font.pixelSize: Theme.body
                wrapMode: Text.NoWrap
            }
        }
        Label {
            width: parent.width
            text: card.reason
            color: Theme.inkSoft
            font.pixelSize: Math.round(Theme.body * 0.92)
        }
    }
    Label {
        x: Theme.gapSmall
        width: card.width - 2 * Theme.gapSmall
        anchors.bottom: save.top
        anchors.bottomMargin: Theme.gapTiny
        visible: y > words.y + words.height + Theme.gapTiny && card.reason !== card.kind
        text: card.kind
        color: Theme.inkSoft
        font.pixelSize: Theme.small
    }
    Touchable {
        id: save
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        implicitHeight: Theme.touch
        says: card.saved ? qsTr("Remove %1 from my frames").arg(card.frameName) : qsTr("Save %1").arg(card.frameName)
        onActivated: card.saveToggled()

        Rectangle {
            anchors.top: parent.top
            x: Theme.gapSmall
            width: parent.width - 2 * Theme.gapSmall
            height: Theme.line
            color: Theme.hairline
        }
        Row {
            anchors.centerIn: parent
            spacing: Theme.gapTiny
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: card.saved ? "heart-full" : "heart"
                size: 3.6 * Theme.unit
                tone: Theme.accent
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: card.saved ? qsTr("Saved") : qsTr("Save")
                strong: true
                font.pixelSize: Theme.small
                color: Theme.accent
            }
        }
    }
}
