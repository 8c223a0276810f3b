"""Smooths the edges of a drawn picture on the CPU, which costs less than drawing several samples a pixel there.

Only pixels whose neighbourhood has contrast are touched, a few per cent. The picture is blended along the edge's
direction, with a longer reach where the edge is long and straight (after the idea of FXAA by T. Lottes, 2009).
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
LEAST_CONTRAST, SHARE = 24, 6
"""There is an edge where the contrast is greater than both this and that part of what is brightest there."""
NEAR, FAR = 0.5, 1.7
RIM = 2
"""Pixels along the picture's border that stay as they are; the far reads end within them."""


def smooth_edges(luma: Bytes, *planes: Bytes) -> None:
    """Smooth `planes`, each (H, W), in place by the edges found in `luma` (H, W) as it was before.

    All are C-contiguous; `luma` may be one of them.
    """
    width = luma.shape[1]
    where = _edges(luma)
    if not where.size:
        return
    flat = luma.reshape(-1)
    north, south, west, east = (flat.take(where + step).astype(np.int16) for step in (-width, width, -1, 1))
    along_x, along_y = (south - north).astype(np.float32), (west - east).astype(np.float32)
    longest = np.maximum(np.maximum(np.abs(along_x), np.abs(along_y)), np.float32(1e-3))
    along_x /= longest
    along_y /= longest
    taps = [_Tap(where, along_x * reach, along_y * reach, width) for reach in map(np.float32, (NEAR, -NEAR, FAR, -FAR))]
    middle = flat.take(where)
    low = np.minimum(np.minimum(np.minimum(north, south), np.minimum(west, east)), middle)
    high = np.maximum(np.maximum(np.maximum(north, south), np.maximum(west, east)), middle)
    near, wide = _blend(flat, taps)
    outside = (wide < low) | (wide > high)
    for plane in planes:
        values = plane.reshape(-1)
        if plane is not luma:
            near, wide = _blend(values, taps)
        values[where] = (np.where(outside, near, wide) + np.float32(0.5)).astype(np.uint8)


def _edges(luma: Bytes) -> NDArray[np.int64]:
    """Flat positions of the inner pixels with contrast around them."""
    rows, columns = slice(RIM, -RIM), slice(RIM, -RIM)
    above, below = slice(RIM - 1, -RIM - 1), slice(RIM + 1, luma.shape[0] - RIM + 1)
    left, right = slice(RIM - 1, -RIM - 1), slice(RIM + 1, luma.shape[1] - RIM + 1)
    middle = luma[rows, columns]
    north, south, west, east = luma[above, columns], luma[below, columns], luma[rows, left], luma[rows, right]
    high = np.maximum(north, south)
    np.maximum(high, east, out=high)
    np.maximum(high, west, out=high)
    np.maximum(high, middle, out=high)
    low = np.minimum(north, south)
    np.minimum(low, east, out=low)
    np.minimum(low, west, out=low)
    np.minimum(low, middle, out=low)
    np.subtract(high, low, out=low)
    high //= SHARE
    np.maximum(high, LEAST_CONTRAST, out=high)
    mask = np.zeros(luma.shape, np.bool_)
    np.greater(low, high, out=mask[rows, columns])
    return np.flatnonzero(mask)


class _Tap:
    """Where to read between pixels: from the upper left one, with shares to the right and below."""

    def __init__(self, where: NDArray[np.int64], dx: Floats, dy: Floats, width: int) -> None:
        left, top = np.floor(dx), np.floor(dy)
        self._across, self._down = dx - left, dy - top
        self._at = where + (top * np.float32(width) + left).astype(np.int64)
        self._width = width

    def read(self, values: Bytes) -> Floats:
        """The values (N,) there."""
        rows = []
        for start in (0, self._width):
            row = values[start:]
            first = row.take(self._at).astype(np.float32)
            second = row[1:].take(self._at).astype(np.float32)
            second -= first
            second *= self._across
            second += first
            rows.append(second)
        upper, lower = rows
        lower -= upper
        lower *= self._down
        lower += upper
        return lower


def _blend(values: Bytes, taps: list[_Tap]) -> tuple[Floats, Floats]:
    reads = [tap.read(values) for tap in taps]
    near = (reads[0] + reads[1]) * np.float32(0.5)
    return near, near * np.float32(0.5) + (reads[2] + reads[3]) * np.float32(0.25)
