"""The versioned messages that a kiosk and a companion exchange over one ordered data channel.

Every message is one JSON object with `v` (protocol version) and `type`. Times named `*_media` are seconds of the
consultant's media clock (the companion's downlink: sound sample 0 is 0.0); times named `*_uplink` are seconds of the
shopper's voice as sent (uplink sound sample 0 is 0.0). Lengths on a face are millimetres with a 95 % interval.
"""

from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.domain.consultants import DEFAULT_CONSULTANT
from app.errors import ProtocolError, ProtocolVersionError

PROTOCOL_VERSION: Literal[1] = 1
MAX_MESSAGE_BYTES = 64 * 1024
MAX_TEXT = 2000

Sku = Annotated[str, Field(min_length=1, max_length=40)]
Text = Annotated[str, Field(max_length=MAX_TEXT)]


class Wire(BaseModel):
    """Base of everything on the wire: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(Wire):
    """Base of every data-channel message."""

    v: Literal[1] = PROTOCOL_VERSION


class ConsultantState(StrEnum):
    """`attentive` waits for the shopper, `listening` hears them; `interrupted` speaks lower while they begin to."""

    IDLE = "idle"
    ATTENTIVE = "attentive"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    INTERRUPTED = "interrupted"
    FAREWELL = "farewell"


class Interval(Wire):
    """A length in millimetres with its 95 % interval."""

    value: float = Field(gt=0, lt=400)
    low: float = Field(gt=0, lt=400)
    high: float = Field(gt=0, lt=400)


class SharedMeasurements(Wire):
    """The numbers that the shopper agreed to share; what is not shared stays `None`.

    `shape` holds (name, probability) pairs, best first; `shape_chosen` is the shopper's own choice over the estimate.
    """

    pd: Interval | None = None
    face_width: Interval | None = None
    shape: tuple[tuple[str, float], ...] = ()
    shape_chosen: str | None = None


class TurnRecord(Wire):
    """One line of the visit's log: what was really said or done, `said` cut to what was really heard."""

    speaker: Literal["shopper", "consultant", "staff"]
    text: Text


class ResumePacket(Wire):
    """All that a companion needs to carry a visit on. The kiosk owns it; `memory` is opaque to the kiosk."""

    visit_id: Annotated[str, Field(min_length=8, max_length=64)]
    turns: tuple[TurnRecord, ...] = ()
    shortlist: tuple[Sku, ...] = ()
    shown: tuple[Sku, ...] = ()
    measurements: SharedMeasurements = SharedMeasurements()
    camera_allowed: bool = False
    memory: dict[str, object] = {}


# Kiosk -> companion


class Start(Message):
    """The shopper is there and sees the consultant: greet, or carry on when the packet holds turns."""

    type: Literal["start"] = "start"


class Say(Message):
    """Typed text; a full equal of speech. It interrupts."""

    type: Literal["say"] = "say"
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]


class TouchAction(StrEnum):
    OPEN_FRAME = "open_frame"
    SAVE_FRAME = "save_frame"
    UNSAVE_FRAME = "unsave_frame"
    COMPARE = "compare"
    TRY_ON = "try_on"
    CLOSE = "close"
    ASK_PERSON = "ask_person"
    CHOOSE_SHAPE = "choose_shape"


class Touch(Message):
    """A touch with meaning. It interrupts and becomes context. `value` names a shape for `choose_shape`."""

    type: Literal["touch"] = "touch"
    action: TouchAction
    skus: tuple[Sku, ...] = ()
    value: str | None = None


class Interrupt(Message):
    """The shopper touched the consultant to make them stop."""

    type: Literal["interrupt"] = "interrupt"


class Mute(Message):
    """The shopper switched their microphone off or on."""

    type: Literal["mute"] = "mute"
    muted: bool


class Measurements(Message):
    """Shared numbers, sent again whenever they change."""

    type: Literal["measurements"] = "measurements"
    measurements: SharedMeasurements


class ToolResult(Message):
    """What came of a tool call."""

    type: Literal["tool_result"] = "tool_result"
    call_id: str
    ok: bool
    detail: Text = ""


class Playout(Message):
    """How far the loudspeaker has got, sent about twice a second and after every flush."""

    type: Literal["playout"] = "playout"
    position_media: float = Field(ge=0)


class Place(Wire):
    """Where a face is: degrees right and down of the middle of the camera's picture, and metres away."""

    right_deg: float = Field(ge=-60, le=60)
    down_deg: float = Field(ge=-60, le=60)
    distance_m: float = Field(gt=0, le=5)


class ShopperPlace(Message):
    """Where the shopper stands, so that the consultant can look at them; without a `place` nobody is seen any more.

    Sent only with the shopper's consent to share numbers, when they moved, five times a second at most.
    """

    type: Literal["shopper_place"] = "shopper_place"
    place: Place | None = None


class Permission(Message):
    """Whether the camera may measure the shopper, sent when they change their mind in mid-visit."""

    type: Literal["permission"] = "permission"
    camera: bool


class Motion(Message):
    """How much the consultant may move: with `reduced` only mouth, lids and breath do."""

    type: Literal["motion"] = "motion"
    reduced: bool


# Companion -> kiosk


class Anchor(Message):
    """Ties each track's own time stamps (seconds since its first packet) to the media clock."""

    type: Literal["anchor"] = "anchor"
    audio_start_media: float
    video_start_media: float


class State(Message):
    """What the consultant is doing."""

    type: Literal["state"] = "state"
    state: ConsultantState


