"""A head with every millimetre known, seen by an ideal pinhole camera: landmarks to test the arithmetic with."""

from dataclasses import dataclass
from math import cos, pi, radians, sin

import numpy as np
import numpy.typing as npt

from app.domain.face_shape import FaceShapeModel
from app.domain.irises import PUPIL_NASAL, RING_FACTOR
from app.domain.landmarks import COUNT, LEFT_IRIS, RIGHT_IRIS, Landmarks
from app.domain.millimetres import IRIS_MM

SIZE = (1280, 720)
FOCAL_PX = 1000.0


@dataclass(frozen=True, slots=True)
class Head:
    """Lengths in mm. The eyes look at the camera, so `pd` is the near one; `iris` is what is visible of it."""

    pd: float = 62.0
    width: float = 138.0
    zygion_depth: float = 40.0
    iris: float = IRIS_MM
    distance: float = 500.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    eye_opening: float = 0.35
    centre: tuple[float, float] = (0.5, 0.5)
    faces_seen: int = 1

    def landmarks(self, *, pose: bool = True) -> Landmarks:
        """478 projected points; the origin lies midway between the pupils, x right, y up, z towards the camera."""
        mesh = FaceShapeModel.load().templates.mesh
        points = np.zeros((COUNT, 3))
        points[: len(mesh)] = (mesh - (mesh[33] + mesh[263]) / 2) * (self.width / np.ptp(mesh[[234, 454], 0]))
        for index, side in ((234, -1), (454, 1)):
            points[index] = (side * self.width / 2, 0.0, -self.zygion_depth)
        for lids, (inner, outer), side in (((159, 145), (133, 33), -1), ((386, 374), (362, 263), 1)):
            x = side * self.pd / 2
            points[inner], points[outer] = (x - side * 14, 0, 0), (x + side * 14, 0, 0)
            points[lids[0]], points[lids[1]] = (x, 14 * self.eye_opening, 0), (x, -14 * self.eye_opening, 0)
        turn = rotation(self.yaw, self.pitch, self.roll)
        placed = points @ turn.T
        for centre, side in ((RIGHT_IRIS, -1), (LEFT_IRIS, 1)):
            placed[centre] = turn @ (side * (self.pd / 2 + PUPIL_NASAL * self.iris), 0, 0)
            for step in range(4):
                angle = step * pi / 2
                placed[centre + 1 + step] = placed[centre] + self.iris * RING_FACTOR / 2 * np.array(
                    [cos(angle), sin(angle), 0]
                )
        matrix = np.eye(4)
        matrix[:3, :3] = turn
        return Landmarks(self._project(placed), SIZE, matrix if pose else None, faces_seen=self.faces_seen)

    def _project(self, placed: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
        scale = FOCAL_PX / (self.distance - placed[:, 2])
        x = self.centre[0] * SIZE[0] + placed[:, 0] * scale
        y = self.centre[1] * SIZE[1] - placed[:, 1] * scale
        z = -placed[:, 2] * FOCAL_PX / self.distance
        projected: npt.NDArray[np.float32] = (np.stack([x, y, z], axis=1) / (SIZE[0], SIZE[1], SIZE[0])).astype(
            np.float32
        )
        return projected


def rotation(yaw: float, pitch: float, roll: float) -> npt.NDArray[np.float64]:
    """Degrees as in `HeadPose`: first pitch, then yaw, then roll about fixed axes."""
    p, y, r = radians(pitch), radians(yaw), radians(roll)
    tilt = np.array([[1, 0, 0], [0, cos(p), sin(p)], [0, -sin(p), cos(p)]])
    turn = np.array([[cos(y), 0, sin(y)], [0, 1, 0], [-sin(y), 0, cos(y)]])
    lean = np.array([[cos(r), -sin(r), 0], [sin(r), cos(r), 0], [0, 0, 1]])
    result: npt.NDArray[np.float64] = lean @ turn @ tilt
    return result
