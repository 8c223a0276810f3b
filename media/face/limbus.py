"""Finds the edge of the irises in the picture itself, since the landmarker's ring follows an average eye.

Along short arcs to the left and right of each iris centre, away from the lids, the radius is sought at which brightness
rises most steeply from iris to sclera (the idea of Daugman's integro-differential operator).
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from app.domain.landmarks import LEFT_IRIS, RIGHT_IRIS, Circle, Floats, Landmarks

_ARC = np.radians(np.linspace(-20.0, 35.0, 14))
"""Angles from the horizontal, positive downwards, where lids seldom cover the edge."""

_RADII = np.linspace(0.78, 1.17, 60)
_SMOOTHING = 0.08
_SHIFTS = np.linspace(-0.1, 0.1, 5)
"""Radii searched, blur of the profile and vertical shifts of the centre tried, as parts of the ring's radius."""

_LEAST_STEP = 0.08
"""Least rise of brightness across the edge, as a part of the brightness around the eye."""

_MOST_DIFFERENCE = 1.2
"""Two irises of one person are closer in size than this."""


def with_limbus(landmarks: Landmarks, picture: npt.NDArray[np.uint8]) -> Landmarks:
    """The same face with `limbus`, when the edges of both irises are visible; `picture` is the BGR one it is from."""
    right, left = (
        _circle(picture, float(landmarks.pixels[centre, 0]), float(landmarks.pixels[centre, 1]), ring / 2)
        for centre, ring in zip((RIGHT_IRIS, LEFT_IRIS), landmarks.ring_diameters_px, strict=True)
    )
    if right is None or left is None or max(right[2], left[2]) > _MOST_DIFFERENCE * min(right[2], left[2]):
        return landmarks
    return replace(landmarks, limbus=(right, left))


def _circle(picture: npt.NDArray[np.uint8], x: float, y: float, radius: float) -> Circle | None:
    """The iris near (x, y) whose ring has that radius, in px, or None when no edge stands out."""
    reach = int(np.ceil(radius * 1.5)) + 2
    left, top = int(x) - reach, int(y) - reach
    part = picture[max(top, 0) : top + 2 * reach, max(left, 0) : left + 2 * reach]
    if left < 0 or top < 0 or min(part.shape[:2]) < 2 * reach:
        return None
    grey = part @ np.array([0.114, 0.587, 0.299])
    heights = [y + shift * radius for shift in _SHIFTS]
    edges = [_edges(grey, x - left, height - top, radius) for height in heights]
    best = max(range(len(edges)), key=lambda index: edges[index][0].slope + edges[index][1].slope)
    right_of, left_of = edges[best][1], edges[best][0]
    # A step blurred by a Gaussian keeps this share of its height in its steepest slope.
    least = _LEAST_STEP * float(grey.mean()) / (_SMOOTHING * radius * np.sqrt(2 * np.pi))
    if not (right_of.inside and left_of.inside) or min(right_of.slope, left_of.slope) < least:
        return None
    return x + (right_of.radius - left_of.radius) / 2, heights[best], right_of.radius + left_of.radius


@dataclass(frozen=True, slots=True)
class _Edge:
    """The steepest rise of brightness: how far from the centre in px, how steep, and whether within the search."""

    radius: float
    slope: float
    inside: bool


def _edges(grey: Floats, x: float, y: float, radius: float) -> tuple[_Edge, _Edge]:
    """The edges to the left and to the right of a centre."""
    radii = _RADII * radius
    spacing = float(radii[1] - radii[0])
    width = _SMOOTHING * radius / spacing
    reach = int(3 * width)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    found = []
    for side in (-1, 1):
        samples = _bilinear(grey, x + side * radii[:, None] * np.cos(_ARC), y + radii[:, None] * np.sin(_ARC))
        profile = np.pad(samples.mean(axis=1), reach, mode="edge")
        slopes = np.gradient(np.convolve(profile, kernel / kernel.sum(), "valid"), spacing)
        peak = int(np.argmax(slopes[1:-1])) + 1
        before, at, after = slopes[peak - 1 : peak + 2]
        curve = before - 2 * at + after
        offset = 0.5 * (before - after) / curve if curve < 0 else 0.0
        inside = 2 < peak < len(radii) - 3
        found.append(_Edge(float(radii[peak] + offset * spacing), float(at), inside))
    return found[0], found[1]


def _bilinear(grey: Floats, x: Floats, y: Floats) -> Floats:
    """Brightness between pixels; x and y must lie at least one pixel inside."""
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    across, down = x - column, y - row
    upper = grey[row, column] * (1 - across) + grey[row, column + 1] * across
    lower = grey[row + 1, column] * (1 - across) + grey[row + 1, column + 1] * across
    blended: Floats = upper * (1 - down) + lower * down
    return blended
