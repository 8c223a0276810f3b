pragma ComponentBehavior: Bound
import QtQuick
import QtMultimedia
import Lunette.Models

// A live picture that fills its panel; `focus` is the height in the picture that stays in the middle, 0 to 1.
Item {
    id: panel

    required property VideoFeed feed
    property real centre: 0.5
    property bool mirrored: false
    readonly property real scaledHeight: Math.max(height, width / Math.max(0.1, feed.aspect))

    clip: true

    VideoOutput {
        id: output
        width: panel.width
        height: panel.scaledHeight
        y: -Math.max(0, Math.min(panel.scaledHeight - panel.height, panel.scaledHeight * panel.centre - panel.height / 2))
        fillMode: VideoOutput.PreserveAspectCrop
        visible: panel.feed.live
        transform: Scale {
            origin.x: output.width / 2
            xScale: panel.mirrored ? -1 : 1
        }
    }
    Component.onCompleted: feed.attach(output.videoSink)
    Component.onDestruction: feed.detach(output.videoSink)
}
