"""What the kiosk expects of a camera, a microphone and a loudspeaker, real or played from files.

`start` never raises for a device that is missing, busy or gone: it tells `on_trouble` a `DeviceError` whose text is a
sentence for the shopper or staff, keeps trying, and tells `on_trouble` `None` once the device works again.
Callbacks arrive on the device's own thread and must return at once. `close` is safe before `start` and twice; after it
returns no callback comes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.errors import DeviceError
from media.webrtc.frames import I420Frame, Pcm

RATE = 48_000
BLOCK = 480
BLOCK_SECONDS = BLOCK / RATE


class DeviceKind(StrEnum):
    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A device that is connected: `key` opens it, `name` is for people."""

    kind: DeviceKind
    key: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class SoundBlock:
    """10 ms of int16 mono sound of 48 kHz; `captured_at` is the monotonic time of its first sample."""

    pcm: Pcm
    captured_at: float


class Picture(Protocol):
    """One camera picture; conversions happen when asked for. `captured_at` is monotonic time."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def captured_at(self) -> float: ...

    def bgr(self) -> NDArray[np.uint8]:
        """The whole picture, shape (height, width, 3)."""
        ...

    def luma(self, width: int, height: int) -> NDArray[np.uint8]:
        """Brightness scaled to shape (height, width)."""
        ...

    def preview(self, width: int, height: int) -> I420Frame:
        """The picture scaled to fit into the given size, its aspect kept."""
        ...


OnBlock = Callable[[SoundBlock], None]
OnPicture = Callable[[Picture], None]
OnTrouble = Callable[[DeviceError | None], None]
Pull = Callable[[int, float], Pcm]
"""Gives the next `count` int16 mono samples, of which the first leaves the loudspeaker at the given monotonic time."""


class Camera(Protocol):
    def start(self, on_picture: OnPicture, on_trouble: OnTrouble) -> None: ...

    def close(self) -> None: ...


class Microphone(Protocol):
    def start(self, on_block: OnBlock, on_trouble: OnTrouble) -> None: ...

    def close(self) -> None: ...


class Speaker(Protocol):
    def start(self, pull: Pull, on_trouble: OnTrouble) -> None: ...

    def close(self) -> None: ...
