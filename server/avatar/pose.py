"""What a face does at one moment: the input of the renderer."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from server.animation.port import ARKIT_INDEX, ARKIT_NAMES

LARGEST_GAZE = 0.6
HEAD_REACH, ROLL_REACH, EYE_REACH, SHAPE_REACH, BREATH_REACH = 345.0, 540.0, 29.0, 24.0, 5.0
"""Thousandths of the picture's height by which a point moves with a radian of head or eyes, a whole shape or breath.

As measured at the portrait's eyes (head) and top of the hair (roll); a whole breath moves the chest by 3.6, but counts
for more, since so much of the picture goes with it.
"""

DIMMEST, WELL_PARTED = 0.12, 0.16
_PARTING = {
    "jawOpen": 1.0,
    "mouthClose": -1.0,
    "mouthUpperUpLeft": 0.25,
    "mouthUpperUpRight": 0.25,
    "mouthLowerDownLeft": 0.25,
    "mouthLowerDownRight": 0.25,
}
_LIDS = ("eyeLookDown", "eyeLookUp", "eyeSquint", "eyeWide")


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
    """The pose's weights (52,) with lids that go along when the eyes look up or down.

    What else moves a lid gives way to its blink, so that shut lids meet in one line.
    """
    weights = np.clip(pose.weights, 0, 1).astype(np.float32)
    down = float(np.clip(pose.gaze_pitch / LARGEST_GAZE, 0, 1))
    up = float(np.clip(-pose.gaze_pitch / LARGEST_GAZE, 0, 1))
    for side in ("Left", "Right"):
        for name, share in ((f"eyeLookDown{side}", down), (f"eyeLookUp{side}", up)):
            weights[ARKIT_INDEX[name]] = max(weights[ARKIT_INDEX[name]], np.float32(share))
        for name in _LIDS:
            weights[ARKIT_INDEX[name + side]] *= 1 - weights[ARKIT_INDEX[f"eyeBlink{side}"]]
    return weights


def light_in_mouth(weights: NDArray[np.float32]) -> float:
    """The share of the light that gets in between the lips: all that can when they part by a few millimetres."""
    parted = sum(share * float(weights[ARKIT_INDEX[name]]) for name, share in _PARTING.items())
    return DIMMEST + (1 - DIMMEST) * min(max(parted / WELL_PARTED, 0.0), 1.0)


def between(one: FacePose, other: FacePose, face: float, eyes: float) -> FacePose:
    """The pose on the way from `one` to `other`: `face` 0..1 of head, breath and shapes, `eyes` 0..1 of the gaze.

    Gaze is passed over in the room, so that it does not follow the head.
    """

    def mixed(first: float, second: float, share: float) -> float:
        return first + (second - first) * share

    yaw = mixed(one.head_yaw, other.head_yaw, face)
    pitch = mixed(one.head_pitch, other.head_pitch, face)
    return FacePose(
        (one.weights + (other.weights - one.weights) * np.float32(face)).astype(np.float32),
        yaw,
        pitch,
        mixed(one.head_roll, other.head_roll, face),
        mixed(one.gaze_yaw + one.head_yaw, other.gaze_yaw + other.head_yaw, eyes) - yaw,
        mixed(one.gaze_pitch + one.head_pitch, other.gaze_pitch + other.head_pitch, eyes) - pitch,
        mixed(one.breath, other.breath, face),
        mixed(one.focus, other.focus, eyes),
    )


def movement(one: FacePose, other: FacePose) -> float:
    """About how far the figure moves between two poses, in thousandths of the picture's height, where it moves most."""
    head = math.hypot(other.head_yaw - one.head_yaw, other.head_pitch - one.head_pitch)
    eyes = math.hypot(other.gaze_yaw - one.gaze_yaw, other.gaze_pitch - one.gaze_pitch)
    return max(
        HEAD_REACH * head,
        ROLL_REACH * abs(other.head_roll - one.head_roll),
        EYE_REACH * eyes,
        SHAPE_REACH * float(np.abs(other.weights - one.weights).max()),
        BREATH_REACH * abs(other.breath - one.breath),
    )