class Transcript(Message):
    """What the shopper is understood to say; replaced by the next one of the same turn until `final`."""

    type: Literal["transcript"] = "transcript"
    turn: int
    text: Text
    final: bool


class CaptionWord(Wire):
    text: Annotated[str, Field(max_length=80)]
    start_media: float
    end_media: float


class Caption(Message):
    """One clause of the consultant's speech with the time of each word; show a word when it is played."""

    type: Literal["caption"] = "caption"
    turn: int
    words: tuple[CaptionWord, ...]


class Flush(Message):
    """The consultant was stopped: drop sound and captions after `position_media` at once."""

    type: Literal["flush"] = "flush"
    position_media: float


class ToolName(StrEnum):
    SHOW_FRAMES = "show_frames"
    TRY_ON = "try_on"
    COMPARE = "compare"
    MEASURE = "measure"
    SAVE = "save"
    UNSAVE = "unsave"
    FORGET = "forget"
    CALL_ASSOCIATE = "call_associate"
    END_VISIT = "end_visit"


class FrameCard(Wire):
    """A recommended frame: `score` 0..1, reasons in plain words, the weightiest first."""

    sku: Sku
    score: float = Field(ge=0, le=1)
    reasons: tuple[Annotated[str, Field(max_length=200)], ...] = ()


class ToolCall(Message):
    """The consultant acts on the kiosk. `cards` for `show_frames`, `skus` for the others, `reason` for staff.

    `forget` takes the permission to measure back, and the numbers with it.

    With `at_media` the kiosk acts when the loudspeaker reaches that moment, at once otherwise. With `for_other` the
    frames are for somebody else than the speaker, so their fit is not to be judged by the speaker's face.
    """

    type: Literal["tool_call"] = "tool_call"
    call_id: str
    turn: int
    name: ToolName
    cards: tuple[FrameCard, ...] = ()
    skus: tuple[Sku, ...] = ()
    reason: Text = ""
    at_media: float | None = None
    for_other: bool = False


class TurnLatency(Wire):
    """Milliseconds from the last voiced sample to each step as the companion saw it; `None` where it did not occur."""

    end_of_turn: float | None = None
    transcript: float | None = None
    first_token: float | None = None


class TurnReport(Message):
    """One finished answer. With the two times the kiosk computes what happened at its own devices.

    `voiced_end_uplink` is the shopper's last voiced sample (`None` for text and touches), `answer_start_media`
    the first sample of the answer (`None` when nothing was said); `said` is cut to what was played.
    """

    type: Literal["turn_report"] = "turn_report"
    turn: int
    heard: Text
    said: Text
    tools: tuple[ToolName, ...] = ()
    interrupted: bool = False
    latency_ms: TurnLatency = TurnLatency()
    voiced_end_uplink: float | None = None
    answer_start_media: float | None = None


class Memory(Message):
    """What the consultant remembers, for the resume packet. Opaque to the kiosk; `for_other` as in `ToolCall`."""

    type: Literal["memory"] = "memory"
    memory: dict[str, object]
    for_other: bool | None = None


class Trouble(Message):
    """Something failed that the shopper should know of. `message` is a sentence for the screen."""

    type: Literal["trouble"] = "trouble"
    code: Annotated[str, Field(max_length=60)]
    message: Text


KioskMessage = Annotated[
    Start | Say | Touch | Interrupt | Mute | Measurements | ToolResult | Playout | ShopperPlace | Permission | Motion,
    Field(discriminator="type"),
]
CompanionMessage = Annotated[
    Anchor | State | Transcript | Caption | Flush | ToolCall | TurnReport | Memory | Trouble,
    Field(discriminator="type"),
]

MessageT = TypeVar("MessageT")

_KIOSK: TypeAdapter[KioskMessage] = TypeAdapter(KioskMessage)
_COMPANION: TypeAdapter[CompanionMessage] = TypeAdapter(CompanionMessage)


def parse_kiosk_message(data: str | bytes) -> KioskMessage:
    """Read a message from a kiosk; raises `ProtocolError`, or `ProtocolVersionError` for a version we do not speak."""
    return _parse(_KIOSK, data)


def parse_companion_message(data: str | bytes) -> CompanionMessage:
    """Read a message from a companion; raises as `parse_kiosk_message`."""
    return _parse(_COMPANION, data)


def _parse(adapter: TypeAdapter[MessageT], data: str | bytes) -> MessageT:
    if len(data) > MAX_MESSAGE_BYTES:
        raise ProtocolError(f"message of {len(data)} bytes refused: the limit is {MAX_MESSAGE_BYTES}")
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        if any(problem["loc"][-1:] == ("v",) for problem in problems):
            raise ProtocolVersionError(
                f"the peer speaks another protocol version; this program speaks {PROTOCOL_VERSION}"
            ) from None
        first = problems[0]
        where = ".".join(str(part) for part in first["loc"]) or "message"
        raise ProtocolError(f"malformed message: {where}: {first['msg']}") from None


# Signalling bodies


class SessionRequest(Wire):
    """Body of `POST /v1/avatar-chat/sessions`."""

    protocol: int
    sdp: Annotated[str, Field(max_length=64 * 1024)]
    consultant: Annotated[str, Field(max_length=64)] = DEFAULT_CONSULTANT
    resume: ResumePacket


class SessionAnswer(Wire):
    """Body of its 201 answer."""

    protocol: int = PROTOCOL_VERSION
    session_id: str
    sdp: str


class Problem(Wire):
    """Body of every refusal: a stable code and a sentence."""

    code: str
    message: str
