from dataclasses import replace

import pytest

from app.domain.millimetres import Camera
from app.domain.pose_gate import Obstacle, live_gate, still_gate
from tests.synthetic_face import FOCAL_PX, Head

CAMERA = Camera.calibrated(FOCAL_PX)


@pytest.mark.parametrize(
    ("head", "obstacle"),
    [
        (Head(), None),
        (Head(yaw=7.0, pitch=-10.0, roll=8.0), None),
        (Head(yaw=-11.0), Obstacle.TURNED),
        (Head(pitch=24.0), Obstacle.TILTED),
        (Head(roll=16.0), Obstacle.LEANING),
        (Head(eye_opening=0.05), Obstacle.EYES_CLOSED),
        (Head(distance=200.0), Obstacle.TOO_CLOSE),
        (Head(distance=1300.0), Obstacle.TOO_FAR),
        (Head(distance=2000.0), Obstacle.TOO_SMALL),
        (Head(centre=(0.05, 0.5)), Obstacle.CUT_OFF),
        (Head(faces_seen=2), Obstacle.SEVERAL_FACES),
        (Head(pd=92.0), Obstacle.IMPLAUSIBLE),
        (Head(pd=30.0), Obstacle.IMPLAUSIBLE),
    ],
)
def test_gate_names_what_stands_in_the_way(head: Head, obstacle: Obstacle | None) -> None:
    """A live face is let through or turned away for the reason that the shopper can mend."""
    assert live_gate().check(head.landmarks(), CAMERA) == obstacle


def test_children_are_measured() -> None:
    """A child's pupillary distance of 45 mm passes."""
    assert live_gate().check(Head(pd=45.0, width=115.0).landmarks(), CAMERA) is None


def test_photographs_are_judged_more_kindly() -> None:
    """What a live shopper would be asked to mend is accepted in a photograph, at a wider interval."""
    face = Head(yaw=11.0).landmarks()
    assert live_gate().check(face, Camera.unknown()) is Obstacle.TURNED
    assert still_gate().check(face, Camera.unknown()) is None


def test_irises_that_differ_are_not_believed() -> None:
    """One iris that seems much larger than the other means that one of them was misread."""
    face = Head().landmarks()
    points = face.points.copy()
    points[469:473, :2] = points[468, :2] + (points[469:473, :2] - points[468, :2]) * 1.4
    assert live_gate().check(replace(face, points=points), CAMERA) is Obstacle.IMPLAUSIBLE


def test_every_obstacle_can_be_said() -> None:
    """Each obstacle has a reason for reports and a hint for the shopper, none of them twice the same reason."""
    assert len({obstacle.reason for obstacle in Obstacle}) == len(Obstacle)
    assert all(obstacle.hint for obstacle in Obstacle)
