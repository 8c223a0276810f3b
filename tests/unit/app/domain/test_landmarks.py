import numpy as np
import pytest

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
    """Pupils and irises are told in pixels of the picture, the shopper's right eye first."""
    face = Head(pd=60.0, distance=500.0).landmarks()
    (right_x, right_y), (left_x, left_y) = face.pupils
    assert (right_x, left_x) == pytest.approx((640 - 60, 640 + 60), abs=0.01)
    assert (right_y, left_y) == pytest.approx((360, 360), abs=0.01)
    assert face.iris_px == pytest.approx(Head().iris * FOCAL_PX / 500, abs=0.05)
    assert face.eyes_centre == pytest.approx((0.5, 0.5), abs=1e-4)
