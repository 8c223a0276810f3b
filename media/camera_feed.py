"""What may be seen: motion alone before consent, the face after it, nothing otherwise."""

from collections.abc import Callable
from enum import StrEnum
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from app.clock import Clock
from media.devices.port import Camera, OnTrouble, Picture
from media.mailbox import LatestMailbox
from media.webrtc.frames import I420Frame

PREVIEW_SIZE = (640, 360)
PREVIEW_PERIOD = 1 / 15
LOOK_PERIOD = 1 / 12
GLANCE_PERIOD = 0.5
MOTION_SIZE = (64, 36)
MOTION_PERIOD = 0.2
MOTION_STEP = 18
MOTION_SHARE = 0.04

Look = Callable[[NDArray[np.uint8], float], None]
"""Takes a picture, uint8 BGR of shape (height, width, 3), and its monotonic time; must not wait."""


class Sight(StrEnum):
    """`motion`: two tiny grey pictures are compared and forgotten. `face`: the shopper agreed to be measured."""

    NOTHING = "nothing"
    MOTION = "motion"
    FACE = "face"


class CameraFeed:
    """One camera behind the shopper's consent.

    `see` says what may be looked at from now on; whatever was kept for another purpose is forgotten at once.
    `look` and `on_motion` are called on the camera's thread, `look` once in `look_period` seconds at most; `previews`
    gets at most 15 pictures a second of at most 640 x 360.
    """

    def __init__(
        self,
        camera: Camera,
        clock: Clock,
        *,
        look: Look | None = None,
        ready: Callable[[], bool] = lambda: True,
        on_motion: Callable[[], None] | None = None,
        on_preview: Callable[[], None] | None = None,
    ) -> None:
        self._camera = camera
        self._clock = clock
        self._look = look
        self._ready = ready
        self._on_motion = on_motion
        self._lock = Lock()
        self._sight = Sight.NOTHING
        self._before: NDArray[np.uint8] | None = None
        self._next_preview = self._next_look = self._next_motion = 0.0
        self.look_period = LOOK_PERIOD
        self.previews: LatestMailbox[I420Frame] = LatestMailbox(on_preview)

    def start(self, on_trouble: OnTrouble) -> None:
        self._camera.start(self._picture, on_trouble)

    def see(self, sight: Sight) -> None:
        """Change what may be looked at; no picture that came before is used afterwards."""
        with self._lock:
            self._sight = sight
            self._before = None
            self.previews.clear()

    def close(self) -> None:
        """Let the camera go and forget everything. Safe before the start and twice."""
        self.see(Sight.NOTHING)
        self._camera.close()
        self.previews.clear()

    def _picture(self, picture: Picture) -> None:
        with self._lock:
            if self._sight is Sight.MOTION:
                self._compare(picture)
            elif self._sight is Sight.FACE:
                self._show(picture)

    def _compare(self, picture: Picture) -> None:
        now = self._clock.monotonic()
        if now < self._next_motion:
            return
        self._next_motion = now + MOTION_PERIOD
        before, self._before = self._before, picture.luma(*MOTION_SIZE)
        if before is not None and moved(before, self._before) and self._on_motion is not None:
            self._on_motion()

    def _show(self, picture: Picture) -> None:
        now = self._clock.monotonic()
        if now >= self._next_preview:
            self._next_preview = max(self._next_preview + PREVIEW_PERIOD, now)
            self.previews.put(picture.preview(*PREVIEW_SIZE))
        if self._look is not None and now >= self._next_look and self._ready():
            self._next_look = max(self._next_look + self.look_period, now)
            self._look(picture.bgr(), picture.captured_at)


def moved(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> bool:
    """Whether enough of two grey pictures of one size differs, a change of the light alone left out."""
    change = after.astype(np.int16) - before.astype(np.int16)
    change -= np.int16(np.median(change))
    return float(np.mean(np.abs(change) > MOTION_STEP)) > MOTION_SHARE
