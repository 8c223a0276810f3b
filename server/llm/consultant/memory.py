"""What the consultant carries from turn to turn, as JSON-like data in the visit's memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.needs import Needs
from server.llm.consultant.wishes import needs_from_memory, needs_to_memory


@dataclass(frozen=True, slots=True)
class Memory:
    """State of the talk.

    `topic` frames spoken of last; `pending` the consultant's own open question and `pending_skus` what it is about;
    `asked` questions already put; `offered` every frame shown so far; `previous` the cards before the
    present ones; `wearer` who else than the speaker is to wear the glasses; `recent` frames spoken of
    singly, newest first; `said` the last answer, for repeating; `deed` what was done with frames in it.
    """

    turn: int = 0
    needs: Needs = field(default_factory=Needs)
    topic: tuple[str, ...] = ()
    pending: str = ""
    pending_skus: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    said: str = ""
    told_shape: str | None = None
    told_pd_mm: float | None = None
    measured_told: bool = False
    wearer: str = ""
    lost: int = 0
    deed: str = ""

    def to_data(self) -> dict[str, object]:
        return {
            "turn": self.turn, "needs": needs_to_memory(self.needs), "topic": list(self.topic),
            "pending": self.pending, "pending_skus": list(self.pending_skus), "asked": list(self.asked),
            "offered": list(self.offered), "previous": list(self.previous), "recent": list(self.recent),
            "focus": list(self.focus), "said": self.said,
            "told_shape": self.told_shape, "told_pd_mm": self.told_pd_mm, "measured_told": self.measured_told,
            "wearer": self.wearer,
            "lost": self.lost, "deed": self.deed,
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Memory":
        """Read remembered data; whatever is missing or of another kind starts afresh."""

        def words(name: str) -> tuple[str, ...]:
            value = data.get(name)
            return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else ()

        def typed(name: str, kind: type[Any], default: Any) -> Any:
            value = data.get(name)
            return value if isinstance(value, kind) else default

        needs = data.get("needs")
        pd = data.get("told_pd_mm")
        return cls(
            turn=typed("turn", int, 0),
            needs=needs_from_memory(needs) if isinstance(needs, Mapping) else Needs(),
            topic=words("topic"),
            pending=typed("pending", str, ""),
            pending_skus=words("pending_skus"),
            asked=words("asked"),
            offered=words("offered"),
            previous=words("previous"),
            recent=words("recent"),
            focus=words("focus"),
            said=typed("said", str, ""),
            told_shape=typed("told_shape", str, None),
            told_pd_mm=float(pd) if isinstance(pd, int | float) else None,
            measured_told=typed("measured_told", bool, False),
            wearer=typed("wearer", str, ""),
            lost=typed("lost", int, 0),
            deed=typed("deed", str, ""),
        )
