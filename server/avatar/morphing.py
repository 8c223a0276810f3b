"""Blends a part's shapes on the CPU: only those that are on, only the vertices that they move."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.animation.port import ARKIT_NAMES
from server.avatar.figure import FigurePart

Floats = NDArray[np.float32]
FAINTEST = 0.002


@dataclass(frozen=True, slots=True)
class _Shape:
    first: int
    offsets: Floats


class MorphedVertices:
    """Positions and normals of a part under ARKit weights."""

    def __init__(self, part: FigurePart) -> None:
        rest_positions = part.positions.astype(np.float64)
        groups = _welded(part.positions)
        rest_normals = _normals(rest_positions, part.triangles, groups)
        self._rest = np.hstack([part.positions, part.normals]).astype(np.float32)
        self._shapes: list[_Shape | None] = []
        for name in ARKIT_NAMES:
            delta = part.morphs.get(name)
            if delta is None or not delta.any():
                self._shapes.append(None)
                continue
            bent = _normals(rest_positions + delta, part.triangles, groups) - rest_normals
            both = np.hstack([delta, bent]).astype(np.float32)
            rows = np.flatnonzero(np.abs(both).max(axis=1) > 1e-6)
            first, last = int(rows[0]), int(rows[-1]) + 1
            self._shapes.append(_Shape(first, np.ascontiguousarray(both[first:last])))

    def at(self, weights: Floats) -> Floats:
        """Interleaved positions and normals (N, 6) for `weights` (52,); normals are not unit length."""
        mixed = self._rest.copy()
        for weight, shape in zip(weights, self._shapes, strict=True):
            if shape is not None and weight > FAINTEST:
                mixed[shape.first : shape.first + len(shape.offsets)] += weight * shape.offsets
        return mixed


def _welded(positions: Floats) -> NDArray[np.int64]:
    """A number for each distinct place, so that normals run smoothly over texture seams (N,)."""
    _, groups = np.unique(np.round(positions, 6), axis=0, return_inverse=True)
    return groups.reshape(-1).astype(np.int64)


def _normals(
    positions: NDArray[np.float64], triangles: NDArray[np.uint32], groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    a, b, c = (positions[triangles[:, corner]] for corner in range(3))
    faces = np.cross(b - a, c - a)
    count = int(groups.max()) + 1
    corners = groups[triangles]
    summed = np.stack(
        [np.bincount(corners.reshape(-1), weights=np.repeat(faces[:, axis], 3), minlength=count) for axis in range(3)],
        axis=1,
    )
    length = np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-15)
    unit: NDArray[np.float64] = (summed / length)[groups]
    return unit
