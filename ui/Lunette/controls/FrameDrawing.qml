pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// A frame drawn to scale: the picture is `span` millimetres wide.
Item {
    id: drawing

    property string sku: ""
    property int colour: 0
    property real span: 160
    property bool rule: true
    property real tallest: 62
    // The figure at the rule keeps a readable size whatever the drawing's.
    readonly property real label: rule && width > 0 ? Math.round(2.3 * Theme.unit * span / width * 10) / 10 : 0

    implicitHeight: Math.round(width * (tallest + (rule ? 5 + label * 1.15 : 0)) / span)

    Image {
        anchors.fill: parent
        retainWhileLoading: true
        sourceSize: Qt.size(Math.round(drawing.width), Math.round(drawing.height))
        source: drawing.sku === "" || drawing.width < 2 ? "" : "image://frames/" + drawing.sku + "/" + drawing.colour + "/"
                + drawing.span + "/" + drawing.label + "/" + Theme.hex(Theme.trayInk)
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Drawing of the frame, true to scale")
    }
}
