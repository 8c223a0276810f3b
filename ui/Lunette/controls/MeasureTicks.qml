pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// How far a measurement has got: a row of ticks like those of a rule, lit one by one.
Row {
    id: gauge

    property real value: 0
    property int ticks: 24

    spacing: (width - ticks * tickWidth) / (ticks - 1)
    readonly property real tickWidth: Math.max(2, 0.5 * Theme.unit)
    height: 2.4 * Theme.unit
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("%1 percent measured").arg(Math.round(value * 100))

    Repeater {
        model: gauge.ticks
        Rectangle {
            required property int index
            anchors.bottom: parent.bottom
            width: gauge.tickWidth
            height: index % 6 === 0 || index === gauge.ticks - 1 ? gauge.height : gauge.height * 0.62
            color: index < gauge.value * gauge.ticks ? Theme.accent : Theme.hairline
        }
    }
}
