pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// The consultant above, captions under the face, then the choices and what can be done.
Item {
    id: screen

    required property Visit visit
    readonly property Conversation talk: visit.conversation
    readonly property real side: Theme.landscape ? Math.round(width * 0.5) : width

    Rectangle {
        id: stage
        width: screen.side
        height: Theme.landscape ? parent.height - words.height : Math.round(screen.height * 0.45)
        color: Theme.tint

        VideoPanel {
            anchors.fill: parent
            feed: screen.visit.consultant
            centre: 0.39
        }
        Column {
            anchors.centerIn: parent
            visible: !screen.visit.consultant.live
            spacing: Theme.gapSmall
            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: "person"
                size: 14 * Theme.unit
                tone: Theme.inkSoft
            }
            Label {
                visible: screen.talk.trouble === ""
                text: qsTr("%1 is on the way").arg(screen.visit.consultantName)
                color: Theme.inkSoft
            }
        }
        Touchable {
            anchors.fill: parent
            activeFocusOnTab: false
            says: qsTr("Stop %1").arg(screen.visit.consultantName)
            onActivated: screen.visit.interrupt()
        }
        Row {
            x: Theme.gapMedium
            y: Theme.gapMedium
            spacing: Theme.gapTiny * 1.5
            StatusPill {
                icon: screen.talk.microphone === "on" ? "microphone" : "microphone-off"
                alarm: screen.talk.microphone !== "on" && screen.talk.microphone !== "off"
                text: screen.talk.microphone === "on" ? qsTr("Microphone on") : screen.talk.microphone === "off" ? qsTr("Microphone off")
                    : screen.talk.microphone === "busy" ? qsTr("Microphone in use") : qsTr("No microphone")
            }
            StatusPill {
                icon: screen.talk.camera === "on" ? "camera" : "camera-off"
                alarm: screen.talk.camera !== "on" && screen.talk.camera !== "off"
                text: screen.talk.camera === "on" ? qsTr("Camera on") : screen.talk.camera === "off" ? qsTr("Camera off")
                    : screen.talk.camera === "busy" ? qsTr("Camera in use") : qsTr("No camera")
            }
        }
        StatusPill {
            anchors.right: parent.right
            anchors.rightMargin: Theme.gapMedium
            y: Theme.gapMedium
            icon: "info"
            text: qsTr("%1, AI consultant").arg(screen.visit.consultantName)
        }
        TroubleBar {
            x: Theme.gapMedium
            y: Theme.gapMedium * 2 + 5.6 * Theme.unit
            width: parent.width - 2 * Theme.gapMedium
            text: screen.talk.trouble
            advice: screen.talk.advice
            gentle: !screen.talk.connected
        }
        StatusPill {
            x: Theme.gapMedium
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.gapMedium
            visible: screen.visit.consultant.live
            icon: screen.talk.state === "speaking" ? "speaking" : screen.talk.state === "thinking" ? "thinking" : "listening"
            text: screen.talk.state === "speaking" ? qsTr("Speaking. Touch to stop")
                : screen.talk.state === "thinking" ? qsTr("Thinking") : qsTr("Listening to you")
        }
        MeasuringPanel {
            anchors.right: parent.right
            anchors.rightMargin: Theme.gapMedium
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.gapMedium
            visit: screen.visit
        }
    }
    Item {
        id: words
        anchors.top: stage.bottom
        width: screen.side
        height: caption.height + heard.height + Theme.gapMedium + Theme.gapTiny * 2

        CaptionBar {
            id: caption
            x: Theme.margin
            y: Theme.gapMedium * 0.8
            width: parent.width - 2 * Theme.margin
            height: implicitHeight
            text: screen.talk.caption
        }
        Row {
            id: heard
            anchors.top: caption.bottom
            anchors.topMargin: Theme.gapTiny
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            height: 4.6 * Theme.unit
            spacing: Theme.gapTiny
            visible: heardWords.text !== ""
            Label {
                id: you
                text: qsTr("You:")
                strong: true
                color: Theme.accent
            }
            Item {
                width: parent.width - you.width - parent.spacing
                height: parent.height
                clip: true
                readonly property bool clipsOnPurpose: true
                Label {
                    id: heardWords
                    readonly property bool tooLong: implicitWidth > parent.width
                    x: tooLong ? parent.width - width : 0
                    text: screen.talk.heard === "" ? "" : screen.talk.heardFinal ? screen.talk.heard : screen.talk.heard + " …"
                    color: Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
            }
        }
    }

    Item {
        id: choices
        x: Theme.landscape ? screen.side : 0
        anchors.top: Theme.landscape ? parent.top : words.bottom
        anchors.bottom: controls.top
        width: Theme.landscape ? parent.width - screen.side : parent.width

        Item {
            id: heading
            x: Theme.margin
            width: parent.width - 2 * Theme.margin
            y: Theme.landscape ? Theme.gapMedium : Math.max(0, (parent.height - height - row.height - Theme.gapTiny) / 2)
            height: Theme.touch
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - compare.width - Theme.gapSmall
                text: screen.visit.cards.count === 0 ? qsTr("What are you looking for?") : qsTr("Chosen for you")
                serif: true
                strong: true
                font.pixelSize: Theme.title
            }
            TextButton {
                id: compare
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                implicitHeight: Theme.touch
                visible: screen.visit.cards.count > 1
                icon: "compare"
                size: Theme.small
                text: qsTr("Compare")
                onActivated: screen.visit.compareCards()
            }
        }
        Item {
            id: row
            anchors.top: heading.bottom
            anchors.topMargin: Theme.gapTiny
            width: parent.width
            height: Theme.landscape ? parent.height - y : 57 * Theme.unit

            Flow {
                visible: screen.visit.cards.count === 0
                x: Theme.margin
                y: Theme.gapSmall
                width: parent.width - 2 * Theme.margin
                spacing: Theme.gapSmall
                Repeater {
                    model: [qsTr("Show me glasses for work"), qsTr("Something under 150 dollars"), qsTr("Something light"),
                        qsTr("Round frames, please"), qsTr("I wear progressives"), qsTr("What do you suggest?")]
                    TextButton {
                        required property string modelData
                        text: modelData
                        onActivated: screen.visit.say(modelData)
                    }
                }
            }
            ListView {
                id: list
                readonly property bool peeks: true
                visible: count > 0
                anchors.fill: parent
                orientation: ListView.Horizontal
                leftMargin: Theme.margin
                rightMargin: Theme.margin
                spacing: Theme.gapSmall
                boundsBehavior: Flickable.StopAtBounds
                model: screen.visit.cards
                add: Transition {
                    NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.calm; easing.type: Easing.OutCubic }
                }
                displaced: Transition {
                    NumberAnimation { property: "x"; duration: Theme.reducedMotion ? 0 : Theme.calm; easing.type: Easing.OutCubic }
                    NumberAnimation { property: "opacity"; to: 1; duration: Theme.quick }
                }
                delegate: FrameCard {
                    required property string name
                    width: (Theme.landscape ? 40 : 34) * Theme.unit
                    height: Math.min(list.height - Theme.gapSmall, (Theme.landscape ? 60 : 55) * Theme.unit)
                    frameName: name
                    onActivated: screen.visit.openFrame(sku)
                    onSaveToggled: screen.visit.toggleSaved(sku)
                }
            }
        }
    }
    BottomBar {
        id: controls
        visit: screen.visit
        x: choices.x + Theme.margin
        width: choices.width - 2 * Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gapMedium
    }
}
