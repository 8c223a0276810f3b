"""Counting pictures."""

import pytest

from media.picture_count import PictureCount, percentile
from media.webrtc.frames import solid


def test_only_distinct_pictures_count() -> None:
    """Every picture shown twice still makes 25 a second."""
    count = PictureCount()
    for index in range(50):
        for repeat in range(2):
            count.add(solid(64, 96, luma=16 + index), 5.0 + index * 0.04 + repeat * 0.02)
    figures = count.figures()
    assert figures.fps == pytest.approx(25.0)
    assert (figures.distinct, figures.width, figures.height, figures.freezes) == (50, 64, 96, 0)


def test_a_standing_picture_is_a_freeze() -> None:
    """600 ms of the same picture count, 400 ms do not."""
    count = PictureCount()
    for luma, at in ((20, 0.0), (30, 0.4), (30, 0.8), (40, 1.0), (50, 1.04)):
        count.add(solid(64, 64, luma=luma), at)
    assert count.figures().freezes == 1
    assert count.figures().longest_gap == pytest.approx(0.6)


def test_skew_is_a_magnitude() -> None:
    """Early and late are equally wrong."""
    count = PictureCount()
    for seconds in (0.01, -0.02, 0.03, -0.04):
        count.skew(seconds)
    skew = count.skews()
    assert skew is not None
    assert (round(skew.p50), round(skew.p95), skew.count) == (20, 40, 4)


def test_nothing_has_no_percentile() -> None:
    """An empty list is refused."""
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)
    assert PictureCount().skews() is None
