"""What the head and brows do on purpose: nods, beats on stressed words, a lift for a question, a bow at the end."""

from random import Random

from server.avatar.cues import Accent, Spoken
from server.avatar.motion.curves import Pulses
from server.avatar.motion.temperament import Temperament

SPACING = 1.5
LONG_STRETCH = 3.4
BEAT_SPACING = 0.7
BROW_SPACING = 1.6
BEAT_SECONDS = 0.42


class Gestures:
    """Angles in degrees (pitch down, roll to the figure's left), brows and smile in weights. Ever later moments."""

    def __init__(self, random: Random, ways: Temperament) -> None:
        self._random = random
        self._ways = ways
        self._pitch, self._roll, self._brow, self._smile = Pulses(), Pulses(), Pulses(), Pulses()
        self._nodded = self._beaten = self._raised = -10.0
        self._voiced_since: float | None = None
        self._greeted = False

    def at(self, t: float) -> tuple[float, float, float, float]:
        """Pitch, roll, brow and smile at `t`."""
        if self._voiced_since is not None and t - max(self._voiced_since, self._nodded) > LONG_STRETCH:
            self._nod(t, 1, self._random.uniform(1.6, 2.4))
        return self._pitch.at(t), self._roll.at(t), self._brow.at(t), self._smile.at(t)

    def heard_voice(self, t: float, *, voiced: bool) -> None:
        """The shopper began to speak, or paused: a pause may be acknowledged."""
        if voiced:
            self._voiced_since = t if self._voiced_since is None else self._voiced_since
            return
        spoke, self._voiced_since = self._voiced_since, None
        if spoke is None or t - spoke < 0.5 or t - self._nodded < SPACING:
            return
        if self._random.random() < self._ways.nodding:
            start = t + self._random.uniform(0.05, 0.25)
            self._nod(start, self._random.choice((1, 1, 2, 2, 3)), self._random.uniform(2.6, 4.2))
            if self._random.random() < 0.4:
                self._brow.add(start, 0.7, 0.14 * self._ways.expressiveness)
            if self._random.random() < 0.35:
                self._smile.add(start + 0.1, 1.3, 0.1)

    def spoken(self, clause: Spoken) -> None:
        """Beats and brows for what will be said."""
        self._voiced_since = None
        if not self._greeted:
            self._greeted = True
            self._smile.add(clause.start, 2.8, 0.16)
            self._nod(clause.start + 0.1, 1, 2.6)
        for accent in clause.accents:
            self._beat(accent)
        if clause.asks:
            self._brow.add(clause.end - 0.75, 1.2, 0.22 * self._ways.expressiveness)
            self._roll.add(clause.end - 0.7, 1.6, self._random.choice((-1, 1)) * self._random.uniform(1.2, 2.2))

    def startled(self, t: float) -> None:
        """Interrupted at `t`: brows and head come up a little, and settle."""
        self._brow.add(t, 1.1, 0.24 * self._ways.expressiveness)
        self._pitch.add(t, 0.8, -1.3)

    def take_leave(self, t: float, end: float) -> None:
        """A warm smile and a nod around the last words, which end at `end`."""
        begin = max(t, end - 1.2)
        self._smile.add(begin, 3.2, 0.2)
        self._nod(max(t, end - 0.7), 1, 4.0)

    def cancel_after(self, t: float) -> None:
        """Give up what has not begun by `t`."""
        for pulses in (self._pitch, self._roll, self._brow, self._smile):
            pulses.cancel_after(t)
        self._nodded, self._beaten, self._raised = (min(last, t) for last in (self._nodded, self._beaten, self._raised))

    def reseed(self, random: Random) -> None:
        """Draw from another source from the next gesture on."""
        self._random = random

    def _nod(self, start: float, times: int, size: float) -> None:
        seconds = self._random.uniform(0.46, 0.6)
        for number in range(times):
            self._pitch.add(start + number * 0.8 * seconds, seconds, size * 0.68**number * self._ways.expressiveness)
        self._nodded = start + times * seconds

    def _beat(self, accent: Accent) -> None:
        if accent.at - self._beaten < BEAT_SPACING:
            return
        size = accent.strength * self._ways.expressiveness
        self._beaten = accent.at
        self._pitch.add(accent.at - BEAT_SECONDS / 2, BEAT_SECONDS, self._random.uniform(1.3, 2.5) * size)
        if self._random.random() < 0.35:
            self._roll.add(accent.at - 0.3, 0.9, self._random.uniform(-1.3, 1.3) * size)
        if accent.strength > 0.6 and accent.at - self._raised > BROW_SPACING and self._random.random() < 0.7:
            self._raised = accent.at
            self._brow.add(accent.at - 0.22, self._random.uniform(0.5, 0.8), self._random.uniform(0.16, 0.3) * size)
