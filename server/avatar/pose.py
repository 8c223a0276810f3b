"""What a face does at one moment: the input of the renderer."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from server.animation.port import ARKIT_INDEX, ARKIT_NAMES

LARGEST_GAZE = 0.6


def neutral_weights() -> NDArray[np.float32]:
    """All 52 shapes at rest."""
    return np.zeros(len(ARKIT_NAMES), np.float32)


@dataclass(frozen=True, slots=True)
class FacePose:
    """One moment of a face.

    `weights` (52,) float32 in 0..1, in the order of `ARKIT_NAMES`. Angles are radians from the figure's own rest: head
    `yaw` turns to the figure's left (the viewer's right), `pitch` nods down, `roll` leans the head to its left
    shoulder; `gaze` angles turn both eyes against the head, yaw to the figure's left, pitch down. `breath` 0..1 lifts
    the chest. `focus` is one over the distance (m) of what is looked at: the eyes converge on it. Lids follow the gaze
    by themselves.
    """

    weights: NDArray[np.float32] = field(default_factory=neutral_weights)
    head_yaw: float = 0.0
    head_pitch: float = 0.0
    head_roll: float = 0.0
    gaze_yaw: float = 0.0
    gaze_pitch: float = 0.0
    breath: float = 0.0
    focus: float = 0.75


def lids_following(pose: FacePose) -> NDArray[np.float32]:
    """The pose's weights (52,) with lids that go along when the eyes look up or down."""
    weights = np.clip(pose.weights, 0, 1).astype(np.float32)
    down = float(np.clip(pose.gaze_pitch / LARGEST_GAZE, 0, 1))
    up = float(np.clip(-pose.gaze_pitch / LARGEST_GAZE, 0, 1))
    for side in ("Left", "Right"):
        for name, share in ((f"eyeLookDown{side}", down), (f"eyeLookUp{side}", up)):
            weights[ARKIT_INDEX[name]] = max(weights[ARKIT_INDEX[name]], np.float32(share))
    return weights
