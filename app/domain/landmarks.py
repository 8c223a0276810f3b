"""Points on a face as the landmarker gives them, free of any vendor's types."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

COUNT = 478
RIGHT_IRIS, LEFT_IRIS = 468, 473
"""Centres of the irises; the shopper's right eye is on the left of the picture. Four ring points follow each."""

Circle = tuple[float, float, float]
"""Centre x, centre y and diameter in px."""

FACE_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Landmarks:
    """One face.

    `points` 478 x 3 float32, x and y as fractions of the picture's width and height from its upper left corner, z as
    a fraction of the width, smaller is nearer (MediaPipe's convention). `image_size` (width, height) in px. `pose`
    4 x 4: face to camera frame (x right, y up, z towards the viewer), or None. `blendshapes` name to 0..1, or None.
    `faces_seen` counts every face in the picture. `limbus` holds the shopper's right and left iris as their edges were
    found in the picture, None where that was not tried or not possible. Wrong shapes or non-finite points raise
    `ValueError`.
    """

    points: npt.NDArray[np.float32]
    image_size: tuple[int, int]
    pose: Floats | None = None
    blendshapes: Mapping[str, float] | None = None
    faces_seen: int = 1
    limbus: tuple[Circle, Circle] | None = None

    def __post_init__(self) -> None:
        if self.points.shape != (COUNT, 3):
            raise ValueError(f"a face has {COUNT} x 3 numbers, not {' x '.join(map(str, self.points.shape))}")
        if not np.isfinite(self.points).all():
            raise ValueError("a face's points must be finite")
        if min(self.image_size) <= 0:
            raise ValueError("a picture has a width and a height")
        if self.pose is not None and (self.pose.shape != (4, 4) or not np.isfinite(self.pose).all()):
            raise ValueError("a pose is a finite 4 x 4 matrix")

    @cached_property
    def pixels(self) -> Floats:
        """478 x 3 in px: x to the right, y down, z away from the viewer on the scale of x."""
        width, height = self.image_size
        scaled: Floats = self.points.astype(np.float64) * (width, height, width)
        return scaled

    @property
    def ring_diameters_px(self) -> tuple[float, float]:
        """Mean of the horizontal and vertical diameter of the landmarker's right and left iris ring."""
        right, left = (
            (_span(self.pixels, centre + 1, centre + 3) + _span(self.pixels, centre + 2, centre + 4)) / 2
            for centre in (RIGHT_IRIS, LEFT_IRIS)
        )
        return right, left

    @property
    def width_px(self) -> float:
        """Between the two zygia in px."""
        return _span(self.pixels, 234, 454)

    @property
    def eye_openings(self) -> tuple[float, float]:
        """Height over width of the right and left eye's lid opening, about 0.35 when open, below 0.12 in a blink."""
        right = _span(self.pixels, 159, 145) / max(_span(self.pixels, 33, 133), 1e-6)
        left = _span(self.pixels, 386, 374) / max(_span(self.pixels, 362, 263), 1e-6)
        return right, left

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the face as fractions of the picture."""
        oval = self.points[list(FACE_OVAL), :2]
        (left, top), (right, bottom) = oval.min(axis=0), oval.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    @property
    def eyes_centre(self) -> tuple[float, float]:
        """Midpoint of the pupils as fractions of the picture."""
        x, y = self.points[[RIGHT_IRIS, LEFT_IRIS], :2].mean(axis=0)
        return float(x), float(y)


def from_arrays(points: Any, image_size: Any, pose: Any = None, faces_seen: int = 1) -> Landmarks:
    """Landmarks from array-likes; raises `ValueError` for wrong shapes or numbers."""
    width, height = (int(side) for side in image_size)
    matrix = None if pose is None else np.asarray(pose, dtype=np.float64)
    return Landmarks(np.asarray(points, dtype=np.float32), (width, height), matrix, faces_seen=faces_seen)


def _span(pixels: Floats, first: int, second: int) -> float:
    return float(np.hypot(*(pixels[first, :2] - pixels[second, :2])))
