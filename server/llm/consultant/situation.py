"""Everything an answer may draw on, gathered once for each event."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers, Length
from app.domain.frame import Frame
from app.protocol.messages import Interval, SharedMeasurements
from server.llm.consultant.intents import Intent
from server.llm.consultant.meaning import Heard
from server.llm.consultant.memory import Memory
from server.llm.consultant.references import References
from server.llm.consultant.topics import Topic
from server.llm.consultant.wishes import Wishes
from server.llm.port import Context, ToolUse

TOLD_PD_MARGIN_MM = 2.0
PLAUSIBLE, NOT_ABSURD = 0.04, 0.003

_OF_THEM = re.compile(r"\bwhich (?:one )?of (?:them|these|those)\b")


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say and do, and what to remember. The text comes after the tools whose anchor words stand in it."""

    text: str
    memory: Memory
    tools: tuple[ToolUse, ...] = ()

    def saying(self, text: str) -> "Answer":
        """The same with other words, which are also those to repeat."""
        return replace(self, text=text, memory=replace(self.memory, said=text))


@dataclass(frozen=True, slots=True)
class Situation:
    """One event in its context; `line` is the plain text of an utterance and empty for other events.

    `heard` is what the line means as a whole, where that is known.
    """

    catalogue: Catalogue
    context: Context
    memory: Memory
    face: FaceNumbers
    line: str = ""
    intents: tuple[Intent, ...] = ()
    wishes: Wishes = field(default_factory=lambda: Wishes({}))
    references: References = field(default_factory=References)
    heard: Heard | None = None

    @property
    def odds(self) -> Mapping[str, float]:
        """The probabilities of what the whole line means, by label; empty when nothing is known of that."""
        return self.heard.odds if self.heard else {}

    @property
    def turn(self) -> int:
        return self.memory.turn

    @property
    def cards(self) -> tuple[Frame, ...]:
        """The frames on the screen, in order."""
        return self.frames(self.context.shown)

    @property
    def pointed(self) -> tuple[Frame, ...]:
        return self.frames(self.references.skus)

    @property
    def topic(self) -> tuple[Frame, ...]:
        return self.frames(self.memory.topic)

    @property
    def several(self) -> tuple[Frame, ...]:
        """Frames spoken of together, else the last two spoken of singly while at most one card is shown."""
        if len(self.topic) > 1:
            return self.topic
        recent = self.frames(self.memory.recent[:2]) if len(self.cards) < 2 else ()
        return recent if len(recent) > 1 else ()

    def plausible(self, topic: Topic) -> bool:
        """Whether the whole line may well mean a topic that one of its words stands for."""
        return self.odds.get(topic.label, 1.0) >= PLAUSIBLE

    def frames(self, skus: tuple[str, ...]) -> tuple[Frame, ...]:
        found = (self.catalogue.get(sku) for sku in skus)
        return tuple(frame for frame in found if frame is not None)

    def meant(self) -> tuple[Frame, ...]:
        """The frames an unspecific question is about: pointed at, else spoken of last, else those on the screen."""
        if self.pointed:
            return self.pointed
        several = len(self.topic) != 1 or _OF_THEM.search(self.line)
        if self.references.pronoun == "them" and several and self.cards:
            return self.cards
        return self.topic or self.cards

    def context_focus(self) -> tuple[Frame, ...]:
        return self.frames(self.context.focus)

    def say(self, text: str, *tools: ToolUse, **changes: object) -> Answer:
        """An answer that closes the open question unless `changes` opens a new one."""
        fresh: dict[str, object] = {
            "turn": self.turn + 1,
            "pending": "",
            "pending_skus": (),
            "said": text,
            "lost": 0,
            "deed": "",
        }
        topic = changes.get("topic")
        if isinstance(topic, tuple) and 0 < len(topic) <= 2:
            fresh["recent"] = tuple(dict.fromkeys((*topic, *self.memory.recent)))[:4]
        memory = replace(self.memory, **(fresh | changes))  # type: ignore[arg-type]
        return Answer(text, memory, tools)


def face_numbers(shared: SharedMeasurements, memory: Memory) -> FaceNumbers:
    """Shared measurements, completed by what the shopper told; nothing when somebody else is to wear the glasses."""
    if memory.wearer:
        return FaceNumbers()
    pd = _length(shared.pd)
    if pd is None and memory.told_pd_mm:
        told = memory.told_pd_mm
        pd = Length(told, told - TOLD_PD_MARGIN_MM, told + TOLD_PD_MARGIN_MM)
    return FaceNumbers(pd, _length(shared.face_width), shared.shape, shared.shape_chosen or memory.told_shape)


def _length(interval: Interval | None) -> Length | None:
    if interval is None:
        return None
    return Length(interval.value, min(interval.low, interval.value), max(interval.high, interval.value))
