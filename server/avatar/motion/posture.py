"""The head's bearing: it wanders a little all the time and takes another posture now and then."""

from random import Random

from server.avatar.motion.curves import Travel, Waves
from server.avatar.motion.manner import Manner
from server.avatar.motion.temperament import Temperament

PAUSE = (11.0, 28.0)


class Posture:
    """Angles in degrees: yaw to the figure's left, pitch down, roll to its left shoulder. Ever later moments."""

    def __init__(self, random: Random, ways: Temperament) -> None:
        self._random = random
        self._ways = ways
        self._waves = tuple(Waves(random, 0.06, 0.4) for _ in range(3))
        self._leaning = (Travel(), Travel(), Travel())
        self._next = random.uniform(5.0, 12.0)

    def at(self, t: float, manner: Manner) -> tuple[float, float, float]:
        """Yaw, pitch and roll at `t`."""
        while t >= self._next:
            seconds = self._random.uniform(1.1, 1.9)
            for travel, most in zip(self._leaning, (2.2, 0.7, 1.4), strict=True):
                travel.go(self._next, seconds, self._random.uniform(-most, most))
            self._next += seconds + self._random.uniform(*PAUSE)
        drift = manner.drift * self._ways.liveliness
        yaw, pitch, roll = (waves.at(t) for waves in self._waves)
        lean_yaw, lean_pitch, lean_roll = (travel.at(t) for travel in self._leaning)
        return (
            manner.yaw + lean_yaw + 1.3 * drift * yaw,
            manner.pitch + lean_pitch + 0.7 * drift * pitch,
            manner.roll + lean_roll + 0.75 * drift * roll,
        )

    def reseed(self, random: Random) -> None:
        """Draw from another source from the next change of posture on."""
        self._random = random
