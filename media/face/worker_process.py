"""The children that look: one picture in, one answer out, until their pipe closes.

They hold no picture longer than they measure it, write nothing anywhere, and end when their parent ends, since the
pipe's other end closes then.
"""

import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from app.domain.face_shape import FaceShapeModel
from app.domain.landmarks import Landmarks
from app.errors import LunetteError, MeasurementError
from media.face.landmarks import Picture
from media.face.observation import FaceObservation
from media.face.observer import FaceObserver, FaceSettings

READY = "ready"

Header = tuple[int, int, float]
"""Height, width and capture time of the picture whose height * width * 3 bytes follow."""

Reply = FaceObservation | Landmarks | LunetteError | str | None
"""What was seen, the error that ended the child or spoiled one picture, or `READY` once it can take pictures."""

Look = Callable[[Picture, float], Reply]


def work(pipe: Connection, settings: FaceSettings) -> None:
    """Entry of the process that follows a live camera: answers `FaceObservation`."""

    def prepare() -> tuple[Look, Callable[[], None]]:
        from media.face.landmarks import FaceLandmarker

        observer = FaceObserver(FaceLandmarker(live=True), FaceShapeModel.load(), settings, time.perf_counter)
        return observer.observe, observer.close

    _serve(pipe, prepare)


def work_on_stills(pipe: Connection) -> None:
    """Entry of the process that looks at photographs: answers `Landmarks`, `None` or a `MeasurementError`."""

    def prepare() -> tuple[Look, Callable[[], None]]:
        from media.face.landmarks import FaceLandmarker

        landmarker = FaceLandmarker(live=False)

        def look(picture: Picture, captured_at: float) -> Reply:
            try:
                return landmarker.read(picture, captured_at)
            except MeasurementError as error:
                return error

        return look, landmarker.close

    _serve(pipe, prepare)


def _serve(pipe: Connection, prepare: Callable[[], tuple[Look, Callable[[], None]]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        look, close = prepare()
    except LunetteError as error:
        pipe.send(error)
        return
    pipe.send(READY)
    try:
        while True:
            height, width, captured_at = pipe.recv()
            pixels = bytearray(height * width * 3)
            pipe.recv_bytes_into(pixels)
            picture = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width, 3)
            pipe.send(look(picture, captured_at))
    except (EOFError, OSError):
        return
    finally:
        close()
