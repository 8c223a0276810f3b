pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// A frame as a row of a list: drawing left, words right, save button below them.
Touchable {
    id: row

    required property string sku
    required property int colour
    required property string price
    required property bool saved
    property string frameName: ""
    property var lines: []
    signal opened
    signal saveToggled

    says: qsTr("%1, %2").arg(frameName).arg(price)
    implicitHeight: Math.max(drawing.height + Theme.gapSmall * 2, words.height + Theme.gapSmall * 2)
    onActivated: row.opened()

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.line
        border.color: Theme.hairline
    }
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
        anchors.verticalCenter: parent.verticalCenter
        width: 54 * Theme.unit
        span: 152
        sku: row.sku
        colour: row.colour
    }
    Column {
        id: words
        anchors.left: drawing.right
        anchors.leftMargin: Theme.gapMedium
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapSmall
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gapTiny * 0.5

        Item {
            width: parent.width
            height: title.height
            Label {
                id: title
                width: parent.width - cost.width - Theme.gapTiny
                text: row.frameName
                serif: true
                strong: true
            }
            Label {
                id: cost
                anchors.right: parent.right
                text: row.price
                wrapMode: Text.NoWrap
            }
        }
        Repeater {
            model: row.lines.filter(line => line !== "")
            Label {
                required property string modelData
                width: words.width
                text: modelData
                color: Theme.inkSoft
                font.pixelSize: Theme.small
            }
        }
        Item { width: 1; height: Theme.gapTiny * 0.5 }
        TextButton {
            width: parent.width
            implicitHeight: Theme.touch
            icon: row.saved ? "heart-full" : "heart"
            text: row.saved ? qsTr("Saved") : qsTr("Save")
            size: Theme.small
            onActivated: row.saveToggled()
        }
    }
}
