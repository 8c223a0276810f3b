"""Smoothing of edges on the CPU."""

import numpy as np

from server.avatar.smoothing import smooth_edges


def test_a_plain_picture_stays_as_it_is() -> None:
    """A gentle ramp has no edge and is left alone."""
    ramp = np.tile(np.arange(64, dtype=np.uint8), (32, 1))
    smoothed = ramp.copy()
    smooth_edges(smoothed, smoothed)
    assert np.array_equal(smoothed, ramp)


def test_a_stair_becomes_a_slope_between_its_two_sides() -> None:
    """Along a slanted edge there are values in between, none beyond the two sides."""
    y, x = np.mgrid[0:48, 0:48]
    hard = np.where(x > y * 0.4 + 10, 200, 40).astype(np.uint8)
    smoothed = hard.copy()
    smooth_edges(smoothed, smoothed)
    between = (smoothed > 50) & (smoothed < 190)
    assert between.sum() > 40
    assert smoothed.min() == 40
    assert smoothed.max() == 200


def test_other_planes_follow_the_edges_of_the_luma() -> None:
    """A plane without contrast of its own keeps its value where the luma has an edge."""
    luma = np.zeros((20, 20), np.uint8)
    luma[:, 10:] = 255
    flat = np.full((20, 20), 90, np.uint8)
    smooth_edges(luma.copy(), luma, flat)
    assert (flat == 90).all()
