"""Which triangles of a figure can ever be seen, so that what lies under others is not drawn for every picture.

The figure is drawn in trial poses with a number for a colour, and what shows in any of them is kept.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from server.animation.port import ARKIT_INDEX
from server.avatar.figure import Figure, FigurePart
from server.avatar.placement import placed, turns
from server.avatar.pose import FacePose, neutral_weights
from server.avatar.scene import Camera

Mask = NDArray[np.bool_]
THINNED = ("skin", "hair", "teeth")
TOLERANCE = 2e-4
"""Of the depth buffer's range: at the figure's distance about 4 mm."""
_STEPS = 3
_SPOTS = np.array(
    [(i, j, _STEPS - i - j) for i in range(_STEPS + 1) for j in range(_STEPS + 1 - i)], np.float32
) / np.float32(_STEPS)
_EXPRESSIONS = (
    {"jawOpen": 1.0, "mouthLowerDown": 0.6, "mouthUpperUp": 0.6},
    {"eyeBlink": 1.0, "browDown": 1.0},
    {"jawOpen": 0.5, "mouthFunnel": 0.8, "tongueOut": 1.0, "eyeWide": 1.0},
    {"mouthSmile": 1.0, "jawOpen": 0.5, "mouthUpperUp": 0.6, "mouthLowerDown": 0.6},
    {"mouthPucker": 1.0, "browInnerUp": 1.0, "jawOpen": 0.2},
    {"mouthRollLower": 1.0, "mouthRollUpper": 1.0, "eyeSquint": 1.0},
    {"mouthLeft": 1.0, "jawOpen": 0.3},
)
"""Extremes that uncover what a face at rest hides; a name without a side means both."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which triangles (M,) of a part are to be drawn as `solid`, and which where they let something through."""

    solid: Mask
    sheer: Mask


class Census:
    """Counts what of a figure shows in pictures of `size` pixels.

    In them each triangle has the colour of its own number: those of the part `name` run from `first(name)` on, and 0 is
    the backdrop.
    """

    def __init__(self, figure: Figure, camera: Camera, size: tuple[int, int]) -> None:
        self._figure, self._camera, self._size = figure, camera, size
        counts = [len(part.triangles) for part in figure.parts]
        self._first = dict(zip((part.name for part in figure.parts), np.cumsum([1, *counts]).tolist(), strict=False))
        self._seen = np.zeros(1 + sum(counts), np.bool_)
        self._sheer = np.zeros(len(figure.part("hair").triangles), np.bool_)

    def first(self, name: str) -> int:
        """The number of the part's first triangle."""
        return int(self._first[name])

    def note(self, pose: FacePose, numbers: NDArray[np.int32], depth: NDArray[np.float32]) -> None:
        """Note what shows of the figure in `pose`: `numbers` and the `depth` of what is solid, both (H, W).

        Hair does not follow expressions: where it lets something through is looked at on resting faces alone.
        """
        self._seen[numbers.reshape(-1)] = True
        if not pose.weights.any():
            hair = self._figure.part("hair")
            corners = placed(hair, pose, self._figure.neck_pivot, self._camera, self._size)
            self._sheer |= uncovered(corners, hair.triangles, depth)

    def shown(self, name: str) -> Shown:
        """What is to be drawn of a part, with its neighbours for poses in between.

        Of hair's inner side it is what was seen alone: that closes gaps, and no one looks at its rim.
        """
        triangles = self._figure.part(name).triangles
        first = self.first(name)
        seen = self._seen[first : first + len(triangles)]
        if name != "hair":
            solid = with_neighbours(seen, triangles)
            return Shown(solid, solid)
        outer = np.arange(len(triangles)) < len(triangles) // 2
        solid, sheer = (with_neighbours(chosen & outer, triangles) for chosen in (seen, self._sheer))
        return Shown(solid | seen, sheer)


def trial_poses() -> list[FacePose]:
    """The head turned every way, at rest and with an extreme expression."""
    still = turns()
    return still + [replace(p, weights=_weights(_EXPRESSIONS[n % len(_EXPRESSIONS)])) for n, p in enumerate(still)]


def _weights(expression: dict[str, float]) -> NDArray[np.float32]:
    weights = neutral_weights()
    for name, value in expression.items():
        for each in [name] if name in ARKIT_INDEX else [f"{name}Left", f"{name}Right"]:
            weights[ARKIT_INDEX[each]] = value
    return weights


def two_sided(part: FigurePart) -> FigurePart:
    """The part with a second skin that faces inward, of vertices of its own so that each can be left out by itself.

    Locks are open shells: where one curls away, its inside closes the gap to the next.
    """
    count = np.uint32(len(part.positions))

    def twice(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.concatenate([values, values])

    return replace(
        part,
        positions=twice(part.positions),
        normals=twice(part.normals),
        uv=twice(part.uv),
        colour=twice(part.colour),
        baked=twice(part.baked),
        triangles=np.concatenate([part.triangles, part.triangles[:, ::-1] + count]),
        morphs={name: twice(offsets) for name, offsets in part.morphs.items()},
    )


def uncovered(corners: NDArray[np.float32], triangles: NDArray[np.uint32], depth: NDArray[np.float32]) -> Mask:
    """Which triangles (M,) face the viewer of a picture and come to light in it.

    `corners` (N, 3) are column, row and depth 0..1 in the picture whose depth buffer is `depth` (H, W).
    """
    spots = np.einsum("sc,tcx->tsx", _SPOTS, corners[triangles])
    height, width = depth.shape
    columns = np.clip(spots[:, :, 0].astype(np.int32), 0, width - 1)
    rows = np.clip(spots[:, :, 1].astype(np.int32), 0, height - 1)
    shown: Mask = (spots[:, :, 2] <= depth[rows, columns] + TOLERANCE).any(axis=1)
    first, second, third = (corners[triangles[:, corner], :2] for corner in range(3))
    (ax, ay), (bx, by) = (second - first).T, (third - first).T
    facing: Mask = ax * by - ay * bx < 0
    return np.logical_and(shown, facing)


def with_neighbours(chosen: Mask, triangles: NDArray[np.uint32]) -> Mask:
    """The chosen triangles (M,) and all that share a corner with one."""
    corners = np.zeros(int(triangles.max()) + 1, np.bool_)
    corners[triangles[chosen]] = True
    grown: Mask = np.any(corners[triangles], axis=1)
    return grown
