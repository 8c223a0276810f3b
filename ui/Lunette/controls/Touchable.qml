pragma ComponentBehavior: Bound
import QtQuick
import Lunette

// Anything that answers a finger; at least Theme.touch high and wide.
Item {
    id: control

    property string says: ""
    property bool enabledForTouch: true
    readonly property bool touchTarget: true
    readonly property bool pressed: tap.pressed
    signal activated

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    activeFocusOnTab: true
    opacity: enabledForTouch ? 1 : 0.55
    Accessible.role: Accessible.Button
    Accessible.name: says
    Accessible.onPressAction: control.press()
    Keys.onReturnPressed: control.press()
    Keys.onSpacePressed: control.press()

    function press(): void {
        if (control.enabledForTouch)
            control.activated()
    }

    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        onTapped: control.press()
    }

    Rectangle {
        visible: control.activeFocus
        anchors.fill: parent
        anchors.margins: -Theme.gapTiny / 2
        color: "transparent"
        radius: Theme.radius
        border.width: Theme.line * 2
        border.color: Theme.accent
        z: 10
    }
}
