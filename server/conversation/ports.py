"""What a conversation needs of the rest of the companion."""

from collections.abc import Callable
from typing import Protocol

from app.protocol.messages import CompanionMessage, ConsultantState
from server.animation.port import Curves
from server.avatar.cues import Cue
from server.tts.port import Speech

Send = Callable[[CompanionMessage], None]
"""Sends a message to the kiosk; never blocks and never raises."""

Pace = Callable[[], float | None]
"""What a second of speech costs at present, in seconds; `None` while that is not known."""


class Stage(Protocol):
    """The consultant's sound and picture on one media clock (seconds; 0.0 is the first sample sent)."""

    def now_media(self) -> float:
        """The moment that is being sent."""

    def enqueue(self, speech: Speech, curves: Curves) -> float:
        """Say this without a gap after what is queued, or very soon; the media time of its first sample."""

    def flush(self) -> float:
        """Fall silent at once and drop what is queued; the media time at which silence begins."""

    def duck(self, *, on: bool) -> None:
        """Lower the voice while someone else speaks, or bring it back."""

    def set_state(self, state: ConsultantState) -> None:
        """What the figure shows."""

    def perform(self, cue: Cue) -> None:
        """What the figure answers with its body."""

    @property
    def queued_until(self) -> float:
        """The media time after the last queued sample; the present when nothing is queued."""
