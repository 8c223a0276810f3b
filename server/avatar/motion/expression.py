"""The face around the mouth's speech: a smile that is never quite the same, brows, and small passing things."""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from server.animation.port import ARKIT_INDEX
from server.avatar.motion.curves import Pulses, Waves
from server.avatar.motion.manner import Manner
from server.avatar.pose import neutral_weights

PAUSE = (4.0, 11.0)
_FLICKERS: tuple[Mapping[str, float], ...] = (
    MappingProxyType({"browInnerUp": 0.1, "browOuterUpLeft": 0.08, "browOuterUpRight": 0.06}),
    MappingProxyType({"browOuterUpRight": 0.1}),
    MappingProxyType({"mouthSmileLeft": 0.09, "cheekSquintLeft": 0.05, "mouthDimpleLeft": 0.06}),
    MappingProxyType({"mouthSmileRight": 0.08, "cheekSquintRight": 0.05, "mouthDimpleRight": 0.05}),
    MappingProxyType({"mouthPressLeft": 0.16, "mouthPressRight": 0.18, "mouthShrugLower": 0.06}),
    MappingProxyType({"eyeSquintLeft": 0.1, "eyeSquintRight": 0.09, "cheekSquintLeft": 0.06, "cheekSquintRight": 0.06}),
)
_SHAPES = tuple(sorted({name for flicker in _FLICKERS for name in flicker}))


class Expression:
    """Ask for ever later moments."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._mood, self._brow, self._mouth = (Waves(random, 0.04, 0.3, 3) for _ in range(3))
        self._flickers = {name: Pulses() for name in _SHAPES}
        self._next = random.uniform(*PAUSE)

    def at(self, t: float, manner: Manner, brow: float, smile: float) -> NDArray[np.float32]:
        """The 52 weights, float32, not yet within 0..1; `brow` and `smile` are what gestures add."""
        while t >= self._next:
            flicker, size = self._random.choice(_FLICKERS), self._random.uniform(0.6, 1.1)
            seconds = self._random.uniform(0.8, 1.7)
            for name, value in flicker.items():
                self._flickers[name].add(self._next, seconds, size * value)
            self._next += seconds + self._random.uniform(*PAUSE)
        smile = max(manner.smile + 0.04 * self._mood.at(t) + smile, 0.0)
        brow = max(manner.brow + 0.03 * self._brow.at(t) + brow, 0.0)
        lean, squint = 0.05 * self._mouth.at(t), 0.03 + manner.squint + 0.25 * smile
        weights = neutral_weights()
        for name, value in (
            ("mouthSmileLeft", smile * (1 + lean)),
            ("mouthSmileRight", smile * (0.93 - lean)),
            ("mouthDimpleLeft", smile * 0.25),
            ("mouthDimpleRight", smile * 0.22),
            ("cheekSquintLeft", smile * 0.5),
            ("cheekSquintRight", smile * 0.5),
            ("eyeSquintLeft", squint),
            ("eyeSquintRight", squint),
            ("eyeWideLeft", manner.wide),
            ("eyeWideRight", manner.wide),
            ("browInnerUp", brow),
            ("browOuterUpLeft", brow * 0.7),
            ("browOuterUpRight", brow * 0.58),
            ("mouthPressLeft", manner.press),
            ("mouthPressRight", manner.press * 1.3),
        ):
            weights[ARKIT_INDEX[name]] = value
        for name, pulses in self._flickers.items():
            if value := pulses.at(t):
                weights[ARKIT_INDEX[name]] += value
        return weights

    def reseed(self, random: Random) -> None:
        """Draw from another source from the next flicker on."""
        self._random = random
