"""What a voice that rounds the length of every sound to whole frames must be asked for, to speak at the rate wanted.

Many symbols last only a frame or two, so lengths cut to a half are far from half the time in all.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

TRIAL = (
    "w\u02cc\u028ct w\u026al ju\u02d0 w\u02c8\u025b\u0279 \xf0\u02cc\u025bm f\u0254\u02d0\u0279, "
    "m\u02c8o\u028astli \xe6t w\u02c8\u025c\u02d0k \u0254\u02d0\u0279 \u026an\xf0\u026a "
    "\u02c8i\u02d0vn\u026a\u014b? a\u026a h\xe6v \u03b8\u0279\u02c8i\u02d0 \u0279\u02c8a\u028and w\u02c8\u028cnz "
    "h\u02c8\u026a\u0279 \xf0\xe6t w\u028ad s\u02c8\u026at w\u02c8\u025bl \u02cc\u0254n \u0250 "
    "n\u02c8\xe6\u0279o\u028a b\u0279\u02c8\u026ad\u0292. pl\u02c8i\u02d0z h\u02c8o\u028ald \xf0\u0259 "
    "k\u02c8\u0251\u02d0\u0279d b\u1d7bl\u02cco\u028a j\u028a\u0279 \u02c8a\u026az, \xe6nd l\u02c8\u028ak "
    "st\u0279\u02c8e\u026at \xe6t \xf0\u0259 k\u02c8\xe6m\u0279\u0259."
)
"""Three sentences in IPA, from which a mean over other ones is met within two per cent."""

Frames = NDArray[np.float32]
_STEPS = 40
_WIDEST = 4.0


def stretch(frames: Frames, speed: float, whole: Callable[[Frames], Frames]) -> float:
    """By what to multiply lengths before they are rounded, so that they then take 1 / `speed` of their time in all.

    `frames` (N,) are the lengths of many symbols in frames at the voice's own rate, before `whole` rounds them. A
    symbol never takes less than a frame: where that leaves too much, the least is answered, 1 / (4 `speed`).
    """
    if speed == 1.0 or frames.size == 0:
        return 1.0
    wanted = whole(frames).sum() / speed
    low, high = 1 / (speed * _WIDEST), _WIDEST / speed
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if whole(frames * middle).sum() > wanted else (middle, high)
    return low
