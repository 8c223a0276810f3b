"""How evenly pictures reach the screen, and how well they fit the sound."""

import math
from collections import deque
from dataclasses import dataclass
from threading import Lock

from media.webrtc.frames import I420Frame

FREEZE_SECONDS = 0.5
MAX_SKEWS = 40_000
_SPARSE = 16


@dataclass(frozen=True, slots=True)
class PictureFigures:
    """`fps` counts distinct pictures a second between the first and the last one; freezes lasted over 500 ms."""

    fps: float
    distinct: int
    width: int
    height: int
    freezes: int
    longest_gap: float


@dataclass(frozen=True, slots=True)
class SkewFigures:
    """Milliseconds between a picture's moment and the loudspeaker's when it appeared: percentiles of the magnitude."""

    p50: float
    p95: float
    count: int


class PictureCount:
    """Takes every delivered picture; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last_print = b""
        self._first_at: float | None = None
        self._last_at = 0.0
        self._distinct = 0
        self._freezes = 0
        self._longest = 0.0
        self._size = (0, 0)
        self._skews: deque[float] = deque(maxlen=MAX_SKEWS)

    def add(self, frame: I420Frame, at: float) -> None:
        """A picture was delivered at monotonic time `at`."""
        fingerprint = frame.y[::_SPARSE, ::_SPARSE].tobytes()
        with self._lock:
            if fingerprint == self._last_print:
                return
            self._last_print = fingerprint
            if self._first_at is None:
                self._first_at = at
            else:
                gap = at - self._last_at
                self._longest = max(self._longest, gap)
                self._freezes += gap > FREEZE_SECONDS
            self._last_at = at
            self._distinct += 1
            self._size = max(self._size, (frame.width, frame.height))

    def skew(self, seconds: float) -> None:
        """A picture appeared `seconds` after (or, negative, before) its sound."""
        with self._lock:
            self._skews.append(abs(seconds))

    def figures(self) -> PictureFigures:
        with self._lock:
            span = self._last_at - self._first_at if self._first_at is not None else 0.0
            fps = (self._distinct - 1) / span if span > 0 else 0.0
            return PictureFigures(fps, self._distinct, *self._size, self._freezes, self._longest)

    def skews(self) -> SkewFigures | None:
        """`None` before any picture appeared beside sound."""
        with self._lock:
            ordered = sorted(self._skews)
        if not ordered:
            return None
        return SkewFigures(percentile(ordered, 0.5) * 1000, percentile(ordered, 0.95) * 1000, len(ordered))


def percentile(ordered: list[float], share: float) -> float:
    """The smallest of the ordered values that `share` of them do not exceed; raises `ValueError` without values."""
    if not ordered:
        raise ValueError("no values")
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]
