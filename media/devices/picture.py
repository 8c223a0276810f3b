"""Camera pictures on top of PyAV, which captures, decodes, scales and converts without holding Python's lock."""

import av
import numpy as np
from numpy.typing import NDArray

from media.webrtc.frames import I420Frame


class AvPicture:
    """A decoded picture; see `media.devices.port.Picture`."""

    __slots__ = ("_captured_at", "_frame")

    def __init__(self, frame: av.VideoFrame, captured_at: float) -> None:
        self._frame = frame
        self._captured_at = captured_at

    @property
    def width(self) -> int:
        return int(self._frame.width)

    @property
    def height(self) -> int:
        return int(self._frame.height)

    @property
    def captured_at(self) -> float:
        return self._captured_at

    def bgr(self) -> NDArray[np.uint8]:
        return self._frame.to_ndarray(format="bgr24").astype(np.uint8, copy=False)

    def luma(self, width: int, height: int) -> NDArray[np.uint8]:
        return self._frame.reformat(width, height, "gray8").to_ndarray().astype(np.uint8, copy=False)

    def preview(self, width: int, height: int) -> I420Frame:
        scale = min(width / self.width, height / self.height, 1.0)
        fitted = (max(2, int(self.width * scale) & ~1), max(2, int(self.height * scale) & ~1))
        scaled = self._frame.reformat(*fitted, "yuv420p", dst_color_range=1)
        data = scaled.to_ndarray().astype(np.uint8, copy=False)
        return I420Frame(fitted[0], fitted[1], data, self._captured_at)
