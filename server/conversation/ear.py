"""From the connection's sound to the recogniser's: int16 of 48 kHz to float32 of 16 kHz, as it comes."""

import numpy as np
from numpy.typing import NDArray

RATIO = 3
_TAPS = 72


class Decimator:
    """Streams 48 kHz to 16 kHz through a low pass at 7.2 kHz; keeps the tail that the next block needs.

    The result lags by 0.75 ms.
    """

    def __init__(self) -> None:
        time = np.arange(_TAPS) - (_TAPS - 1) / 2
        taps = np.sinc(time * 2 * 7200 / 48_000) * np.kaiser(_TAPS, 8.0)
        self._taps = (taps / taps.sum() / 32768.0).astype(np.float32)
        self._tail = np.zeros(_TAPS - RATIO, np.float32)

    def __call__(self, pcm: NDArray[np.int16]) -> NDArray[np.float32]:
        """Samples in -1..1, a third as many; a block's length should be a multiple of three."""
        sound = np.concatenate([self._tail, pcm.astype(np.float32)])
        count = max((sound.size - _TAPS) // RATIO + 1, 0)
        self._tail = sound[count * RATIO :]
        step = sound.itemsize
        windows = np.ndarray((count, _TAPS), np.float32, sound, strides=(RATIO * step, step))
        result: NDArray[np.float32] = np.ascontiguousarray(windows) @ self._taps
        return result
