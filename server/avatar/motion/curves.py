"""The curves that all movements are made of. Each begins and ends at rest, so that nothing pops."""

import math
from random import Random

DEGREE = math.pi / 180


def ease(share: float) -> float:
    """From 0 to 1 with neither speed nor acceleration at both ends: the path of least jerk."""
    share = min(max(share, 0.0), 1.0)
    return share * share * share * (10 + share * (6 * share - 15))


def bell(share: float) -> float:
    """From 0 to 1 in the middle and back to 0, at rest at both ends."""
    if not 0.0 < share < 1.0:
        return 0.0
    side = 4 * share * (1 - share)
    return side * side


class Waves:
    """A slow wandering value, about -1..1, that never repeats within a visit."""

    def __init__(self, random: Random, slowest: float, fastest: float, count: int = 4) -> None:
        ratio = (fastest / slowest) ** (1 / max(count - 1, 1))
        self._waves = [
            (slowest * ratio**index * random.uniform(0.88, 1.12), random.uniform(0, math.tau), 1 / (1 + 0.7 * index))
            for index in range(count)
        ]
        self._size = math.sqrt(sum(weight * weight for _, _, weight in self._waves))

    def at(self, t: float) -> float:
        """The value at `t` seconds."""
        return sum(weight * math.sin(math.tau * rate * t + phase) for rate, phase, weight in self._waves) / self._size


class Travel:
    """A value that goes from one resting place to the next; journeys may overlap and then add up smoothly."""

    def __init__(self, value: float = 0.0) -> None:
        self._base = value
        self._journeys: list[tuple[float, float, float]] = []
        self.goal = value

    def go(self, start: float, seconds: float, goal: float) -> None:
        """Set out for `goal` at `start`, to be there after `seconds`."""
        if goal != self.goal:
            self._journeys.append((start, seconds, goal - self.goal))
            self.goal = goal

    def at(self, t: float) -> float:
        """The value at `t`; asked for ever later moments."""
        if not self._journeys:
            return self._base
        value, under_way = self._base, []
        for start, seconds, way in self._journeys:
            if t >= start + seconds:
                self._base += way
                value += way
            else:
                under_way.append((start, seconds, way))
                value += way * ease((t - start) / seconds)
        self._journeys = under_way
        return value

    def cancel_after(self, t: float) -> None:
        """Give up the journeys that have not begun by `t`."""
        self.goal -= sum(way for start, _, way in self._journeys if start > t)
        self._journeys = [journey for journey in self._journeys if journey[0] <= t]


class Pulses:
    """Bells that come and go; those that overlap add up."""

    def __init__(self) -> None:
        self._bells: list[tuple[float, float, float]] = []
        self._asked = -math.inf

    def add(self, start: float, seconds: float, size: float) -> None:
        """A bell of height `size` from `start` on; one due before the last moment asked begins then."""
        self._bells.append((max(start, self._asked), seconds, size))

    def at(self, t: float) -> float:
        """The sum at `t`; asked for ever later moments."""
        self._asked = t
        if not self._bells:
            return 0.0
        self._bells = [each for each in self._bells if t < each[0] + each[1]]
        return sum(size * bell((t - start) / seconds) for start, seconds, size in self._bells)

    def cancel_after(self, t: float) -> None:
        """Give up the bells that have not begun by `t`."""
        self._bells = [each for each in self._bells if each[0] <= t]


class Level:
    """A share that follows its goal as a critically damped spring does, in closed form."""

    def __init__(self, settle: float, value: float = 0.0) -> None:
        self._settle = settle
        self._speed = 0.0
        self.value = value

    def follow(self, goal: float, step: float) -> float:
        """The value `step` seconds later."""
        decay = math.exp(-step / self._settle)
        away = self.value - goal
        drive = self._speed + away / self._settle
        self.value = goal + (away + drive * step) * decay
        self._speed = (self._speed - drive * step / self._settle) * decay
        return self.value
