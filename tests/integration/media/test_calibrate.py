"""The focal length of a camera from a person at a known distance."""

from pathlib import Path

import pytest

from app.clock import SystemClock
from app.domain.millimetres import IRIS_MM
from app.errors import DeviceMissingError
from media.calibrate import NEEDED, calibrate
from media.devices.replayed_camera import ReplayedCamera

FACES = Path(__file__).parents[4] / "shared" / "eval" / "faces"


@pytest.mark.skipif(not FACES.exists(), reason="the photographs lie beside the repository")
def test_a_still_face_gives_one_focal_length() -> None:
    """Twice the distance is twice the focal length, and a face that does not move has no spread."""
    photograph = min(FACES.glob("*.jpg"))
    result = calibrate(ReplayedCamera(SystemClock(), photograph), 600.0)
    assert result.pictures >= NEEDED
    assert result.spread_px / result.focal_px < 0.02
    iris_px = result.focal_px * IRIS_MM / 600.0
    assert 20 < iris_px < 60


def test_without_a_picture_the_reason_is_told(tmp_path: Path) -> None:
    """A missing camera ends the calibration at once with its own sentence."""
    with pytest.raises(DeviceMissingError, match=r"absent\.mp4"):
        calibrate(ReplayedCamera(SystemClock(), tmp_path / "absent.mp4"), 600.0)
