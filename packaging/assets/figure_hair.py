"""Combs hair that was made for another face: a fringe that hides an eye is swept to the temple.

Points are relative to the eyes' midpoint, in decimetres; angles run about the head's upright axis from the front (0) to
the figure's left (positive).
"""

from dataclasses import dataclass, replace

import numpy as np
from figure_parts import Floats, Ints, Part
from numpy.typing import NDArray

AXIS_Z = -0.75
BACK = -1.9
HEIGHTS = (-1.20, -0.85, -0.55, -0.40, -0.25, -0.10, 0.05, 0.20, 0.35, 0.50, 0.65, 0.85)
FRINGE_WAS = (-0.58, -0.58, -0.50, -0.40, -0.12, -0.05, 0.07, 0.18, 0.32, 0.42, 0.46, 0.46)
FRINGE_WILL = (-0.66, -0.74, -0.80, -0.83, -0.84, -0.83, -0.78, -0.62, -0.30, 0.08, 0.34, 0.46)
AROUND = (0.0, 0.3, 0.6, 0.9, 1.2, 1.5, 2.0)
HEAD_RADIUS = (1.07, 1.06, 1.00, 0.85, 0.74, 0.73, 0.80)
NEAREST = 0.035
BESIDE_FACE = ((-0.80, -0.45, 0.40, 0.65), (0.0, 1.0, 1.0, 0.0))
DRAG = 0.35
LOWER = 0.10
DENSE = 150
VEIL = 190
SEEN = 0.003
TAPER = 0.14
FOLLOWS = ((0.35, 0.95), (1.0, 0.25))


@dataclass(frozen=True)
class Lining:
    """Which hair is seen from within, too: what hangs `below` a height and `before` a depth.

    `inward` it is drawn, less towards the tips, where both sides meet.
    """

    inward: float
    below: float
    before: float


HANGING = Lining(inward=0.06, below=0.65, before=-9.0)


def as_made(points: Floats) -> Floats:
    """Leaves the hair as it is."""
    return points


def swept_bob(points: Floats) -> Floats:
    """The bob's long side combed around the head, so that both eyes are free (N, 3)."""
    angle = np.arctan2(points[:, 0], points[:, 2] - AXIS_Z)
    radius = np.hypot(points[:, 0], points[:, 2] - AXIS_Z)
    was = np.interp(points[:, 1], HEIGHTS, FRINGE_WAS)
    will = np.interp(points[:, 1], HEIGHTS, FRINGE_WILL)
    share = np.minimum((angle - BACK) / (was - BACK), 1)
    dragged = (was - will) * np.clip(1 - (angle - was) / DRAG, 0, 1)
    turned = np.where(angle > was, angle - dragged, BACK + share * (will - BACK))
    turned = np.where(angle < BACK, angle, turned)
    head = np.interp(np.abs(turned), AROUND, HEAD_RADIUS)
    grown = radius + (head - np.interp(np.abs(angle), AROUND, HEAD_RADIUS)) * np.interp(points[:, 1], *FOLLOWS)
    beside_face = np.interp(points[:, 1], *BESIDE_FACE)
    new = grown + beside_face * np.maximum(head + NEAREST - grown, 0)
    radius = np.where(np.abs(turned - angle) > 1e-6, new, radius)
    return np.stack([radius * np.sin(turned), points[:, 1], AXIS_Z + radius * np.cos(turned)], axis=1)


def low_brow(points: Floats) -> Floats:
    """A short cut's front hair set lower on the forehead and flatter at the sides (N, 3)."""
    x, y, z = points.T
    front = np.clip((z + 0.55) / 0.5, 0, 1) * np.clip((y - 0.35) / 0.3, 0, 1) * np.clip((1.35 - y) / 0.35, 0, 1)
    return np.stack([x, y - LOWER * front, z + 0.25 * LOWER * front], axis=1)


def bulk(hair: Part) -> Part:
    """The hair without the locks laid upon it, whose cut ends stand out as dots and saw teeth when the head turns."""
    locks = _locks(hair)
    numbers, counts = np.unique(locks, return_counts=True)
    return hair.keep(locks == numbers[counts.argmax()])


def _locks(hair: Part) -> Ints:
    """Which lock each triangle (M,) belongs to: the least number among all the corners that hang together."""
    corners = hair.source[hair.triangles]
    lowest = np.arange(int(hair.source.max()) + 1)
    before = np.empty(0)
    while not np.array_equal(before, lowest):
        before = lowest.copy()
        np.minimum.at(lowest, corners, lowest[corners].min(axis=1, keepdims=True))
    return np.asarray(lowest[corners[:, 0]])


def lined(hair: Part, origin: Floats, alpha: NDArray[np.uint8], lining: Lining) -> Part:
    """The inner side of hair that hangs: its dense triangles that `lining` names once more, turned about."""
    corners = hair.positions[hair.triangles] - origin
    hangs = (corners[:, :, 1].max(axis=1) < lining.below) & (corners[:, :, 2].min(axis=1) > lining.before)
    inner = hair.keep(hangs & (_opacity(hair, alpha).min(axis=1) > DENSE))
    from_axis = (inner.positions - origin - [0.0, 0.0, AXIS_Z]) * [1.0, 0.0, 1.0]
    inward = from_axis / np.maximum(np.linalg.norm(from_axis, axis=1, keepdims=True), 1e-6)
    height = inner.positions[:, 1:2]
    depth = lining.inward * np.clip((height - height.min()) / TAPER, 0, 1)
    return replace(inner, positions=inner.positions - depth * inward, triangles=inner.triangles[:, ::-1])


def bent(_ends: Floats, raised: Floats) -> NDArray[np.bool_]:
    """Edges (E,) whose middle stands out by what a shopper can see: by where it is `raised` (E,)."""
    return raised > SEEN


def without_veils(hair: Part, alpha: NDArray[np.uint8]) -> Part:
    """The hair without triangles that are nowhere dense: large ones look like smoked glass beside the head."""
    return hair.keep(_opacity(hair, alpha).max(axis=1) >= VEIL)


def _opacity(hair: Part, alpha: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The alpha (M, 28) at places spread over each triangle."""
    height, width = alpha.shape
    steps = np.array([(i / 6, j / 6, (6 - i - j) / 6) for i in range(7) for j in range(7 - i)])
    spots = np.einsum("sc,tcx->tsx", steps, hair.uv[hair.triangles]) * (width, height)
    x = np.clip(spots[:, :, 0].astype(int), 0, width - 1)
    y = np.clip(spots[:, :, 1].astype(int), 0, height - 1)
    return np.asarray(alpha[y, x])
