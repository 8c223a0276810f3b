"""Blinks as people's come: unevenly, now and then two together, with large glances and at the end of sentences."""

import math
from random import Random

from server.avatar.motion.curves import ease

DOWN, SHUT, UP = 0.08, 0.035, 0.19
BLINK_SECONDS = DOWN + SHUT + UP
PAIR_SHARE, PAIR_GAP = 0.12, 0.12
MEDIAN_WAIT = 3.3
SHORTEST_WAIT, LONGEST_WAIT = 0.8, 8.0
ELBOW_ROOM = 0.5


class Blinks:
    """Ask for ever later moments."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._starts = [random.uniform(0.8, 2.5)]
        self._paired = False

    def at(self, t: float, pace: float) -> float:
        """How far the lids are shut, 0..1; `pace` 1 is the rate of somebody at rest, about 15 a minute."""
        while self._starts[-1] + BLINK_SECONDS < t:
            self._starts = [*self._starts[-2:], self._next(self._starts[-1], pace)]
        return max(lid(t - start) for start in self._starts)

    def now(self, t: float) -> None:
        """Blink at `t`, in place of the next one that was due, unless there was one just before."""
        last = self._starts[-2] if len(self._starts) > 1 else -math.inf
        if self._starts[-1] > t and t - last > BLINK_SECONDS + ELBOW_ROOM:
            self._starts[-1] = t

    def _next(self, last: float, pace: float) -> float:
        if not self._paired and self._random.random() < PAIR_SHARE:
            self._paired = True
            return last + BLINK_SECONDS + PAIR_GAP
        self._paired = False
        wait = self._random.lognormvariate(math.log(MEDIAN_WAIT), 0.45) / pace
        return last + BLINK_SECONDS + min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)

    def reseed(self, random: Random) -> None:
        """Draw from another source from the next blink on."""
        self._random = random


def lid(since: float) -> float:
    """How far a lid is shut `since` seconds after a blink began."""
    if since <= 0 or since >= BLINK_SECONDS:
        return 0.0
    if since < DOWN:
        return ease(since / DOWN)
    return 1 - ease((since - DOWN - SHUT) / UP)
