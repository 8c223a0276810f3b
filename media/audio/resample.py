"""Change the sample rate of sound with a windowed-sinc polyphase filter, at once or part by part."""

from functools import lru_cache
from math import gcd

import numpy as np
from numpy.typing import NDArray

_ZERO_CROSSINGS = 16
_ROLLOFF = 0.94
_KAISER_BETA = 9.0
_BLOCK = 1 << 13

Samples = NDArray[np.float32]


class Resampled:
    """Mono float32 sound of `source` Hz as `target` Hz, worked out where it is asked for.

    It has round(n * target / source) samples, its `size`. Stop-band attenuation is about 90 dB; the ends are treated
    as surrounded by silence.
    """

    def __init__(self, pcm: Samples, source: int, target: int) -> None:
        self._pcm = pcm
        common = gcd(source, target)
        self._up, self._down = target // common, source // common
        self.size = round(pcm.size * self._up / self._down)

    def part(self, begin: int, end: int) -> Samples:
        """Samples from `begin` up to `end`, 0 <= begin <= end <= size; the same whatever parts are asked for."""
        if self._up == self._down or begin == end:
            return self._pcm[begin:end]
        bank, reach = _filters(self._up, self._down)
        positions = np.arange(begin, end) * self._down
        starts = positions // self._up
        first, last = int(starts[0]) + 1 - reach, int(starts[-1]) + 1 + reach
        near = np.zeros(last - first, np.float32)
        there = self._pcm[max(first, 0) : last]
        near[max(-first, 0) :][: there.size] = there
        windows = np.lib.stride_tricks.sliding_window_view(near, 2 * reach)[starts - starts[0]]
        result: Samples = np.einsum("nt,nt->n", windows, bank[positions % self._up])
        return result


def resample(pcm: Samples, source: int, target: int) -> Samples:
    """The whole of `Resampled` at once; may be `pcm` itself."""
    sound = Resampled(pcm, source, target)
    if source == target or pcm.size == 0:
        return pcm
    starts = range(0, sound.size, _BLOCK)
    return np.concatenate([sound.part(start, min(start + _BLOCK, sound.size)) for start in starts])


@lru_cache(maxsize=16)
def _filters(up: int, down: int) -> tuple[NDArray[np.float32], int]:
    """Filter taps for each phase, and how many source samples they reach to either side."""
    cutoff = _ROLLOFF * min(1.0, up / down)
    reach = int(np.ceil(_ZERO_CROSSINGS / cutoff))
    offsets = np.arange(-reach + 1, reach + 1, dtype=np.float64)
    phases = np.arange(up, dtype=np.float64)[:, None] / up
    distance = offsets[None, :] - phases
    window = np.i0(_KAISER_BETA * np.sqrt(np.clip(1 - (distance / reach) ** 2, 0, 1))) / np.i0(_KAISER_BETA)
    taps = np.sinc(distance * cutoff) * cutoff * window
    return (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32), reach
