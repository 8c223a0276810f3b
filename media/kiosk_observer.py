"""What the media side tells the rest of the kiosk during a visit."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.domain.measurement import FaceMeasurement
from app.errors import DeviceBusyError, DeviceError, DeviceLostError
from app.protocol.messages import CaptionWord, ConsultantState, Memory, ToolCall, TurnReport
from media.devices.port import DeviceKind
from media.face.measuring import MeasuringState
from media.face.observation import FaceObservation


class ConnectionState(StrEnum):
    """`reconnecting` after a loss; `offline` while no companion can be had (attempts go on)."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    OFFLINE = "offline"
    CLOSED = "closed"


class DeviceState(StrEnum):
    OFF = "off"
    WORKING = "working"
    MISSING = "missing"
    BUSY = "busy"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """How a device is; `sentence` for people where something is wrong, empty otherwise."""

    kind: DeviceKind
    state: DeviceState
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds from the shopper's last voiced sample; `None` where a step did not occur or cannot be known.

    The first three as the companion reports them; `first_audio` until the answer's first sample left the
    loudspeaker, `first_frame` until the first picture of it was handed to the screen.
    """

    end_of_turn: float | None = None
    transcript: float | None = None
    first_token: float | None = None
    first_audio: float | None = None
    first_frame: float | None = None


@dataclass(frozen=True, slots=True)
class TurnSummary:
    """One finished answer. The two moments are monotonic time; `report` is the companion's own account."""

    report: TurnReport
    latency: Latencies
    voiced_end_at: float | None = None
    answer_start_at: float | None = None


class KioskObserver(Protocol):
    """Called on the media loop; every call must return at once."""

    def connection_changed(self, state: ConnectionState) -> None: ...

    def consultant_changed(self, state: ConsultantState) -> None: ...

    def transcript(self, turn: int, text: str, *, final: bool) -> None: ...

    def words_spoken(self, turn: int, words: tuple[CaptionWord, ...]) -> None:
        """Words of the consultant, at the moment they sound."""
        ...

    def speech_stopped(self) -> None:
        """The consultant was interrupted; words not spoken yet will not come."""
        ...

    def tool_called(self, call: ToolCall) -> None:
        """Act now. Answer with `KioskSession.tool_result`."""
        ...

    def picture_available(self) -> None:
        """A new picture waits in `KioskSession.pictures`."""
        ...

    def preview_available(self) -> None:
        """A new picture of the shopper waits in `KioskSession.previews`."""
        ...

    def microphone_level(self, level: float) -> None:
        """0..1, ten times a second."""
        ...

    def face_changed(self, observation: FaceObservation, state: MeasuringState) -> None:
        """A picture of the shopper was looked at; only after consent."""
        ...

    def measured(self, measurement: FaceMeasurement) -> None:
        """The face is measured; once until measuring is started again."""
        ...

    def motion(self) -> None:
        """Something moves in front of the kiosk; nothing else is known."""
        ...

    def device_changed(self, status: DeviceStatus) -> None: ...

    def trouble(self, code: str, sentence: str) -> None: ...

    def turn_finished(self, summary: TurnSummary) -> None: ...

    def remembered(self, memory: Memory) -> None: ...

    def recording_ended(self) -> None:
        """The replayed microphone recording is over."""
        ...


def device_status(kind: DeviceKind, error: DeviceError | None) -> DeviceStatus:
    """A device's trouble, or its end, as a status."""
    match error:
        case None:
            return DeviceStatus(kind, DeviceState.WORKING)
        case DeviceBusyError():
            return DeviceStatus(kind, DeviceState.BUSY, str(error))
        case DeviceLostError():
            return DeviceStatus(kind, DeviceState.LOST, str(error))
    return DeviceStatus(kind, DeviceState.MISSING, str(error))
