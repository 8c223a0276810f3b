import pytest

from app.domain.head_pose import head_pose
from tests.synthetic_face import Head


@pytest.mark.parametrize(("yaw", "pitch", "roll"), [(0, 0, 0), (12, 0, 0), (0, -9, 0), (0, 0, 15), (-8, 6, -5)])
def test_angles_are_read_back(yaw: float, pitch: float, roll: float) -> None:
    """The pose matrix gives the angles that the head was turned by."""
    pose = head_pose(Head(yaw=yaw, pitch=pitch, roll=roll).landmarks())
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((yaw, pitch, roll), abs=0.01)


@pytest.mark.parametrize("yaw", [-12, 0, 12])
def test_points_alone_tell_the_side(yaw: float) -> None:
    """Without a matrix the points tell to which side a head is turned, within a few degrees."""
    assert head_pose(Head(yaw=yaw, distance=1000.0).landmarks(pose=False)).yaw == pytest.approx(yaw, abs=3.0)
