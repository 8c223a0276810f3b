"""The child that looks: one picture in, one observation out, until its pipe closes.

It holds no picture longer than it measures it, writes nothing anywhere, and ends when its parent ends, since the pipe's
other end closes then.
"""

import signal
import time
from multiprocessing.connection import Connection

import numpy as np

from app.domain.face_shape import FaceShapeModel
from app.errors import LunetteError
from media.face.observation import FaceObservation
from media.face.observer import FaceObserver, FaceSettings

READY = "ready"

Header = tuple[int, int, float]
"""Height, width and capture time of the picture whose height * width * 3 bytes follow."""

Reply = FaceObservation | LunetteError | str
"""An observation, the error that ended the child, or `READY` once it can take pictures."""


def work(pipe: Connection, settings: FaceSettings) -> None:
    """Entry of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        observer = _prepare(settings)
    except LunetteError as error:
        _send(pipe, error)
        return
    _send(pipe, READY)
    try:
        while True:
            height, width, captured_at = pipe.recv()
            pixels = bytearray(height * width * 3)
            pipe.recv_bytes_into(pixels)
            picture = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width, 3)
            _send(pipe, observer.observe(picture, captured_at))
    except (EOFError, OSError):
        return
    finally:
        observer.close()


def _prepare(settings: FaceSettings) -> FaceObserver:
    from media.face.landmarks import FaceLandmarker

    return FaceObserver(FaceLandmarker(live=True), FaceShapeModel.load(), settings, time.perf_counter)


def _send(pipe: Connection, reply: Reply) -> None:
    pipe.send(reply)
