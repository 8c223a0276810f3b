"""Pictures and sound as the rest of the program sees them: plain arrays, no codec types."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.errors import LunetteError

SAMPLE_RATE = 48_000
FRAME_SAMPLES = 960
FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE

Pcm = NDArray[np.int16]


class FrameShapeError(LunetteError, ValueError):
    """A picture's array does not have the shape its size asks for."""


@dataclass(frozen=True, slots=True, eq=False)
class SharedEncoding:
    """A picture as VP8, encoded once for all connections that show it.

    It builds on the one numbered before it in the same `stream`, unless it `stands_alone`. `rate` are the stream's bits
    a second. `wish` asks for one that stands alone, soon; to be called with each picture that could not be used.
    """

    stream: object
    number: int
    data: bytes
    stands_alone: bool
    rate: int
    wish: Callable[[], None]


@dataclass(frozen=True, slots=True, eq=False)
class I420Frame:
    """One picture in planar YUV 4:2:0, BT.601 limited range.

    `data` is uint8 of shape (height * 3 // 2, width), contiguous: `height` rows of Y, then U, then V packed at half
    size. `width` and `height` are even. `pts_seconds` are seconds since the track's first frame on a received picture,
    seconds of the media clock on a picture that is sent. Connections that can follow `shared` need not encode the
    picture themselves.
    """

    width: int
    height: int
    data: NDArray[np.uint8]
    pts_seconds: float
    shared: SharedEncoding | None = None

    def __post_init__(self) -> None:
        if self.width % 2 or self.height % 2 or self.data.shape != (self.height * 3 // 2, self.width):
            raise FrameShapeError(f"an I420 picture of {self.width} x {self.height} cannot be {self.data.shape}")

    @property
    def y(self) -> NDArray[np.uint8]:
        """Luma, shape (height, width)."""
        return self.data[: self.height]

    @property
    def u(self) -> NDArray[np.uint8]:
        """Blue difference, shape (height // 2, width // 2)."""
        luma = self.width * self.height
        return self.data.reshape(-1)[luma : luma * 5 // 4].reshape(self.height // 2, self.width // 2)

    @property
    def v(self) -> NDArray[np.uint8]:
        """Red difference, shape (height // 2, width // 2)."""
        return self.data.reshape(-1)[self.width * self.height * 5 // 4 :].reshape(self.height // 2, self.width // 2)


def solid(width: int, height: int, *, luma: int = 16, pts_seconds: float = 0.0) -> I420Frame:
    """A picture of one grey; `luma` runs from 16 (black) to 235 (white)."""
    data = np.full((height * 3 // 2, width), 128, dtype=np.uint8)
    data[:height] = luma
    return I420Frame(width, height, data, pts_seconds)
