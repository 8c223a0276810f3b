"""What is known of the visit, as the language port wants it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from app.protocol.messages import (
    ResumePacket,
    SharedMeasurements,
    ToolCall,
    ToolName,
    Touch,
    TouchAction,
    TurnRecord,
)
from server.llm.port import Context

MOST_TURNS = 80
MOST_FOCUS = 6
LONGEST = 2000

_LANGUAGE, _FOCUS = "language", "focus"


class History:
    """Starts from a resume packet, follows what is heard, said, shown and touched, and gives `memory` for the next."""

    def __init__(self, resume: ResumePacket, name: str = "") -> None:
        """`name` is the consultant's."""
        self._name = name
        self._turns = list(resume.turns)[-MOST_TURNS:]
        self._measurements = resume.measurements
        self._camera_allowed = resume.camera_allowed
        self._shown = resume.shown
        self.for_other: bool | None = None
        self._shortlist = resume.shortlist
        remembered = resume.memory.get(_LANGUAGE)
        self._language: Mapping[str, object] = dict(remembered) if isinstance(remembered, dict) else {}
        focus = resume.memory.get(_FOCUS)
        self._focus = tuple(str(sku) for sku in focus)[:MOST_FOCUS] if isinstance(focus, list | tuple) else ()

    @property
    def unanswered(self) -> str | None:
        """What the shopper said last, when nobody has answered it yet."""
        if self._turns and self._turns[-1].speaker == "shopper" and self._turns[-1].text:
            return self._turns[-1].text
        return None

    def context(self, *, without_last: bool = False) -> Context:
        """A snapshot; `without_last` leaves out the turn that is about to be answered."""
        return Context(
            turns=tuple(self._turns[:-1] if without_last else self._turns),
            measurements=self._measurements,
            camera_allowed=self._camera_allowed,
            shown=self._shown,
            shortlist=self._shortlist,
            focus=self._focus,
            memory=MappingProxyType(dict(self._language)),
            name=self._name,
        )

    def memory(self) -> dict[str, object]:
        """What a companion needs beside the packet's other fields to carry on."""
        return {_LANGUAGE: dict(self._language), _FOCUS: list(self._focus)}

    def heard(self, text: str) -> None:
        """The shopper said or typed this."""
        self._add("shopper", text)

    def unsay_shopper(self) -> None:
        """The last shopper turn is about to be replaced by a longer one."""
        if self._turns and self._turns[-1].speaker == "shopper":
            self._turns.pop()

    def said(self, text: str) -> None:
        """The consultant was heard to say this."""
        self._add("consultant", text)

    def remember(self, memory: Mapping[str, object], for_other: bool | None) -> None:
        """Replace the language model's memory."""
        self._language, self.for_other = dict(memory), for_other

    def permitted(self, *, camera: bool) -> None:
        """The shopper may be measured from now on, or no longer."""
        self._camera_allowed = camera

    def measured(self, measurements: SharedMeasurements) -> None:
        self._measurements = measurements

    def touched(self, touch: Touch) -> None:
        match touch.action:
            case TouchAction.SAVE_FRAME:
                self._save(touch.skus)
            case TouchAction.UNSAVE_FRAME:
                self._shortlist = tuple(sku for sku in self._shortlist if sku not in touch.skus)
            case TouchAction.OPEN_FRAME | TouchAction.TRY_ON | TouchAction.COMPARE:
                self._look(touch.skus)
            case TouchAction.CHOOSE_SHAPE:
                self._measurements = self._measurements.model_copy(update={"shape_chosen": touch.value})
            case TouchAction.CLOSE | TouchAction.ASK_PERSON:
                pass

    def acted(self, calls: Iterable[ToolCall]) -> None:
        """These tool calls took effect."""
        for call in calls:
            match call.name:
                case ToolName.SHOW_FRAMES:
                    self._shown = tuple(card.sku for card in call.cards)
                case ToolName.TRY_ON | ToolName.COMPARE:
                    self._look(call.skus)
                case ToolName.SAVE:
                    self._save(call.skus)
                case ToolName.UNSAVE:
                    self._shortlist = tuple(sku for sku in self._shortlist if sku not in call.skus)
                case ToolName.MEASURE | ToolName.FORGET | ToolName.CALL_ASSOCIATE | ToolName.END_VISIT:
                    pass

    def _add(self, speaker: Literal["shopper", "consultant"], text: str) -> None:
        if text:
            self._turns.append(TurnRecord(speaker=speaker, text=text[:LONGEST]))
            del self._turns[:-MOST_TURNS]

    def _save(self, skus: tuple[str, ...]) -> None:
        self._shortlist = tuple(dict.fromkeys((*self._shortlist, *skus)))

    def _look(self, skus: tuple[str, ...]) -> None:
        self._focus = tuple(dict.fromkeys((*skus, *self._focus)))[:MOST_FOCUS]
