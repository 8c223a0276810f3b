"""How many bits a second the picture may take, from what the receiver reports.

In the manner of the loss controller of draft-ietf-rmcat-gcc: below 2 % lost it grows, above 10 % it shrinks with the
losses, between them it stays; it does not grow either while the round trip is longer than it was. A receiver that has
not reported for 4 s gets half, and half of that every 2 s, as in RFC 8083. The encoder is told
to send less within a second, and to send more in few and large steps: each change begins its stream anew with a whole
picture. The receiver's own estimate (REMB) is left aside: aiortc's takes each delay of a busy machine for a full line,
counts from what is being sent, and so leads to the lowest rate and stays there.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

FEW_LOST = 0.02
MANY_LOST = 0.10
GROWTH = 1.08
LONGER_TRIP = 0.15
LONGEST_TRIP = 10.0
STEP_DOWN = 0.12
STEP_UP = 0.20
UP_HOLD = 4.0
DOWN_HOLD = 1.0
REPORT_PERIOD = 1.0
SILENCE = 4.0
SILENT_PERIOD = 2.0


@dataclass(frozen=True, slots=True)
class BitrateRange:
    """Bits a second: at the beginning, at least, at most."""

    start: int = 1_800_000
    low: int = 150_000
    high: int = 2_000_000


class BitrateGovernor:
    """Follows the reports of one receiver. `now` are monotonic seconds; `on_change` hears each new target."""

    def __init__(self, bounds: BitrateRange, on_change: Callable[[int], None] = lambda _target: None) -> None:
        self._bounds = bounds
        self._on_change = on_change
        self._wanted = float(bounds.start)
        self._shortest_trip = math.inf
        self._reported: float | None = None
        self._changed = -math.inf
        self._halved: float | None = None
        self.target = bounds.start
        """What the encoder is to use, bits a second."""

    def report(self, lost: float, round_trip: float | None, now: float) -> None:
        """Take a report: the share of packets lost since the one before, 0..1, and the round trip (s), if known.

        aiortc measures the round trip by the time of day, so one that cannot be is left aside: that clock was set.
        """
        if round_trip is not None and not 0.0 <= round_trip <= LONGEST_TRIP:
            round_trip = None
        passed = REPORT_PERIOD if self._reported is None else max(0.0, min(now - self._reported, 2 * REPORT_PERIOD))
        self._reported = now
        if round_trip is not None:
            self._shortest_trip = min(self._shortest_trip, round_trip)
        queueing = round_trip is not None and round_trip > self._shortest_trip + LONGER_TRIP
        if lost > MANY_LOST:
            self._wanted = min(self._wanted, self.target) * (1.0 - 0.5 * min(lost, 1.0))
        elif lost < FEW_LOST and not queueing:
            self._wanted *= GROWTH ** (passed / REPORT_PERIOD)
        self._wanted = min(max(self._wanted, self._bounds.low), self._bounds.high)
        self._apply(now)

    def silent(self, now: float) -> None:
        """Note that no report has come since the last one; nothing happens before the first or within `SILENCE`."""
        if self._reported is None or now - self._reported < SILENCE:
            return
        if self._halved is not None and self._halved > self._reported and now - self._halved < SILENT_PERIOD:
            return
        self._halved = now
        self._wanted = max(min(self._wanted, self.target) / 2, self._bounds.low)
        self._apply(now)

    def _apply(self, now: float) -> None:
        down = self._wanted < self.target * (1.0 - STEP_DOWN) or (self._wanted == self._bounds.low < self.target)
        up = self._wanted > self.target * (1.0 + STEP_UP) or (self._wanted == self._bounds.high > self.target)
        settling = 0.0 <= now - self._changed < (DOWN_HOLD if down else UP_HOLD)
        if settling or not (down or up):
            return
        self._changed = now
        self.target = round(self._wanted)
        self._on_change(self.target)
