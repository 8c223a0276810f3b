pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// Large keys for typing with a finger.
Column {
    id: keyboard

    property bool shifted: false
    property bool wide: Theme.landscape
    readonly property var rows: [
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
        ["q", "w", "e", "r", "t", "y", "u", "i", "o", "p"],
        ["a", "s", "d", "f", "g", "h", "j", "k", "l", "'"],
        ["z", "x", "c", "v", "b", "n", "m", ",", ".", "?"]
    ]
    readonly property real cell: (width - 9 * spacing) / 10
    readonly property real keyHeight: Math.max(Theme.touch, 9 * Theme.unit)
    signal typed(string text)
    signal erased

    spacing: Theme.gapTiny

    Repeater {
        model: keyboard.rows
        Row {
            id: line
            required property var modelData
            spacing: keyboard.spacing
            Repeater {
                model: line.modelData
                Key {
                    required property string modelData
                    width: keyboard.cell
                    height: keyboard.keyHeight
                    text: keyboard.shifted ? modelData.toUpperCase() : modelData
                    onActivated: {
                        keyboard.typed(text)
                        keyboard.shifted = false
                    }
                }
            }
        }
    }
    Row {
        spacing: keyboard.spacing
        Key {
            width: keyboard.cell * 2 + keyboard.spacing
            height: keyboard.keyHeight
            icon: "shift"
            says: qsTr("Capital letter")
            lit: keyboard.shifted
            onActivated: keyboard.shifted = !keyboard.shifted
        }
        Key {
            width: keyboard.cell * 6 + keyboard.spacing * 5
            height: keyboard.keyHeight
            text: qsTr("space")
            onActivated: keyboard.typed(" ")
        }
        Key {
            width: keyboard.cell * 2 + keyboard.spacing
            height: keyboard.keyHeight
            icon: "backspace"
            says: qsTr("Delete the last letter")
            onActivated: keyboard.erased()
        }
    }
}
