"""A visit as the kiosk owns it: a frozen state and pure steps from one state to the next.

    attract --wake--> consent --answer--> consultation --finish--> goodbye --wipe--> attract

Wiping is possible from every stage but attract, finishing also from consent.

Each step returns a new `Visit` and raises `VisitError` when the present stage does not allow it, `ConsentError` when
the shopper has not agreed to it. Nothing here knows of time, devices or the network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from app.domain.consent import Consent
from app.domain.face_numbers import FaceNumbers
from app.errors import ConsentError, VisitError

MAX_TURNS = 200
MAX_SHORTLIST = 12
MAX_FOCUS = 6

Speaker = Literal["shopper", "consultant", "staff"]
_NO_MEMORY: Mapping[str, object] = MappingProxyType({})


class Stage(StrEnum):
    ATTRACT = "attract"
    CONSENT = "consent"
    CONSULTATION = "consultation"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the log: what was really said or done, cut to what was really heard."""

    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """A frame card as it stands on the screen: `score` 0..1, the weightiest reason first."""

    sku: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WipeReceipt:
    """What was forgotten at the end of a visit, as counts only."""

    visit_id: str
    turns: int
    measurements: int
    saved_frames: int
    memory_entries: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """The whole state of one visit.

    `measurements` is everything measured on this kiosk; `shared_measurements` is the part that may leave it.
    `cards` are on the screen in order; `focus` holds the frames last opened, tried on or compared, newest first;
    `memory` belongs to the consultant and is opaque here.
    """

    stage: Stage = Stage.ATTRACT
    visit_id: str = ""
    consent: Consent | None = None
    turns: tuple[Turn, ...] = ()
    memory: Mapping[str, object] = field(default_factory=lambda: _NO_MEMORY)
    measurements: FaceNumbers = field(default_factory=FaceNumbers)
    cards: tuple[Recommended, ...] = ()
    shortlist: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()

    @property
    def camera_allowed(self) -> bool:
        return self.consent is not None and self.consent.camera

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(card.sku for card in self.cards)

    @property
    def shared_measurements(self) -> FaceNumbers:
        """The numbers that the companion may know: all or, without that consent, only the shape chosen by hand."""
        if self.consent is not None and self.consent.share_numbers:
            return self.measurements
        return FaceNumbers(shape_chosen=self.measurements.shape_chosen)

    # From stage to stage

    def wake(self, visit_id: str) -> "Visit":
        """Someone touched the attract screen: a new visit starts with the question of consent."""
        self._need(Stage.ATTRACT, "begin a visit")
        if not visit_id:
            raise VisitError("a visit needs an identity before it can begin")
        return Visit(stage=Stage.CONSENT, visit_id=visit_id)

    def answer_consent(self, consent: Consent) -> "Visit":
        """The shopper answered; either answer leads to the consultation."""
        self._need(Stage.CONSENT, "answer the consent notice")
        return replace(self, stage=Stage.CONSULTATION, consent=consent)

    def finish(self) -> "Visit":
        """Say goodbye; the favourites stay to be looked at until the wipe."""
        self._need((Stage.CONSENT, Stage.CONSULTATION), "say goodbye")
        return replace(self, stage=Stage.GOODBYE, cards=(), focus=())

    def wipe(self, at: datetime) -> tuple["Visit", WipeReceipt]:
        """Forget everything, from any stage but attract; also the way out of the consent screen."""
        self._need((Stage.CONSENT, Stage.CONSULTATION, Stage.GOODBYE), "wipe a visit")
        receipt = WipeReceipt(
            visit_id=self.visit_id,
            turns=len(self.turns),
            measurements=_count_numbers(self.measurements),
            saved_frames=len(self.shortlist),
            memory_entries=len(self.memory),
            at=at,
        )
        return Visit(), receipt

    # Consent during the consultation

    def change_consent(self, consent: Consent) -> "Visit":
        """Give or withdraw permission in mid-visit; without the camera every measured number is forgotten."""
        self._need(Stage.CONSULTATION, "change the consent")
        kept = self.measurements if consent.camera else FaceNumbers(shape_chosen=self.measurements.shape_chosen)
        return replace(self, consent=consent, measurements=kept)

    def measured(self, numbers: FaceNumbers) -> "Visit":
        """Keep new numbers from the camera; a shape chosen by hand stays chosen."""
        self._need(Stage.CONSULTATION, "keep measurements")
        if not self.camera_allowed:
            raise ConsentError("the face may not be measured: the shopper has not agreed to it")
        chosen = numbers.shape_chosen or self.measurements.shape_chosen
        return replace(self, measurements=replace(numbers, shape_chosen=chosen))

    def choose_shape(self, shape: str | None) -> "Visit":
        """The shopper names their own face shape, or takes it back with `None`; needs no camera."""
        self._need(Stage.CONSULTATION, "choose a face shape")
        return replace(self, measurements=replace(self.measurements, shape_chosen=shape))

    # What is said, shown and kept

    def add_turn(self, speaker: Speaker, text: str) -> "Visit":
        """Log a line; empty lines are dropped, the oldest lines go when the log is full."""
        self._need((Stage.CONSULTATION, Stage.GOODBYE), "log a turn")
        said = text.strip()
        return replace(self, turns=(*self.turns, Turn(speaker, said))[-MAX_TURNS:]) if said else self

    def remember(self, memory: Mapping[str, object]) -> "Visit":
        self._need((Stage.CONSULTATION, Stage.GOODBYE), "remember")
        return replace(self, memory=MappingProxyType(dict(memory)))

    def show(self, cards: tuple[Recommended, ...]) -> "Visit":
        """Replace the cards on the screen."""
        self._need(Stage.CONSULTATION, "show frames")
        return replace(self, cards=cards)

    def touch(self, *skus: str) -> "Visit":
        """These frames were opened, tried on or compared just now."""
        self._need(Stage.CONSULTATION, "open a frame")
        rest = tuple(sku for sku in self.focus if sku not in skus)
        return replace(self, focus=(*skus, *rest)[:MAX_FOCUS])

    def save(self, sku: str) -> "Visit":
        """Add a frame to the favourites, once; `VisitError` when there is no room left."""
        self._need(Stage.CONSULTATION, "save a frame")
        if sku in self.shortlist:
            return self
        if len(self.shortlist) >= MAX_SHORTLIST:
            raise VisitError(f"there is room for {MAX_SHORTLIST} favourites; remove one first")
        return replace(self, shortlist=(*self.shortlist, sku))

    def unsave(self, sku: str) -> "Visit":
        self._need((Stage.CONSULTATION, Stage.GOODBYE), "remove a favourite")
        return replace(self, shortlist=tuple(kept for kept in self.shortlist if kept != sku))

    def _need(self, allowed: Stage | tuple[Stage, ...], step: str) -> None:
        if self.stage not in (allowed if isinstance(allowed, tuple) else (allowed,)):
            raise VisitError(f"cannot {step} during {self.stage}")


def _count_numbers(numbers: FaceNumbers) -> int:
    present = (numbers.pd, numbers.face_width, numbers.shape or None, numbers.shape_chosen)
    return sum(part is not None for part in present)
