"""Turns the companion's report of a turn into latencies at the kiosk's own devices."""

from collections import deque
from dataclasses import dataclass
from typing import Protocol

from app.clock import Clock
from app.protocol.messages import TurnReport
from media.kiosk_observer import Latencies, TurnSummary
from media.playout import Playout

MAX_WAITING = 32
PATIENCE_SECONDS = 4.0
MAX_PICTURES = 3000
HALF_PICTURE = 0.02


class TimeLines(Protocol):
    """The two time lines of a connection."""

    playout: Playout

    def spoken_at(self, uplink: float) -> float | None:
        """The monotonic time at which a moment of the uplink was captured."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    report: TurnReport
    link: TimeLines
    since: float


class TurnClock:
    """Keeps reports until their answer's first sample has left the loudspeaker, 4 s at most and 32 of them.

    A report refers to the sound of the link it came over.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: deque[_Waiting] = deque(maxlen=MAX_WAITING)
        self._pictures: deque[tuple[float, float]] = deque(maxlen=MAX_PICTURES)

    def picture(self, media: float) -> None:
        """A picture of this media moment was handed to the screen now."""
        self._pictures.append((media, self._clock.monotonic()))

    def forget_pictures(self) -> None:
        """A new link begins, with a media clock of its own."""
        self._pictures.clear()

    def add(self, report: TurnReport, link: TimeLines) -> None:
        self._waiting.append(_Waiting(report, link, self._clock.monotonic()))

    def finished(self, *, all_of_them: bool = False) -> list[TurnSummary]:
        """The summaries that are complete by now; everything with `all_of_them`."""
        done: list[TurnSummary] = []
        while self._waiting:
            first = self._waiting[0]
            patient = self._clock.monotonic() - first.since < PATIENCE_SECONDS
            if not all_of_them and patient and not self._played(first):
                break
            self._waiting.popleft()
            done.append(self._summary(first))
        return done

    def _played(self, waiting: _Waiting) -> bool:
        start = waiting.report.answer_start_media
        at = waiting.link.playout.time_of(start) if start is not None else 0.0
        return at is not None and at <= self._clock.monotonic()

    def _summary(self, waiting: _Waiting) -> TurnSummary:
        report, link = waiting.report, waiting.link
        spoken = link.spoken_at(report.voiced_end_uplink) if report.voiced_end_uplink is not None else None
        start = report.answer_start_media
        sounded = link.playout.time_of(start) if start is not None else None
        seen = self._seen(start) if start is not None else None
        told = report.latency_ms
        latency = Latencies(
            end_of_turn=told.end_of_turn,
            transcript=told.transcript,
            first_token=told.first_token,
            first_audio=_ms(spoken, sounded),
            first_frame=_ms(spoken, seen),
        )
        return TurnSummary(report, latency, spoken, sounded)

    def _seen(self, media: float) -> float | None:
        return next((at for moment, at in self._pictures if moment >= media - HALF_PICTURE), None)


def _ms(start: float | None, end: float | None) -> float | None:
    return round((end - start) * 1000, 1) if start is not None and end is not None else None
