"""The only crossing from other threads to the GUI thread."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.measurement import FaceMeasurement
from app.protocol.messages import CaptionWord, ConsultantState, Memory, ToolCall
from media.face.measuring import MeasuringState
from media.face.observation import FaceObservation
from media.kiosk_observer import ConnectionState, DeviceStatus, KioskObserver, TurnSummary
from media.webrtc.frames import I420Frame


class Bridge(QObject):
    """`post` may be called on any thread; the call happens on the GUI thread, in order."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        self._posted.emit(call)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()


class MediaEvents:
    """A `KioskObserver` for the media loop that tells `listener` everything on the GUI thread.

    Pictures do not cross as events: `on_picture` and `on_preview` are called on the media loop and hand them to a
    mailbox that keeps the newest. The sound level is not shown and stays behind.
    """

    def __init__(
        self,
        bridge: Bridge,
        listener: KioskObserver,
        *,
        on_picture: Callable[[], None],
        on_preview: Callable[[], None],
    ) -> None:
        self._post = bridge.post
        self._listener = listener
        self._on_picture = on_picture
        self._on_preview = on_preview

    def connection_changed(self, state: ConnectionState) -> None:
        self._post(partial(self._listener.connection_changed, state))

    def consultant_changed(self, state: ConsultantState) -> None:
        self._post(partial(self._listener.consultant_changed, state))

    def transcript(self, turn: int, text: str, *, final: bool) -> None:
        self._post(partial(self._listener.transcript, turn, text, final=final))

    def words_spoken(self, turn: int, words: tuple[CaptionWord, ...]) -> None:
        self._post(partial(self._listener.words_spoken, turn, words))

    def speech_stopped(self) -> None:
        self._post(self._listener.speech_stopped)

    def tool_called(self, call: ToolCall) -> None:
        self._post(partial(self._listener.tool_called, call))

    def picture_available(self) -> None:
        self._on_picture()

    def preview_available(self) -> None:
        self._on_preview()

    def microphone_level(self, level: float) -> None:
        del level

    def face_changed(self, observation: FaceObservation, state: MeasuringState) -> None:
        self._post(partial(self._listener.face_changed, observation, state))

    def measured(self, measurement: FaceMeasurement) -> None:
        self._post(partial(self._listener.measured, measurement))

    def motion(self) -> None:
        self._post(self._listener.motion)

    def device_changed(self, status: DeviceStatus) -> None:
        self._post(partial(self._listener.device_changed, status))

    def trouble(self, code: str, sentence: str) -> None:
        self._post(partial(self._listener.trouble, code, sentence))

    def turn_finished(self, summary: TurnSummary) -> None:
        self._post(partial(self._listener.turn_finished, summary))

    def remembered(self, memory: Memory) -> None:
        self._post(partial(self._listener.remembered, memory))

    def recording_ended(self) -> None:
        self._post(self._listener.recording_ended)


def hand_over(take: Callable[[], I420Frame | None], offer: Callable[[I420Frame], None]) -> None:
    """Move the newest picture from one mailbox to the next, if there is one."""
    picture = take()
    if picture is not None:
        offer(picture)
