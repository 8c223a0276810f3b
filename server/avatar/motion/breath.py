"""Breath: even while nothing is said; in before a sentence and out along it while speaking."""

import math
from random import Random

from server.avatar.motion.curves import Travel

RATE = 0.235
IN_SECONDS = 0.42
GAP = 0.12
FULL, EMPTY = 0.95, 0.12
USED_A_SECOND = 0.13


class Breath:
    """0 breathed out .. 1 breathed in. Ask for ever later moments."""

    def __init__(self, random: Random) -> None:
        self._drift = random.uniform(0, math.tau)
        self._lungs = Travel(0.5)
        self._spoken_until = -math.inf
        self._closed = True

    def at(self, t: float, speaking: float) -> float:
        """The breath at `t`, of which the share `speaking` follows the speech."""
        share = min(max(speaking, 0.0), 1.0)
        return (1 - share) * self._even(t) + share * min(max(self._lungs.at(t), 0.0), 1.0)

    def spoken(self, t: float, start: float, end: float, *, closes: bool) -> None:
        """At `t` it is known that something will be said from `start` to `end`; breathe in before a new sentence."""
        if self._closed or start - self._spoken_until > GAP:
            begin = max(t, start - IN_SECONDS)
            self._lungs.go(begin, IN_SECONDS, FULL)
        self._lungs.go(start, max(end - start, 0.3), max(EMPTY, self._lungs.goal - USED_A_SECOND * (end - start)))
        self._spoken_until, self._closed = end, closes

    def silenced(self, t: float) -> None:
        """Nothing planned after `t` is said."""
        self._lungs.cancel_after(t)
        self._spoken_until, self._closed = t, True

    def _even(self, t: float) -> float:
        phase = math.tau * RATE * t + 0.5 * math.sin(math.tau * 0.031 * t + self._drift)
        return 0.5 - 0.5 * math.cos(phase + 0.35 * math.sin(phase))
