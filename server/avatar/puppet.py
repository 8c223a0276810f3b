"""A figure that says what is queued, and rests together with those of other visits while nothing happens.

It comes to rest gently: head and shapes pass over to the shared figure's within a second, the eyes in a glance. At the
first thing that happens it goes its own way from the very pose that was seen last.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.protocol.messages import ConsultantState
from server.animation.port import Curves
from server.avatar.cues import Cue, ShopperLost, ShopperSeen, Silenced, Stillness, later
from server.avatar.curve_timeline import CurveTimeline
from server.avatar.idle import IdleFigures, Seat
from server.avatar.motion.curves import ease
from server.avatar.ports import Motion, PictureSource
from server.avatar.pose import between

RESTING = frozenset({ConsultantState.IDLE, ConsultantState.ATTENTIVE})
CALM = 1.0
"""Seconds of nothing before the figure comes to rest."""
PASSAGE = 1.2
FORESIGHT = 0.1
"""Seconds by which pictures of speech may be made before their moment, so that a slow one still comes in time."""
GLANCE = (0.45, 0.55)
"""The part of the passage in which the eyes pass over."""


@dataclass(frozen=True, slots=True)
class Company:
    """With whom a figure may rest."""

    figures: IdleFigures
    figure: str
    source: PictureSource

    def running(self, state: ConsultantState) -> Seat | None:
        """A seat before the figure if it rests in this state already."""
        stream = self.figures.running(self.figure, state)
        return None if stream is None else stream.join()

    def begin(self, state: ConsultantState, motion: Motion, time: float) -> Seat:
        """A seat before a figure that comes to rest as `motion` stands at its moment `time`."""
        own = motion.fork(secrets.randbits(32))
        return self.figures.begin(self.figure, state, self.source, own, time).join()


class SpeakingPuppet:
    """A figure in motion that says what is queued. `now` tells the media time."""

    def __init__(self, motion: Motion, now: Callable[[], float], company: Company | None = None) -> None:
        self._motion = motion
        self._now = now
        self._company = company
        self._ahead = 0.0
        self._curves = CurveTimeline()
        self._state = ConsultantState.IDLE
        self._seen = False
        self._still = False
        self._stirred = 0.0
        self._posed: float | None = None
        self._seat: Seat | None = None
        self._passage = 0.0

    def pose(self, media: float) -> Any:
        """The figure at `media` seconds."""
        weights = self._curves.at(media)
        if weights is not None:
            self._stirred = media
        pose = self._motion.pose(media + self._ahead, self._state, weights)
        step, self._posed = 0.0 if self._posed is None else (media - self._posed) / PASSAGE, media
        if self._seat is None:
            return pose
        self._passage = min(max(self._passage + (step if self._calm(media) else -step), 0.0), 1.0)
        shared = self._seat.stream.pose
        if self._passage == 1.0:
            self._seat.pictures.clear()
        elif self._passage == 0.0:
            self.leave()
        early, late = GLANCE
        return between(pose, shared, ease(self._passage), ease((self._passage - early) / (late - early)))

    def foreseen(self, media: float) -> float:
        """How long before the moment `media` it may be posed for (s): while speech that is known goes on beyond it."""
        return min(max(self._curves.until - media, 0.0), FORESIGHT)

    def rests(self, media: float) -> Seat | None:
        """Where the figure's pictures come from while it rests at `media` seconds; `None` when it must be posed."""
        if self._seat is not None and self._seat.over:
            self._part()
        if self._seat is None and self._company is not None:
            self._sit_down(media, self._company)
        return self._seat if self._passage == 1.0 else None

    def perform(self, cue: Cue) -> None:
        """What the figure answers with its body from the next picture on."""
        match cue:
            case ShopperSeen():
                self._seen = True
            case ShopperLost() if not self._seen:
                return
            case ShopperLost():
                self._seen = False
            case Stillness():
                self._still = cue.on
        self._stir()
        self._motion.perform(later(cue, self._ahead))

    def say(self, start: float, seconds: float, curves: Curves) -> None:
        """Move the mouth from media time `start` on."""
        self._stir()
        self._curves.enqueue(start, seconds, curves)

    def fall_silent(self, position: float) -> None:
        """Say nothing from media time `position` on."""
        self._curves.flush(position)
        self.perform(Silenced(position))

    def show(self, state: ConsultantState) -> None:
        """Be in `state` from the next picture on."""
        if state is not self._state:
            self._stir()
            self._state = state

    def leave(self) -> None:
        """Leave the company. Safe at any time."""
        seat, self._seat, self._passage = self._seat, None, 0.0
        if seat is not None:
            seat.leave()

    def _calm(self, media: float) -> bool:
        """Whether nothing has happened for a while that shows; and the company, if any, does the same."""
        other = self._seat is not None and self._seat.stream.state is not self._state
        busy = self._state not in RESTING or self._seen or self._still or self._curves.busy
        return not busy and not other and media - self._stirred >= CALM

    def _stir(self) -> None:
        if self._passage == 1.0:
            self._part()
        self._stirred = self._now()

    def _sit_down(self, media: float, company: Company) -> None:
        """Rest with whoever rests; be the first only after a while, and begin at once only when not yet seen."""
        unseen = self._posed is None and self._state in RESTING
        if not unseen and not self._calm(media):
            return
        self._seat = company.running(self._state)
        if self._seat is not None:
            self._passage = 1.0 if unseen else 0.0
        elif self._calm(media):
            self._seat = company.begin(self._state, self._motion, media + self._ahead)
            self._passage = 1.0

    def _part(self) -> None:
        """Go on alone for a while, from the pose that was seen last."""
        self._stirred = self._now()
        if self._seat is not None and self._passage == 1.0:
            self._ahead = self._seat.stream.time - self._now()
            self._motion = self._seat.stream.fork(secrets.randbits(32))
        self.leave()
