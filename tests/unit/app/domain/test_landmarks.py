import numpy as np
import pytest

from app.domain.irises import RING_FACTOR
from app.domain.landmarks import from_arrays
from tests.synthetic_face import FOCAL_PX, Head


@pytest.mark.parametrize(
    ("points", "size", "pose"),
    [
        (np.zeros((468, 3)), (640, 480), None),
        (np.full((478, 3), np.nan), (640, 480), None),
        (np.zeros((478, 3)), (0, 480), None),
        (np.zeros((478, 3)), (640, 480), np.eye(3)),
    ],
)
def test_malformed_faces_are_refused(points: object, size: object, pose: object) -> None:
    """Only 478 finite points in a picture that has a size make a face."""
    with pytest.raises(ValueError, match="a "):
        from_arrays(points, size, pose)


def test_pixels_follow_the_picture() -> None:
    """Face, rings and eyes are told in the picture's pixels and fractions."""
    face = Head(pd=60.0, distance=500.0).landmarks()
    assert face.ring_diameters_px == pytest.approx([Head().iris * RING_FACTOR * FOCAL_PX / 500] * 2, abs=0.05)
    assert face.width_px == pytest.approx(138 * FOCAL_PX / 540, abs=0.1)
    assert face.eyes_centre == pytest.approx((0.5, 0.5), abs=1e-4)
