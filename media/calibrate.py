"""Calibrates a camera's focal length with a person at a measured distance: the library behind `lunette calibrate`."""

import threading
from dataclasses import dataclass
from statistics import median, quantiles

from app.clock import SystemClock
from app.domain.millimetres import IRIS_MM
from app.errors import DeviceError, LunetteError, MeasurementError
from media.camera_feed import CameraFeed, Sight
from media.devices.port import Camera
from media.face.observation import FaceObservation
from media.face.observer import FaceSettings
from media.face.worker import FaceWorker

NEEDED = 40
MAX_YAW_DEG = 8.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """`focal_px` holds for pictures of `image_size`; `spread_px` lies between its quartiles over the pictures."""

    focal_px: float
    spread_px: float
    image_size: tuple[int, int]
    pictures: int


def calibrate(camera: Camera, distance_mm: float, timeout: float = 60.0) -> Calibration:
    """Watch a person whose eyes are `distance_mm` from the lens and who looks into it.

    The visible iris of an adult is taken as the scale, so one person's result is within about 4 %; the mean of several
    people is better. Raises `DeviceError` when there is no picture and `MeasurementError` when no face was usable.
    """
    collector = _Collector()
    worker = FaceWorker(FaceSettings(), SystemClock(), collector.add, collector.trouble)
    feed = CameraFeed(camera, SystemClock(), look=worker.submit, ready=lambda: worker.idle)
    try:
        worker.start()
        feed.see(Sight.FACE)
        feed.start(collector.trouble)
        collector.done.wait(timeout)
    finally:
        feed.close()
        worker.close()
    return collector.result(distance_mm)


class _Collector:
    """Called from the worker's and the camera's threads."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self._irises: list[float] = []
        self._size = (0, 0)
        self._error: LunetteError | None = None

    def add(self, seen: FaceObservation) -> None:
        if seen.faces != 1 or seen.iris_px is None or seen.pose is None or abs(seen.pose.yaw) > MAX_YAW_DEG:
            return
        self._size = seen.image_size
        self._irises.append(seen.iris_px)
        if len(self._irises) >= NEEDED:
            self.done.set()

    def trouble(self, error: LunetteError | None) -> None:
        self._error = error
        if error is not None:
            self.done.set()

    def result(self, distance_mm: float) -> Calibration:
        if len(self._irises) < NEEDED:
            if isinstance(self._error, DeviceError):
                raise self._error
            raise MeasurementError("No face was seen well enough. One person, light from the front, eyes on the lens.")
        focal = [iris * distance_mm / IRIS_MM for iris in self._irises]
        low, _, high = quantiles(focal, n=4)
        return Calibration(round(median(focal), 1), round(high - low, 1), self._size, len(focal))
