"""Which triangles of a part can ever be seen, so that what lies under others is not drawn for every picture."""

import numpy as np
from numpy.typing import NDArray

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
