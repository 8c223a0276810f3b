"""Which triangles of a part can ever be seen, so that what lies under others is not drawn for every picture."""

import numpy as np
from numpy.typing import NDArray

from dataclasses import replace
from server.animation.port import ARKIT_INDEX
from server.avatar.placement import turns
from server.avatar.pose import FacePose, neutral_weights

TOLERANCE = 2e-4
"""Of the depth buffer's range: at the figure's distance about 4 mm."""
_STEPS = 3
_SPOTS = np.array(
    [(i, j, _STEPS - i - j) for i in range(_STEPS + 1) for j in range(_STEPS + 1 - i)], np.float32
) / np.float32(_STEPS)


def uncovered(
    corners: NDArray[np.float32], triangles: NDArray[np.uint32], depth: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Which triangles (M,) come to light in a picture.

    `corners` (N, 3) are column, row and depth 0..1 in the picture whose depth buffer is `depth` (H, W).
    """
    spots = np.einsum("sc,tcx->tsx", _SPOTS, corners[triangles])
    height, width = depth.shape
    columns = np.clip(spots[:, :, 0].astype(np.int32), 0, width - 1)
    rows = np.clip(spots[:, :, 1].astype(np.int32), 0, height - 1)
    shown: NDArray[np.bool_] = (spots[:, :, 2] <= depth[rows, columns] + TOLERANCE).any(axis=1)
    return shown


def with_neighbours(chosen: NDArray[np.bool_], triangles: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """The chosen triangles (M,) and all that share a corner with one."""
    corners = np.zeros(int(triangles.max()) + 1, np.bool_)
    corners[triangles[chosen]] = True
    grown: NDArray[np.bool_] = np.any(corners[triangles], axis=1)
    return grown


_EXPRESSIONS = (
    {"jawOpen": 1.0, "mouthLowerDownLeft": 0.6, "mouthLowerDownRight": 0.6, "mouthUpperUpLeft": 0.6, "mouthUpperUpRight": 0.6},
    {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0, "browDownLeft": 1.0, "browDownRight": 1.0},
    {"jawOpen": 0.5, "mouthFunnel": 0.8, "tongueOut": 1.0, "eyeWideLeft": 1.0, "eyeWideRight": 1.0},
    {"mouthSmileLeft": 1.0, "mouthSmileRight": 1.0, "jawOpen": 0.5, "mouthUpperUpLeft": 0.6, "mouthUpperUpRight": 0.6, "mouthLowerDownLeft": 0.6, "mouthLowerDownRight": 0.6},
    {"mouthPucker": 1.0, "browInnerUp": 1.0, "jawOpen": 0.2},
    {"mouthRollLower": 1.0, "mouthRollUpper": 1.0, "eyeSquintLeft": 1.0, "eyeSquintRight": 1.0},
    {"mouthLeft": 1.0, "jawOpen": 0.3},
)


def trial_poses() -> list[FacePose]:
    poses = turns()
    for number, pose in enumerate(turns()):
        weights = neutral_weights()
        for name, value in _EXPRESSIONS[number % len(_EXPRESSIONS)].items():
            weights[ARKIT_INDEX[name]] = value
        poses.append(replace(pose, weights=weights))
    return poses
