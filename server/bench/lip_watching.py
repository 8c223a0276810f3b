"""Our own pictures, seen as another would see them: drawn one by one, and the lips found by the face landmarker.

The landmarker stands in a program of its own (`media.face.landmark_pipe`), to which the pictures go over a pipe.
"""

import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from app.errors import ServiceError
from server.animation.port import ARKIT_INDEX
from server.avatar.pose import FacePose
from server.avatar.render_figure import build
from server.avatar.scene import SHOP_LIGHT, Camera

WIDTH, HEIGHT = 384, 448
CLOSE = Camera(focal=5.2, eye_line=0.42)
_HEADER = struct.Struct("<II")
_POINTS = 478
_ENDING_SECONDS = 10.0
_EYE_CORNERS = (33, 263)
_INNER_LIPS = ((13, 14), (82, 87), (312, 317))
_TONGUE_DIFFERENCE = 24

Picture = NDArray[np.uint8]


class LipReader:
    """A running landmarker: pictures in, lips out. Leave it with `with`."""

    def __init__(self) -> None:
        self._child: Any = subprocess.Popen(
            [sys.executable, "-m", "media.face.landmark_pipe"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.stdin.close()
        try:
            self._child.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._child.stdout.close()

    def read(self, pictures: Iterable[Picture]) -> Iterator[float | None]:
        """The opening of the lips in each RGB picture, `None` without a face; one is looked at while the next is drawn.

        Raises `ServiceError` when the landmarker is gone.
        """
        waiting = False
        for picture in pictures:
            self._send(picture)
            if waiting:
                yield self._reply()
            waiting = True
        if waiting:
            yield self._reply()

    def _send(self, picture: Picture) -> None:
        height, width = picture.shape[:2]
        try:
            self._child.stdin.write(_HEADER.pack(width, height))
            self._child.stdin.write(np.ascontiguousarray(picture[:, :, ::-1]).tobytes())
            self._child.stdin.flush()
        except OSError as error:
            raise ServiceError("The face landmarker ended.") from error

    def _reply(self) -> float | None:
        size = _POINTS * 2 * 4
        data = self._child.stdout.read(size)
        if len(data) < size:
            raise ServiceError("The face landmarker ended.")
        points = np.frombuffer(data, "<f4").reshape(_POINTS, 2).astype(np.float64)
        return opening(points) if np.isfinite(points).all() else None


def opening(points: NDArray[np.float64]) -> float:
    """Between the inner lips, over the distance of the outer corners of the eyes; points (478, 2) in pixels."""

    def apart(pair: tuple[int, int]) -> float:
        return float(np.linalg.norm(points[pair[0]] - points[pair[1]]))

    return sum(apart(pair) for pair in _INNER_LIPS) / len(_INNER_LIPS) / apart(_EYE_CORNERS)


class Portrait:
    """A figure seen from close by."""

    def __init__(self, figure: str) -> None:
        self._renderer = build(figure)
        self._renderer.look(CLOSE, SHOP_LIGHT)

    def picture(self, pose: FacePose) -> Picture:
        """RGB, shape (HEIGHT, WIDTH, 3)."""
        return self._renderer.render_rgb(pose, WIDTH, HEIGHT)

    def tongue_pixels(self, pose: FacePose) -> int:
        """In how many pixels the tongue, put out as in `pose`, shows: those that change when it is drawn back."""
        weights = pose.weights.copy()
        weights[ARKIT_INDEX["tongueOut"]] = 0.0
        both = [self.picture(each).astype(np.int16) for each in (pose, replace(pose, weights=weights))]
        return int(np.count_nonzero(np.abs(both[0] - both[1]).max(axis=2) > _TONGUE_DIFFERENCE))

    def close(self) -> None:
        """Give the context back."""
        self._renderer.close()
