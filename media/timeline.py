"""When a sample was captured or played: sample positions tied to the monotonic clock, piece by piece."""

from bisect import bisect_right
from dataclasses import dataclass
from threading import Lock

RATE = 48_000
MERGE_WITHIN = 0.002
MAX_PIECES = 4096


@dataclass(slots=True)
class _Piece:
    start: int
    count: int
    at: float

    @property
    def end(self) -> int:
        return self.start + self.count

    def time_of(self, position: int) -> float:
        return self.at + (position - self.start) / RATE


class SampleTimes:
    """Grows at the end only; neighbours whose clocks agree within 2 ms become one piece. Thread-safe.

    Positions count samples of 48 kHz; times are seconds of the monotonic clock. The oldest of more than 4096 pieces
    are forgotten.
    """

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._lock = Lock()

    def add(self, position: int, count: int, at: float) -> None:
        """Samples `position` to `position + count` begin at time `at`; stepping back starts a new piece."""
        with self._lock:
            if self._pieces:
                last = self._pieces[-1]
                if last.end == position and abs(last.time_of(position) - at) < MERGE_WITHIN:
                    last.count += count
                    return
            self._pieces.append(_Piece(position, count, at))
            if len(self._pieces) > MAX_PIECES:
                del self._pieces[: MAX_PIECES // 4]

    def time_of(self, position: int) -> float | None:
        """When a sample sounds or sounded, a skipped one when its successor did.

        `None` before the first known sample and from 20 ms after the last.
        """
        with self._lock:
            if not self._pieces or position < self._pieces[0].start:
                return None
            index = bisect_right(self._pieces, position, key=lambda piece: piece.start) - 1
            piece = self._pieces[index]
            if position < piece.end:
                return piece.time_of(position)
            if index + 1 < len(self._pieces):
                return self._pieces[index + 1].at
            return piece.time_of(position) if position < piece.end + RATE // 50 else None

    @property
    def last_time(self) -> float | None:
        """When the last known sample sounds."""
        with self._lock:
            return self._pieces[-1].time_of(self._pieces[-1].end) if self._pieces else None

    def position_at(self, time: float) -> float | None:
        """The sample position that sounds at `time`; within a pause the position where it began. `None` if unknown."""
        with self._lock:
            index = bisect_right(self._pieces, time, key=lambda piece: piece.at) - 1
            if index < 0:
                return None
            piece = self._pieces[index]
            return min(piece.start + (time - piece.at) * RATE, float(piece.end))

    def clear(self) -> None:
        with self._lock:
            self._pieces.clear()
