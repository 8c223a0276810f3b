"""From a picture to one observation: landmarks, gate, millimetres, shape."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.domain.face_shape import FaceShapeModel
from app.domain.head_pose import head_pose
from app.domain.irises import Irises, irises
from app.domain.landmarks import Landmarks
from app.domain.millimetres import IRIS_MM, Camera, measure
from app.domain.pose_gate import Obstacle, PoseGate, live_gate
from media.face.landmarks import FaceLandmarker, Picture
from media.face.limbus import with_limbus
from media.face.observation import FaceAnchor, FaceObservation

DARK = 35.0
"""Mean brightness of a face, 0..255, below which its irises cannot be told from their lids."""

_BRIDGE = 168


@dataclass(frozen=True, slots=True)
class FaceSettings:
    """How to look.

    `focal_px` of the calibrated camera at the size of its pictures; without it `field_of_view_deg` along the longer
    side is assumed.
    """

    focal_px: float | None = None
    field_of_view_deg: float = 66.0

    def camera(self, image_size: tuple[int, int]) -> Camera:
        if self.focal_px is not None:
            return Camera.calibrated(self.focal_px)
        return Camera.assumed(image_size, self.field_of_view_deg)


class FaceObserver:
    """Observes live pictures one after the other. `seconds` is a monotonic clock for `took_ms`."""

    def __init__(
        self,
        landmarker: FaceLandmarker,
        shapes: FaceShapeModel,
        settings: FaceSettings,
        seconds: Callable[[], float],
        gate: PoseGate | None = None,
    ) -> None:
        self._landmarker = landmarker
        self._shapes = shapes
        self._settings = settings
        self._gate = gate or live_gate()
        self._seconds = seconds

    def observe(self, picture: Picture, captured_at: float) -> FaceObservation:
        """One picture (height x width x 3, uint8, BGR); raises `MeasurementError` for anything else."""
        began = self._seconds()
        landmarks = self._landmarker.read(picture, captured_at)
        size = (picture.shape[1], picture.shape[0])
        if landmarks is None:
            return FaceObservation(captured_at, size, 0, Obstacle.NO_FACE, self._since(began))
        camera = self._settings.camera(size)
        brightness = _brightness(picture, landmarks)
        obstacle = self._gate.check(landmarks, camera)
        if obstacle is None and brightness < DARK:
            obstacle = Obstacle.DARK
        if obstacle is None:
            landmarks = with_limbus(landmarks, picture)
        eyes = irises(landmarks)
        sample = measure(landmarks, camera, self._shapes) if obstacle is None else None
        return FaceObservation(
            captured_at,
            size,
            landmarks.faces_seen,
            obstacle,
            self._since(began),
            pose=head_pose(landmarks),
            sample=sample,
            box=landmarks.box,
            eyes_centre=landmarks.eyes_centre,
            pupils_px=eyes.pupils,
            iris_px=eyes.diameter_px,
            brightness=brightness,
            anchor=_anchor(landmarks, eyes),
        )

    def close(self) -> None:
        self._landmarker.close()

    def _since(self, began: float) -> float:
        return (self._seconds() - began) * 1000


def _anchor(landmarks: Landmarks, eyes: Irises) -> FaceAnchor | None:
    if landmarks.pose is None:
        return None
    x, y = landmarks.points[_BRIDGE, :2]
    matrix = tuple(float(number) for number in landmarks.pose.ravel())
    return FaceAnchor(matrix, (float(x), float(y)), eyes.diameter_px / IRIS_MM)


def _brightness(picture: Picture, landmarks: Landmarks) -> float:
    """Mean of every fourth pixel of the face's box; 0 when the box lies outside the picture."""
    height, width = picture.shape[:2]
    left, top, right, bottom = (min(max(part, 0.0), 1.0) for part in landmarks.box)
    part = picture[int(top * height) : int(bottom * height) : 4, int(left * width) : int(right * width) : 4]
    return float(np.mean(part)) if part.size else 0.0
