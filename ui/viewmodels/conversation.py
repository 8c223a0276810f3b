"""What is said and by which means: captions, the shopper's own words, microphone, camera and trouble."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtQml import QmlElement

from app.protocol.messages import ConsultantState
from ui.viewmodels.qt_property import Property

QML_IMPORT_NAME = "Lunette.Models"
QML_IMPORT_MAJOR_VERSION = 1

_MAX_CAPTION = 1200


class DeviceState(StrEnum):
    """`OFF` by the shopper's choice; the others by what the device does."""

    ON = "on"
    OFF = "off"
    MISSING = "missing"
    BUSY = "busy"
    LOST = "lost"


@QmlElement
class Conversation(QObject):
    """Captions grow word by word as they are played; a new turn starts a new caption."""

    stateChanged = Signal()
    captionChanged = Signal()
    heardChanged = Signal()
    microphoneChanged = Signal()
    cameraChanged = Signal()
    connectionChanged = Signal()
    troubleChanged = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state = ConsultantState.IDLE
        self._turn = -1
        self._caption = ""
        self._heard = ""
        self._heard_final = True
        self._microphone = DeviceState.OFF
        self._camera = DeviceState.OFF
        self._connected = False
        self._trouble = ""
        self._advice = ""

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        return self._state.value

    @Property(str, notify=captionChanged)
    def caption(self) -> str:
        return self._caption

    @Property(str, notify=heardChanged)
    def heard(self) -> str:
        return self._heard

    @Property(bool, notify=heardChanged)
    def heardFinal(self) -> bool:
        return self._heard_final

    @Property(str, notify=microphoneChanged)
    def microphone(self) -> str:
        return self._microphone.value

    @Property(str, notify=cameraChanged)
    def camera(self) -> str:
        return self._camera.value

    @Property(bool, notify=connectionChanged)
    def connected(self) -> bool:
        return self._connected

    @Property(str, notify=troubleChanged)
    def trouble(self) -> str:
        return self._trouble

    @Property(str, notify=troubleChanged)
    def advice(self) -> str:
        return self._advice

    def set_state(self, state: ConsultantState) -> None:
        if state is not self._state:
            self._state = state
            self.stateChanged.emit()

    def caption_word(self, turn: int, word: str) -> None:
        """Show one more word of the consultant's; the first word of another turn replaces what stood there."""
        if turn != self._turn:
            self._turn, self._caption = turn, ""
        self._caption = f"{self._caption} {word}".strip()[-_MAX_CAPTION:]
        self.captionChanged.emit()

    def set_heard(self, text: str, *, final: bool) -> None:
        """Show what the shopper is understood to say."""
        self._heard, self._heard_final = text, final
        self.heardChanged.emit()

    def set_microphone(self, state: DeviceState) -> None:
        if state is not self._microphone:
            self._microphone = state
            self.microphoneChanged.emit()

    def set_camera(self, state: DeviceState) -> None:
        if state is not self._camera:
            self._camera = state
            self.cameraChanged.emit()

    def set_connected(self, *, connected: bool) -> None:
        if connected is not self._connected:
            self._connected = connected
            self.connectionChanged.emit()

    def set_trouble(self, sentence: str, advice: str = "") -> None:
        """Show what happened and what to do; empty takes it away."""
        if (sentence, advice) != (self._trouble, self._advice):
            self._trouble, self._advice = sentence, advice
            self.troubleChanged.emit()

    def forget(self) -> None:
        """Empty everything that was said."""
        self._turn, self._caption = -1, ""
        self.captionChanged.emit()
        self.set_heard("", final=True)
        self.set_state(ConsultantState.IDLE)
        self.set_trouble("")
