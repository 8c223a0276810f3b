"""Time as a dependency: pacing code takes a `Clock`, records take wall time from the same object."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Source of time.

    `monotonic` paces and measures (seconds, arbitrary origin, never steps back); `now` only stamps records (UTC).
    """

    def monotonic(self) -> float: ...

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clocks."""

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now(tz=UTC)


class ManualClock:
    """A clock that moves only when told, for tests and for replaying decisions."""

    def __init__(self, start: float = 0.0, wall: datetime | None = None) -> None:
        self._elapsed = 0.0
        self._start = start
        self._wall = wall or datetime(2025, 1, 1, tzinfo=UTC)

    def advance(self, seconds: float) -> None:
        """Move forward; a negative step raises `ValueError`."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._elapsed += seconds

    def monotonic(self) -> float:
        return self._start + self._elapsed

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._wall.timestamp() + self._elapsed, tz=UTC)
