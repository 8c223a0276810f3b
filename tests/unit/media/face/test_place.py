"""The companion is told where the shopper stands in few numbers, seldom, and when they are gone."""

import pytest

from app.protocol.messages import Place, ShopperPlace
from media.face.observation import FaceObservation
from media.face.observer import FaceSettings
from media.face.place import Places


def _seen(at: float, across: float = 0.5, along: float = 0.5, iris: float = 11.71) -> FaceObservation:
    return FaceObservation(at, (1280, 720), 1, None, 5.0, eyes_centre=(across, along), iris_px=iris)


def _nobody(at: float) -> FaceObservation:
    return FaceObservation(at, (1280, 720), 0, None, 5.0)


@pytest.fixture
def places() -> Places:
    return Places(FaceSettings(focal_px=640.0))


def test_direction_and_distance_are_told(places: Places) -> None:
    """A face at the right edge of a picture of 90 degrees is 45 degrees to the right, its iris tells the distance."""
    told = places.add(_seen(0.0, across=1.0))
    assert told == ShopperPlace(place=Place(right_deg=45.0, down_deg=0.0, distance_m=0.64))


def test_a_face_that_stays_is_told_once(places: Places) -> None:
    """Small movements send nothing, larger ones do, and never more than five a second."""
    assert places.add(_seen(0.0)) is not None
    assert places.add(_seen(0.5, across=0.505)) is None
    told = [places.add(_seen(1.0 + 0.05 * n, across=0.5 + 0.03 * (n % 7))) for n in range(40)]
    assert 5 <= sum(message is not None for message in told) <= 11


def test_a_lost_face_is_told_once_after_two_seconds(places: Places) -> None:
    """Nothing is said for two seconds, then that nobody is seen, once."""
    places.add(_seen(0.0))
    told = [places.add(_nobody(0.5 * n)) for n in range(1, 10)]
    assert told == [None, None, None, ShopperPlace(), None, None, None, None, None]
    assert places.add(_seen(6.0)) is not None


def test_nobody_is_not_told_before_somebody(places: Places) -> None:
    """Without a face there is no message at all."""
    assert [places.add(_nobody(float(n))) for n in range(5)] == [None] * 5
