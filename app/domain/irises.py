"""Pupils and visible irises in pixels, freed of the bias of whatever found them.

`packaging/assets/measure_iris.py` measures the constants against hand-placed points on 40 faces.
"""

from dataclasses import dataclass
from math import hypot

from app.domain.landmarks import LEFT_IRIS, RIGHT_IRIS, Landmarks

RING_FACTOR, RING_SD = 1.0055, 0.034
"""The landmarker's ring over the visible iris: mean and standard deviation between people."""

LIMBUS_FACTOR, LIMBUS_SD = 0.99, 0.02
"""The same for the edge found in the picture; at 13 to 36 px of diameter the mean runs from 0.985 to 0.995."""

PUPIL_NASAL, PUPIL_UP = 0.017, 0.06
"""Where the pupil's centre lies from the iris centre that is found, towards the nose and upwards, in iris diameters."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Irises:
    """Pupil centres of the shopper's right and left eye and the mean visible iris diameter, all in px.

    `relative_sd` of the diameter is the error that stays the same from picture to picture of one person.
    """

    pupils: tuple[Point, Point]
    diameter_px: float
    relative_sd: float

    @property
    def pupil_distance_px(self) -> float:
        (right_x, right_y), (left_x, left_y) = self.pupils
        return hypot(left_x - right_x, left_y - right_y)


def irises(landmarks: Landmarks) -> Irises:
    """From the edges found in the picture where they are there, otherwise from the landmarker's rings."""
    if landmarks.limbus is not None:
        right, left = landmarks.limbus
        diameter, error = (right[2] + left[2]) / 2 / LIMBUS_FACTOR, LIMBUS_SD / LIMBUS_FACTOR
    else:
        (right_ring, left_ring), pixels = landmarks.ring_diameters_px, landmarks.pixels
        right = (float(pixels[RIGHT_IRIS, 0]), float(pixels[RIGHT_IRIS, 1]), right_ring)
        left = (float(pixels[LEFT_IRIS, 0]), float(pixels[LEFT_IRIS, 1]), left_ring)
        diameter, error = (right_ring + left_ring) / 2 / RING_FACTOR, RING_SD / RING_FACTOR
    span = max(hypot(left[0] - right[0], left[1] - right[1]), 1e-9)
    across, down = (left[0] - right[0]) / span, (left[1] - right[1]) / span
    nasal, up = PUPIL_NASAL * diameter, PUPIL_UP * diameter
    pupils = (
        (right[0] + across * nasal + down * up, right[1] + down * nasal - across * up),
        (left[0] - across * nasal + down * up, left[1] - down * nasal - across * up),
    )
    return Irises(pupils, diameter, error)
