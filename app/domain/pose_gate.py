"""Whether a face can be measured as it stands, and what to ask for when it cannot."""

from dataclasses import dataclass
from enum import Enum

from app.domain.head_pose import head_pose
from app.domain.irises import irises
from app.domain.landmarks import Landmarks
from app.domain.millimetres import Camera, far_pd


class Obstacle(Enum):
    """Why there is no measurement: `reason` for reports, `hint` for the shopper."""

    NO_FACE = ("no face was found", "Please step in front of the screen")
    SEVERAL_FACES = ("more than one face is in the picture", "One person at a time, please")
    CUT_OFF = ("the face is not wholly in the picture", "Please move to the middle of the picture")
    TOO_FAR = ("the face is too far away", "Come a little closer")
    TOO_CLOSE = ("the face is too close", "Please step back a little")
    TOO_SMALL = ("the face is too small in the picture to measure", "Come a little closer")
    TURNED = ("the head is turned to the side", "Please look straight at the screen")
    TILTED = ("the head is tilted up or down", "Please hold your head level")
    LEANING = ("the head leans to one side", "Please hold your head upright")
    EYES_CLOSED = ("an eye is closed or hidden", "Please keep both eyes open")
    IMPLAUSIBLE = ("the irises could not be read reliably", "Please take off your glasses and face the light")
    DARK = ("the face is too dark", "A little more light on your face, please")

    @property
    def reason(self) -> str:
        return self.value[0]

    @property
    def hint(self) -> str:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class PoseGate:
    """Limits in degrees, px, mm and fractions. Distances are checked only where the lens is known."""

    yaw: float
    pitch: float
    roll: float
    iris_px: float
    distance_mm: tuple[float, float] = (250.0, 1200.0)
    eye_opening: float = 0.14
    iris_ratio: float = 1.25
    pd_mm: tuple[float, float] = (40.0, 80.0)

    def check(self, landmarks: Landmarks, camera: Camera) -> Obstacle | None:
        """The first obstacle, or None when the face can be measured."""
        if landmarks.faces_seen > 1:
            return Obstacle.SEVERAL_FACES
        right_iris, left_iris = landmarks.ring_diameters_px
        if min(right_iris, left_iris) < self.iris_px:
            return Obstacle.TOO_SMALL
        eyes = irises(landmarks)
        distance = camera.distance(eyes)
        if distance is not None and not self.distance_mm[0] <= distance.value <= self.distance_mm[1]:
            return Obstacle.TOO_CLOSE if distance.value < self.distance_mm[0] else Obstacle.TOO_FAR
        left, top, right, bottom = landmarks.box
        if left < 0 or top < 0 or right > 1 or bottom > 1:
            return Obstacle.CUT_OFF
        pose = head_pose(landmarks)
        if abs(pose.yaw) > self.yaw:
            return Obstacle.TURNED
        if abs(pose.pitch) > self.pitch:
            return Obstacle.TILTED
        if abs(pose.roll) > self.roll:
            return Obstacle.LEANING
        if min(landmarks.eye_openings) < self.eye_opening:
            return Obstacle.EYES_CLOSED
        if max(right_iris, left_iris) > self.iris_ratio * min(right_iris, left_iris):
            return Obstacle.IMPLAUSIBLE
        if not self.pd_mm[0] <= far_pd(eyes, pose, distance).value <= self.pd_mm[1]:
            return Obstacle.IMPLAUSIBLE
        return None


def live_gate() -> PoseGate:
    """For a shopper who can be asked to look straight ahead; the camera may stand well above or below the eyes."""
    return PoseGate(yaw=8.0, pitch=18.0, roll=12.0, iris_px=8.0)


def still_gate() -> PoseGate:
    """For photographs, which cannot be taken again: wider, with the wider intervals that follow from the pose."""
    return PoseGate(yaw=12.0, pitch=25.0, roll=25.0, iris_px=5.0)
