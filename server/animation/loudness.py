"""How loud a speech is over time, as the mouth answers to it."""

import numpy as np
from numpy.typing import NDArray

from server.tts.port import Speech

WINDOW_SECONDS = 0.06


def envelope(speech: Speech, rate: float, count: int) -> NDArray[np.float64]:
    """Loudness 0..1 (count,), `rate` times a second, relative to the loudest moment; samples not finite are silence."""
    pcm = np.nan_to_num(speech.pcm.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    power = np.concatenate([[0.0], np.cumsum(pcm**2)])
    centres = np.arange(count) / rate * speech.sample_rate
    half = WINDOW_SECONDS / 2 * speech.sample_rate
    low = np.clip(centres - half, 0, len(pcm)).astype(int)
    high = np.clip(centres + half, 0, len(pcm)).astype(int)
    level: NDArray[np.float64] = np.sqrt((power[high] - power[low]) / np.maximum(high - low, 1))
    top = float(level.max(initial=0.0))
    return level / top if top > 0 else level
