"""The small numbers that come back from the face worker; no picture and no point cloud is among them."""

from dataclasses import dataclass

from app.domain.head_pose import HeadPose
from app.domain.measurement import FaceSample
from app.domain.pose_gate import Obstacle

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FaceAnchor:
    """Where a frame sits on the face, for drawing it on the mirror picture.

    `matrix` 16 numbers, row by row: face to the landmarker's camera frame (x right, y up, z to the viewer, cm).
    `bridge` between the eyes on the nose's ridge as a fraction of the picture; `px_per_mm` in the plane of the irises.
    """

    matrix: tuple[float, ...]
    bridge: Point
    px_per_mm: float


@dataclass(frozen=True, slots=True)
class FaceObservation:
    """What one picture showed.

    `captured_at` in seconds on the submitter's clock; `faces` counted in the picture (2 means two or more); `obstacle`
    says why `sample` is missing, None when it is there. `box` (left, top, right, bottom) and `eyes_centre` as fractions
    of the picture; `pupils_px` the shopper's right and left; `image_size` (width, height) px; `brightness` 0..255 of
    the face; `took_ms` landmarks and measuring.
    """

    captured_at: float
    image_size: tuple[int, int]
    faces: int
    obstacle: Obstacle | None
    took_ms: float
    pose: HeadPose | None = None
    sample: FaceSample | None = None
    box: tuple[float, float, float, float] | None = None
    eyes_centre: Point | None = None
    pupils_px: tuple[Point, Point] | None = None
    iris_px: float | None = None
    brightness: float | None = None
    anchor: FaceAnchor | None = None
