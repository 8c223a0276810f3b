pragma ComponentBehavior: Bound
import QtQuick
import Lunette
import Lunette.Models

// Typed words are a full equal of speech.
Sheet {
    id: sheet

    required property Visit visit

    title: qsTr("What would you like to say?")
    open: visit.sheet === "typing"
    onClosed: visit.closeSheet()
    onOpenChanged: {
        input.text = ""
        if (open)
            input.forceActiveFocus()
    }

    function send(): void {
        sheet.visit.say(input.text)
    }

    Column {
        width: parent.width
        spacing: Theme.gapMedium

        Row {
            width: parent.width
            spacing: Theme.gapSmall
            Rectangle {
                width: parent.width - sendButton.width - Theme.gapSmall
                height: sendButton.height
                radius: Theme.radius
                color: Theme.surface
                border.width: Theme.line * 2
                border.color: Theme.accent
                Flickable {
                    id: view
                    anchors.fill: parent
                    anchors.margins: Theme.gapSmall
                    clip: true
                    interactive: false
                    contentWidth: input.width
                    contentX: Math.max(0, input.cursorRectangle.x + Theme.gapSmall - width)
                    TextInput {
                        id: input
                        objectName: "typedText"
                        width: Math.max(view.width, contentWidth + Theme.gapSmall)
                        height: view.height
                        verticalAlignment: TextInput.AlignVCenter
                        color: Theme.ink
                        font.family: Theme.sans
                        font.pixelSize: Theme.title
                        maximumLength: 400
                        onAccepted: sheet.send()
                        Accessible.name: sheet.title
                    }
                }
            }
            TextButton {
                id: sendButton
                filled: true
                icon: "send"
                text: qsTr("Say it")
                implicitHeight: 11 * Theme.unit
                enabledForTouch: input.text.trim() !== ""
                onActivated: sheet.send()
            }
        }
        OnScreenKeyboard {
            width: parent.width
            onTyped: text => input.insert(input.cursorPosition, text)
            onErased: {
                if (input.cursorPosition > 0)
                    input.remove(input.cursorPosition - 1, input.cursorPosition)
            }
        }
    }
}
