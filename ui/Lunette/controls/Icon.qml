pragma ComponentBehavior: Bound
import QtQuick
import Lunette

Image {
    property string name: ""
    property color tone: Theme.ink
    property real size: 4 * Theme.unit

    width: size
    height: size
    sourceSize: Qt.size(Math.round(size), Math.round(size))
    source: name === "" ? "" : "image://icons/" + name + "/" + Theme.hex(tone)
}
