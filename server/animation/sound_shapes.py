"""Mouth shapes from the sound alone, for engines that tell no phonemes: what a short spectrum gives away.

The first formant rises as the jaw opens, the second falls as the lips round, hissing sounds have their power far up,
and a voice that dips for a moment between two louder ones has most likely been stopped by closed lips.
"""

import numpy as np
from numpy.typing import NDArray

from server.animation.port import ARKIT_INDEX, ARKIT_NAMES
from server.tts.port import Speech

Floats = NDArray[np.float64]
WINDOW_SECONDS = 0.03
_CHUNK = 512
_BANDS = ((120, 450), (500, 1100), (500, 1250), (1500, 2800), (3500, 8000))
_QUIETEST_DB = -38.0
_DIP_DB = 9.0
_DIP_FRAMES = 9
_SHAPES = (
    ("jawOpen", 0.10, 0.48, -0.12, -0.10),
    ("mouthUpperUpLeft", 0.08, 0.10, -0.08, 0.06),
    ("mouthUpperUpRight", 0.08, 0.10, -0.08, 0.06),
    ("mouthLowerDownLeft", 0.02, 0.02, 0.0, 0.12),
    ("mouthLowerDownRight", 0.02, 0.02, 0.0, 0.12),
    ("mouthStretchLeft", 0.10, 0.0, -0.10, 0.10),
    ("mouthStretchRight", 0.10, 0.0, -0.10, 0.10),
    ("mouthPucker", 0.0, 0.0, 0.45, 0.0),
    ("mouthFunnel", 0.0, 0.05, 0.25, 0.0),
)
"""Name, then the weight while there is voice and what openness, rounding and hiss add."""
_LIPS_SHUT = (("mouthClose", 0.06), ("mouthPressLeft", 0.3), ("mouthPressRight", 0.3))


def shapes(speech: Speech, rate: float, count: int) -> Floats:
    """Weights (count, 52), `rate` times a second."""
    values = np.zeros((count, len(ARKIT_NAMES)))
    powers = _band_powers(speech, rate, count)
    total = powers.sum(axis=1)
    top = float(np.percentile(total, 95)) if count > 1 else 0.0
    if top <= 0:
        return values
    decibels = 10 * np.log10(np.maximum(total / top, 1e-9))
    voice = np.clip(1 - decibels / _QUIETEST_DB, 0, 1)
    low, first, round_first, second, high = (powers[:, band] + 1e-9 * top for band in range(len(_BANDS)))
    openness = np.clip((np.log10(first / low) + 0.9) / 1.5, 0, 1)
    rounding = np.clip((np.log10(round_first / second) - 0.9) / 1.2, 0, 1) * (1 - openness)
    hiss = np.clip(np.log10(high / (low + first)) + 0.6, 0, 1)
    features = np.stack([np.ones(count), openness * (1 - hiss), rounding * (1 - hiss), hiss], axis=1)
    for name, *shares in _SHAPES:
        values[:, ARKIT_INDEX[name]] = np.clip(features @ np.array(shares), 0, 1) * voice
    shut = _dips(decibels) * (1 - hiss)
    values *= (1 - shut)[:, None]
    for name, weight in _LIPS_SHUT:
        values[:, ARKIT_INDEX[name]] += weight * shut
    return values


def _band_powers(speech: Speech, rate: float, count: int) -> Floats:
    """Mean power (count, bands) in a window about each moment."""
    pcm = np.nan_to_num(speech.pcm.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    size = max(round(WINDOW_SECONDS * speech.sample_rate), 8)
    padded = np.pad(pcm, (size // 2, size))
    starts = np.minimum((np.arange(count) / rate * speech.sample_rate).astype(int), len(pcm))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)
    pitch = np.fft.rfftfreq(size, 1 / speech.sample_rate)
    chosen = np.stack([((pitch >= low) & (pitch < high)).astype(np.float32) for low, high in _BANDS], axis=1)
    taper = np.hanning(size).astype(np.float32)
    powers = np.empty((count, len(_BANDS)))
    for at in range(0, count, _CHUNK):
        spectrum = np.fft.rfft(windows[starts[at : at + _CHUNK]] * taper)
        powers[at : at + _CHUNK] = (spectrum.real**2 + spectrum.imag**2) @ chosen
    return powers


def _dips(decibels: Floats) -> Floats:
    """How much each moment (N,) is quieter than the louder moments on both of its sides, 0..1."""
    padded = np.pad(decibels, _DIP_FRAMES, constant_values=-90.0)
    near = np.lib.stride_tricks.sliding_window_view(padded, _DIP_FRAMES + 1).max(axis=1)
    before, after = near[: len(decibels)], near[_DIP_FRAMES : _DIP_FRAMES + len(decibels)]
    depth = np.minimum(before, after) - decibels
    shares: Floats = np.clip(depth / _DIP_DB - 0.5, 0, 1)
    return shares
