"""Which way a head is turned."""

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians

import numpy as np

from app.domain.landmarks import Floats, Landmarks


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Angles in degrees.

    `yaw` > 0 when the nose points to the right of the picture, `pitch` > 0 upwards, `roll` > 0 when the head leans
    counter-clockwise in the picture. The head is turned by pitch first, then yaw, then roll, about the picture's axes.
    """

    yaw: float
    pitch: float
    roll: float

    @property
    def foreshortening(self) -> float:
        """How much shorter the line between the pupils looks than it is, 0..1."""
        return cos(radians(self.yaw))


def head_pose(landmarks: Landmarks) -> HeadPose:
    """From the landmarker's pose matrix, or from the points themselves when there is none."""
    axes = _axes(landmarks) if landmarks.pose is None else landmarks.pose[:3, :3]
    turn = axes / np.linalg.norm(axes, axis=0)
    return HeadPose(
        yaw=degrees(atan2(-turn[2, 0], hypot(turn[0, 0], turn[1, 0]))),
        pitch=degrees(atan2(-turn[2, 1], turn[2, 2])),
        roll=degrees(atan2(turn[1, 0], turn[0, 0])),
    )


def _axes(landmarks: Landmarks) -> Floats:
    points = landmarks.pixels * (1.0, -1.0, -1.0)
    right = points[454] - points[234]
    right /= max(float(np.linalg.norm(right)), 1e-9)
    # From chin to forehead; the forehead's point lies nearer than the chin's shadow line by about 5 degrees.
    up = points[10] - points[152]
    up -= right * float(up @ right)
    up /= max(float(np.linalg.norm(up)), 1e-9)
    return np.stack([right, up, np.cross(right, up)], axis=1)
