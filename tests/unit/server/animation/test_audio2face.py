"""Audio2Face-3D's frames become curves."""

import numpy as np
import pytest

from app.errors import ServiceError
from server.animation.audio2face import curves
from server.animation.port import ARKIT_INDEX


def test_shapes_are_found_by_name_in_any_order_and_spelling() -> None:
    """PascalCase names in a foreign order land on our shapes; a shape that ARKit lacks is left out."""
    made = curves(["TongueTipUp", "MouthClose", "JawOpen"], [0.0], np.array([[0.9, 0.2, 0.7]], np.float32))
    assert made.values[0, ARKIT_INDEX["jawOpen"]] == pytest.approx(0.7)
    assert made.values[0, ARKIT_INDEX["mouthClose"]] == pytest.approx(0.2)
    assert made.values[0].sum() == pytest.approx(0.9)


def test_uneven_time_codes_become_an_even_rate() -> None:
    """Frames at other moments than ours are interpolated to the asked rate."""
    made = curves(["JawOpen"], [0.0, 0.1, 0.3], np.array([[0.0], [0.2], [0.6]], np.float32), rate=20)
    assert made.rate == 20
    assert made.values[:, ARKIT_INDEX["jawOpen"]] == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])


def test_values_that_are_no_numbers_rest() -> None:
    """NaN and infinity do not reach the face, and nothing leaves 0..1."""
    made = curves(["JawOpen", "MouthClose"], [0.0, 1 / 30], np.array([[np.nan, 7], [np.inf, -2]], np.float32))
    assert np.isfinite(made.values).all()
    assert made.values.min() >= 0
    assert made.values.max() == 1


@pytest.mark.parametrize(
    ("names", "times"), [(["JawOpen", "MouthClose"], [0.0, 0.1]), (["JawOpen"], [0.1, 0.0]), (["Other"], [0.0, 0.1])]
)
def test_frames_that_do_not_fit_are_refused(names: list[str], times: list[float]) -> None:
    """Wrong widths, times that go back and unknown shapes alone raise the service's error."""
    with pytest.raises(ServiceError):
        curves(names, times, np.zeros((2, 1), np.float32))
