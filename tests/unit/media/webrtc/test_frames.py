"""Behaviour of the picture type."""

import numpy as np
import pytest

from media.webrtc.frames import FrameShapeError, I420Frame, solid


def test_planes_are_views_of_the_right_size() -> None:
    """Each plane is the part of the array that belongs to it, also for heights not divisible by four."""
    data = np.arange(6 * 3 // 2 * 4, dtype=np.uint8).reshape(9, 4)
    frame = I420Frame(4, 6, data, 0.0)

    assert frame.y.shape == (6, 4)
    assert frame.u.tolist() == [[24, 25], [26, 27], [28, 29]]
    assert frame.v.tolist() == [[30, 31], [32, 33], [34, 35]]
    assert np.shares_memory(frame.v, data)


def test_wrong_shape_is_refused() -> None:
    """An array that does not fit its size is refused with a sentence."""
    with pytest.raises(FrameShapeError, match="cannot be"):
        I420Frame(4, 4, np.zeros((4, 4), np.uint8), 0.0)


def test_solid_picture_has_neutral_colour() -> None:
    """A solid picture is grey."""
    frame = solid(8, 8, luma=200)

    assert set(frame.y.reshape(-1).tolist()) == {200}
    assert set(frame.u.reshape(-1).tolist()) == {128}
