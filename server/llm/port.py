"""The language port: what the conversation asks of whatever does the talking.

An implementation holds no state of a visit. Everything it may know arrives in the `Context`, everything it wants to
know next time leaves in a `Remember`, so a run can be started speculatively and thrown away without a trace.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from app.protocol.messages import FrameCard, SharedMeasurements, ToolName, TouchAction, TurnRecord

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Greeting:
    """The shopper stands there and sees the consultant; with turns in the context the visit is carried on."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the shopper said or typed, as transcribed."""

    text: str


@dataclass(frozen=True, slots=True)
class TouchEvent:
    """The shopper touched something with meaning; `value` names a shape for `choose_shape`."""

    action: TouchAction
    skus: tuple[str, ...] = ()
    value: str | None = None


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """The kiosk answered a tool call; `detail` says why it failed when `ok` is false."""

    name: ToolName
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MeasurementsArrived:
    """New shared numbers stand in the context."""


Event = Greeting | Utterance | TouchEvent | ToolOutcome | MeasurementsArrived


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of what is to be spoken, never cut inside a word; pieces are joined without adding anything."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolUse:
    """An act on the kiosk.

    With `anchor_word` it takes effect when that word (compared without case and punctuation) is first spoken in the
    text that follows; without one, when the text yielded before it has been spoken, at once if there was none.
    With `for_other` the frames are for somebody whose face is not the speaker's.
    """

    name: ToolName
    cards: tuple[FrameCard, ...] = ()
    skus: tuple[str, ...] = ()
    reason: str = ""
    anchor_word: str | None = None
    for_other: bool = False


@dataclass(frozen=True, slots=True)
class Remember:
    """The whole new memory, JSON-like and replacing the old one; at most one a reply, the last item.

    `for_other`: whether the frames are for somebody else than the speaker; `None` where that is not known.
    """

    memory: Mapping[str, object]
    for_other: bool | None = None


Reply = TextDelta | ToolUse | Remember


@dataclass(frozen=True, slots=True)
class Context:
    """All that is known of the visit when an event is answered.

    `turns` excludes the event itself and holds only what was really heard; `shown` are the cards on the screen in
    order, `shortlist` the saved frames, `focus` the frames last opened, tried on or compared, newest first. `name` is
    the consultant's own first name; empty where it has none.
    """

    turns: tuple[TurnRecord, ...] = ()
    measurements: SharedMeasurements = field(default_factory=SharedMeasurements)
    camera_allowed: bool = False
    shown: tuple[str, ...] = ()
    shortlist: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    memory: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    name: str = ""


class LanguageModel(Protocol):
    """Answers an event in the light of its context.

    `respond` yields replies as they come, the first clause early, and is closed by the caller to stop it. An empty
    stream is a valid answer: nothing needs to be said. Raises `ServiceError` and its kinds when a hosted model fails;
    the built-in consultant raises nothing.
    """

    def respond(self, event: Event, context: Context) -> AsyncIterator[Reply]: ...

    async def aclose(self) -> None: ...
