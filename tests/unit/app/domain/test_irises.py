from dataclasses import replace
from math import cos, radians, sin

import pytest

from app.domain.irises import LIMBUS_FACTOR, PUPIL_NASAL, PUPIL_UP, irises
from tests.synthetic_face import FOCAL_PX, Head


def test_rings_give_the_visible_iris() -> None:
    """The landmarker's rings are freed of their usual excess."""
    assert irises(Head(distance=500.0).landmarks()).diameter_px == pytest.approx(11.71 * FOCAL_PX / 500, abs=0.05)


def test_edges_outrank_rings() -> None:
    """Irises whose edges were found in the picture give size and place, with the smaller error."""
    face = Head().landmarks()
    found = irises(replace(face, limbus=((580.0, 360.0, 19.8), (700.0, 360.0, 19.8))))
    assert found.diameter_px == pytest.approx(19.8 / LIMBUS_FACTOR)
    assert found.relative_sd < irises(face).relative_sd
    assert found.pupil_distance_px == pytest.approx(120.0 - 2 * PUPIL_NASAL * 20.0)


@pytest.mark.parametrize("roll", [0.0, 20.0, -20.0])
def test_pupils_lie_nasal_and_above_whatever_the_lean(roll: float) -> None:
    """The pupils' place within the irises leans with the head."""
    x, y, turn = 60.0, 0.0, radians(-roll)
    left = (640 + x * cos(turn), 360 + x * sin(turn) + y, 20.0 * LIMBUS_FACTOR)
    right = (640 - x * cos(turn), 360 - x * sin(turn) + y, 20.0 * LIMBUS_FACTOR)
    (right_x, right_y), (left_x, left_y) = irises(replace(Head().landmarks(), limbus=(right, left))).pupils
    middle = ((right_x + left_x) / 2 - 640, (right_y + left_y) / 2 - 360)
    up = PUPIL_UP * 20.0
    assert middle == pytest.approx((up * sin(turn), -up * cos(turn)), abs=1e-6)
    assert (left_x - right_x) ** 2 + (left_y - right_y) ** 2 == pytest.approx((120 - 2 * PUPIL_NASAL * 20.0) ** 2)
