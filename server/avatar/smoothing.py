"""Smooths the edges of a drawn picture on the CPU, which costs less than drawing several samples a pixel there.

Only pixels whose neighbourhood has contrast are touched, a few per cent. The picture is blended along the edge's
direction, with a longer reach where the edge is long and straight (after the idea of FXAA by T. Lottes, 2009).
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
LEAST_CONTRAST = 16
NEAR, FAR = 0.5, 1.7


def smooth_edges(luma: Bytes, *planes: Bytes) -> None:
    """Smooth `planes`, each (H, W), in place by the edges found in `luma` (H, W) as it was before.

    All are C-contiguous; `luma` may be one of them. The outermost pixels stay as they are.
    """
    height, width = luma.shape
    where = _edges(luma)
    if not where.size:
        return
    flat = luma.reshape(-1)
    north, south = flat[where - width].astype(np.float32), flat[where + width].astype(np.float32)
    west, east = flat[where - 1].astype(np.float32), flat[where + 1].astype(np.float32)
    along_x, along_y = south - north, west - east
    longest = np.maximum(np.maximum(np.abs(along_x), np.abs(along_y)), 1e-3)
    along_x /= longest
    along_y /= longest
    y, x = np.divmod(where, width)
    taps = [_taps(x + along_x * reach, y + along_y * reach, width, height) for reach in (NEAR, -NEAR, FAR, -FAR)]
    middle = flat[where].astype(np.float32)
    low = np.minimum(np.minimum(np.minimum(north, south), np.minimum(west, east)), middle)
    high = np.maximum(np.maximum(np.maximum(north, south), np.maximum(west, east)), middle)
    near, wide = _blend(flat, taps, width)
    outside = (wide < low) | (wide > high)
    for plane in planes:
        values = plane.reshape(-1)
        if plane is not luma:
            near, wide = _blend(values, taps, width)
        values[where] = (np.where(outside, near, wide) + 0.5).astype(np.uint8)


def _edges(luma: Bytes) -> NDArray[np.int64]:
    """Flat positions of the inner pixels with contrast around them."""
    middle = luma[1:-1, 1:-1]
    north, south, west, east = luma[:-2, 1:-1], luma[2:, 1:-1], luma[1:-1, :-2], luma[1:-1, 2:]
    high = np.maximum(north, south)
    np.maximum(high, east, out=high)
    np.maximum(high, west, out=high)
    np.maximum(high, middle, out=high)
    low = np.minimum(north, south)
    np.minimum(low, east, out=low)
    np.minimum(low, west, out=low)
    np.minimum(low, middle, out=low)
    np.subtract(high, low, out=low)
    high >>= 3
    np.maximum(high, LEAST_CONTRAST, out=high)
    mask = np.zeros(luma.shape, np.bool_)
    np.greater(low, high, out=mask[1:-1, 1:-1])
    return np.flatnonzero(mask)


_Taps = tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]


def _taps(x: NDArray[np.float32], y: NDArray[np.float32], width: int, height: int) -> _Taps:
    """Where to read for each place between pixels: the upper left pixel, and the shares to the right and below."""
    left = np.clip(np.floor(x), 0, width - 2).astype(np.int64)
    top = np.clip(np.floor(y), 0, height - 2).astype(np.int64)
    across = np.clip(x - left, 0, 1).astype(np.float32)
    down = np.clip(y - top, 0, 1).astype(np.float32)
    return top * width + left, across, down


def _blend(values: Bytes, taps: list[_Taps], width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    reads = []
    for at, across, down in taps:
        a, b = values[at].astype(np.float32), values[at + 1].astype(np.float32)
        c, d = values[at + width].astype(np.float32), values[at + width + 1].astype(np.float32)
        upper, lower = a + (b - a) * across, c + (d - c) * across
        reads.append(upper + (lower - upper) * down)
    near = (reads[0] + reads[1]) * np.float32(0.5)
    return near, near * np.float32(0.5) + (reads[2] + reads[3]) * np.float32(0.25)
