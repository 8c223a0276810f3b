"""Millimetres from one picture of a face, scaled by the visible iris.

Frames of reference: picture x right, y down, in px; lengths in mm; distances from the camera to the eyes.
`docs/measuring.md` says where each constant comes from and how to measure it again.
"""

from dataclasses import dataclass
from math import atan, hypot, radians, sin, tan

from app.domain.face_shape import FaceShapeModel
from app.domain.head_pose import HeadPose, head_pose
from app.domain.irises import Irises, irises
from app.domain.landmarks import Landmarks
from app.domain.measurement import Estimate, FaceSample

IRIS_MM, IRIS_SD = 11.71, 0.42
"""Visible iris diameter of adults, 390 eyes."""

YAW_SD_DEG = 3.0
LANDMARK_SD_PX = 0.35
"""Jitter of one landmark from frame to frame, at the sizes that pass the gate."""

ZYGION_DEPTH_MM, ZYGION_DEPTH_SD = 40.0, 10.0
"""The widest points of the face lie this far behind the irises."""

WIDTH_LANDMARK_SD = 0.025
"""Relative error of where the landmarker puts the zygia: unlike the irises it could not be checked by hand."""

EYE_ROTATION_MM, ENTRANCE_PUPIL_MM = 13.5, 3.05
"""Behind the cornea: the eye's centre of rotation and its entrance pupil."""

UNKNOWN_DISTANCE_MM, UNKNOWN_DISTANCE_RANGE = 800.0, (400.0, 2000.0)
"""Where a photographer of unknown equipment stands: used only for corrections of a few per cent."""


@dataclass(frozen=True, slots=True)
class Camera:
    """What is known of the lens: focal length in px with its relative standard deviation, or nothing at all."""

    focal_px: float | None
    relative_sd: float = 0.0

    def __post_init__(self) -> None:
        if self.focal_px is not None and not self.focal_px > 0:
            raise ValueError("a focal length is positive")

    @classmethod
    def calibrated(cls, focal_px: float) -> "Camera":
        """A camera that was calibrated with the printed target."""
        return cls(focal_px, 0.01)

    @classmethod
    def assumed(cls, image_size: tuple[int, int], field_of_view_deg: float = 66.0) -> "Camera":
        """An uncalibrated kiosk camera: 66 degrees along the longer side, 50 to 85 being about the 95 % range."""
        return cls(max(image_size) / 2 / tan(radians(field_of_view_deg) / 2), 0.15)

    @classmethod
    def unknown(cls) -> "Camera":
        """Whatever took a photograph from elsewhere, perhaps cropped since: distances cannot be told."""
        return cls(None)

    def distance(self, eyes: Irises) -> Estimate | None:
        """Distance of the eyes in mm, or None when the lens is unknown."""
        if self.focal_px is None:
            return None
        value = self.focal_px * IRIS_MM / eyes.diameter_px
        return Estimate(value, value * hypot(scale_sd(eyes), self.relative_sd), value * _iris_jitter(eyes))


def measure(landmarks: Landmarks, camera: Camera, shapes: FaceShapeModel) -> FaceSample:
    """Millimetres and shape of one face that passed the gate."""
    pose, eyes = head_pose(landmarks), irises(landmarks)
    distance = camera.distance(eyes)
    return FaceSample(
        pd=far_pd(eyes, pose, distance),
        face_width=face_width(landmarks.width_px, eyes, pose, distance),
        shape=shapes.probabilities(landmarks),
        distance=distance,
    )


def scale_sd(eyes: Irises) -> float:
    """Relative error of the millimetre scale: the shopper's own iris, and how well it was seen."""
    return hypot(IRIS_SD / IRIS_MM, eyes.relative_sd)


def far_pd(eyes: Irises, pose: HeadPose, distance: Estimate | None) -> Estimate:
    """Pupillary distance for far vision; the eyes are taken to look at the camera.

    The irises face the camera whatever the head does, so only the line between the pupils is foreshortened by yaw.
    """
    near = eyes.pupil_distance_px / pose.foreshortening / eyes.diameter_px * IRIS_MM
    low, middle, high = _distances(distance)
    turn = vergence(near, middle)
    turn_sd = (vergence(near, low) - vergence(near, high)) / 4
    jitter = hypot(_iris_jitter(eyes), LANDMARK_SD_PX * 2**0.5 / eyes.pupil_distance_px)
    return Estimate(
        near + turn,
        systematic_sd=hypot(near * scale_sd(eyes), near * _yaw_error(pose), turn_sd),
        random_sd=near * jitter,
    )


def face_width(width_px: float, eyes: Irises, pose: HeadPose, distance: Estimate | None) -> Estimate:
    """Width between the zygia, which lie behind the plane that the irises scale and so look smaller than they are."""
    flat = width_px / pose.foreshortening / eyes.diameter_px * IRIS_MM
    low, middle, high = _distances(distance)
    value = flat * (1 + ZYGION_DEPTH_MM / middle)
    depth_sd = hypot(ZYGION_DEPTH_SD / middle, ZYGION_DEPTH_MM * (1 / low - 1 / high) / 4)
    jitter = hypot(_iris_jitter(eyes), LANDMARK_SD_PX * 2**0.5 / width_px)
    return Estimate(
        value,
        systematic_sd=value * hypot(scale_sd(eyes), WIDTH_LANDMARK_SD, depth_sd, _yaw_error(pose)),
        random_sd=value * jitter,
    )


def vergence(near_pd: float, distance_mm: float) -> float:
    """How much further apart the pupils stand in far vision than while they converge on a point at that distance."""
    lever = EYE_ROTATION_MM - ENTRANCE_PUPIL_MM
    return 2 * lever * sin(atan(near_pd / 2 / (distance_mm + EYE_ROTATION_MM)))


def _distances(distance: Estimate | None) -> tuple[float, float, float]:
    """Low, likely and high distance in mm, about four standard deviations from end to end."""
    if distance is None:
        low, high = UNKNOWN_DISTANCE_RANGE
        return low, UNKNOWN_DISTANCE_MM, high
    spread = 2 * hypot(distance.systematic_sd, distance.random_sd)
    return max(distance.value - spread, 100.0), distance.value, distance.value + spread


def _iris_jitter(eyes: Irises) -> float:
    """Relative random error of the mean of four diameters."""
    return LANDMARK_SD_PX * 2**0.5 / 2 / eyes.diameter_px


def _yaw_error(pose: HeadPose) -> float:
    """Relative error of 1 / cos(yaw) when yaw itself is uncertain."""
    error = radians(YAW_SD_DEG)
    return abs(tan(radians(pose.yaw))) * error + error**2 / 2
