"""The quality ladder: fewer and smaller pictures when they come late, more again when there is room."""

from collections import deque
from dataclasses import dataclass

WINDOW = 25
TOO_MANY_LATE = 10
LATE_S = 0.085
FEW_TIGHT = 6
ROOM_S = 0.085
PACE_WINDOW = 100
TOO_MANY_SKIPPED = 40
FIRST_HOLD = 4.0
LONGEST_HOLD = 16.0
START_GRACE = 12.0


@dataclass(frozen=True, slots=True)
class Quality:
    """One rung: picture size in pixels and pictures a second."""

    width: int
    height: int
    rate: int

    @property
    def period(self) -> float:
        """Seconds between pictures."""
        return 1.0 / self.rate


def rungs(width: int, height: int, rate: int) -> tuple[Quality, ...]:
    """The ladder below the wanted quality: a few pictures fewer, then smaller ones, and both on the lowest rung.

    Sizes are multiples of 16.
    """
    slower, slow, slowest = (max(5, rate * sixth // 6) for sixth in (5, 4, 3))
    less, least = (_scaled(width, height, share) for share in (5 / 6, 2 / 3))
    return (
        Quality(width, height, rate),
        Quality(width, height, slower),
        Quality(*less, slower),
        Quality(*less, slow),
        Quality(*least, slowest),
    )


def _scaled(width: int, height: int, share: float) -> tuple[int, int]:
    return int(width * share) // 16 * 16, int(height * share) // 16 * 16


class QualityLadder:
    """Steps down when 10 of the last 25 pictures came too late for the kiosk's playout or were never sent.

    A picture that merely takes longer than its period costs the next moment its own and so lowers the rate by itself.
    When that happens to 40 of 100 moments it steps down, too, but not onto the lowest rung, which is less than that
    already gives. Steps up after 25 pictures with room to spare and a hold that doubles with each step down, from the
    first to the last of `holds`. The first `grace` seconds are not judged: a visit's start is busy with loading what
    the rest of it no longer needs.
    """

    def __init__(
        self,
        levels: tuple[Quality, ...],
        *,
        grace: float = 0.0,
        holds: tuple[float, float] = (FIRST_HOLD, LONGEST_HOLD),
    ) -> None:
        self._levels = levels
        self._grace = grace
        self._since: float | None = None
        self._at = 0
        self._late: deque[bool] = deque(maxlen=WINDOW)
        self._tight: deque[bool] = deque(maxlen=WINDOW)
        self._skipped: deque[bool] = deque(maxlen=PACE_WINDOW)
        self._hold, self._longest_hold = holds
        self._calm_since: float | None = None

    @property
    def quality(self) -> Quality:
        return self._levels[self._at]

    def report(self, now: float, seconds: float, *, late: bool = False) -> None:
        """A picture took `seconds` from its moment until it was ready; `late` when it was never sent."""
        if self._in_grace(now):
            return
        self._skipped.append(False)
        self._late.append(late or seconds > LATE_S)
        if self._late.count(True) >= TOO_MANY_LATE:
            self._fall()
            return
        above = self._levels[max(self._at - 1, 0)]
        growth = above.width * above.height / (self.quality.width * self.quality.height)
        room = min(ROOM_S, above.period * PACE_WINDOW / (PACE_WINDOW - TOO_MANY_SKIPPED))
        self._tight.append(late or seconds * growth > room)
        if len(self._tight) < WINDOW or self._tight.count(True) > FEW_TIGHT:
            self._calm_since = None
        elif self._calm_since is None:
            self._calm_since = now
        elif now - self._calm_since >= self._hold:
            self._step(-1)

    def skipped(self, now: float) -> None:
        """At least one moment had no picture, since the one before took too long."""
        if self._in_grace(now):
            return
        self._skipped.append(True)
        if self._skipped.count(True) >= TOO_MANY_SKIPPED and self._at < len(self._levels) - 2:
            self._fall()

    def _in_grace(self, now: float) -> bool:
        self._since = now if self._since is None else self._since
        return now - self._since < self._grace

    def _fall(self) -> None:
        self._step(1)
        self._hold = min(self._hold * 2, self._longest_hold)

    def _step(self, by: int) -> None:
        self._at = min(max(self._at + by, 0), len(self._levels) - 1)
        self._late.clear()
        self._tight.clear()
        self._skipped.clear()
        self._calm_since = None
