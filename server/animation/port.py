"""The animation port: what a face does while something is said."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from server.tts.port import Speech

ARKIT_NAMES = (
    "browDownLeft",
    "browDownRight",
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekPuff",
    "cheekSquintLeft",
    "cheekSquintRight",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "eyeLookDownLeft",
    "eyeLookDownRight",
    "eyeLookInLeft",
    "eyeLookInRight",
    "eyeLookOutLeft",
    "eyeLookOutRight",
    "eyeLookUpLeft",
    "eyeLookUpRight",
    "eyeSquintLeft",
    "eyeSquintRight",
    "eyeWideLeft",
    "eyeWideRight",
    "jawForward",
    "jawLeft",
    "jawOpen",
    "jawRight",
    "mouthClose",
    "mouthDimpleLeft",
    "mouthDimpleRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthFunnel",
    "mouthLeft",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthPucker",
    "mouthRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthShrugUpper",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "noseSneerLeft",
    "noseSneerRight",
    "tongueOut",
)
ARKIT_INDEX = {name: index for index, name in enumerate(ARKIT_NAMES)}


@dataclass(frozen=True, slots=True)
class Curves:
    """Weights of the 52 ARKit shapes, 0..1: `values` float32 of shape (N, 52), sampled `rate` times a second."""

    rate: float
    values: NDArray[np.float32]

    def at(self, seconds: float) -> NDArray[np.float32]:
        """Weights `seconds` after the first sample of the sound, interpolated; zero outside."""
        position = seconds * self.rate
        if not 0 <= position <= len(self.values) - 1:
            return np.zeros(len(ARKIT_NAMES), np.float32)
        low = int(position)
        high = min(low + 1, len(self.values) - 1)
        share = np.float32(position - low)
        mixed: NDArray[np.float32] = self.values[low] * (1 - share) + self.values[high] * share
        return mixed


class Animator(Protocol):
    """Makes curves for speech, quickly and without waiting for anything."""

    def animate(self, speech: Speech) -> Curves: ...
