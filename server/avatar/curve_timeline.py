"""The curves of everything that is being said, on the media clock."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from server.animation.port import Curves


class CurveTimeline:
    """Weights by media time; zero where nothing is said. Asked for ever later moments, it forgets the past."""

    def __init__(self) -> None:
        self._queue: deque[tuple[float, float, Curves]] = deque()

    def enqueue(self, start: float, seconds: float, curves: Curves) -> None:
        """Say `curves` from media time `start` on, for `seconds`; each call later than the one before."""
        self._queue.append((start, start + seconds, curves))

    @property
    def busy(self) -> bool:
        """Whether something is said or will be."""
        return bool(self._queue)

    @property
    def until(self) -> float:
        """The media time at which the last of it ends; 0 when nothing is said or will be."""
        return self._queue[-1][1] if self._queue else 0.0

    def flush(self, position: float) -> None:
        """Nothing is said from media time `position` on."""
        self._queue = deque(
            (start, min(end, position), curves) for start, end, curves in self._queue if start < position
        )

    def at(self, media: float) -> NDArray[np.float32] | None:
        """The 52 ARKit weights at `media` seconds, float32; `None` while nothing is said."""
        while self._queue and self._queue[0][1] <= media:
            self._queue.popleft()
        if not self._queue or self._queue[0][0] > media:
            return None
        start, _, curves = self._queue[0]
        return curves.at(media - start)
