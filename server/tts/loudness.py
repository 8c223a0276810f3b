"""Loudness by ITU-R BS.1770-4 (K-weighting, gated blocks) and peaks between samples, for mono sound."""

import numpy as np
from numpy.typing import NDArray

TARGET_LUFS = -19.0
CEILING_DBTP = -1.5
_BLOCK_S, _HOP_S = 0.4, 0.1
_SILENT_LUFS, _BELOW_LU = -70.0, 10.0
_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_PASS_HZ, _PASS_Q = 38.13547087602444, 0.5003270373238773
_OVERSAMPLING = 4
_RAMP_S = 0.004
_PASSES = 2


def integrated(pcm: NDArray[np.float32], rate: int) -> float:
    """Integrated loudness (LUFS); sound shorter than a block counts as one, silence is -inf."""
    if pcm.size == 0:
        return -np.inf
    padded = 1 << (len(pcm) + rate // 5).bit_length()
    frequencies: NDArray[np.float64] = np.fft.rfftfreq(padded, 1 / rate).astype(np.float64)
    spectrum = _weighting(frequencies, rate) * np.fft.rfft(pcm, padded)
    weighted = np.fft.irfft(spectrum, padded)[: len(pcm)]
    block, hop = round(_BLOCK_S * rate), round(_HOP_S * rate)
    power = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, max(len(pcm) - block, 0) + 1, hop)
    ends = np.minimum(starts + block, len(pcm))
    blocks = (power[ends] - power[starts]) / (ends - starts)
    loud = blocks[_lufs(blocks) > _SILENT_LUFS]
    if loud.size == 0:
        return -np.inf
    kept = loud[_lufs(loud) > _lufs(loud.mean()) - _BELOW_LU]
    return float(_lufs(kept.mean()))


def true_peak(pcm: NDArray[np.float32]) -> float:
    """The highest magnitude between the samples, by fourfold oversampling."""
    return float(np.abs(_oversampled(pcm)).max(initial=0.0))


def normalised(pcm: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The sound at -19 LUFS with its true peaks held at -1.5 dBTP by a short gain reduction; silence stays silence."""
    for _ in range(_PASSES):
        loudness = integrated(pcm, rate)
        if not np.isfinite(loudness):
            return pcm
        pcm = _limited((pcm * 10 ** ((TARGET_LUFS - loudness) / 20)).astype(np.float32), rate)
    return pcm


def _limited(pcm: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    ceiling = 10 ** (CEILING_DBTP / 20)
    peaks = np.abs(_oversampled(pcm)).reshape(len(pcm), _OVERSAMPLING).max(axis=1) if pcm.size else np.abs(pcm)
    if peaks.max(initial=0.0) <= ceiling:
        return pcm.astype(np.float32)
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    reach = max(1, round(_RAMP_S * rate))
    held = np.lib.stride_tricks.sliding_window_view(np.pad(wanted, reach, constant_values=1.0), 2 * reach + 1).min(1)
    window = np.hanning(2 * reach + 3)[1:-1]
    gain = np.convolve(np.pad(held, reach, mode="edge"), window / window.sum(), mode="valid")
    return (pcm * gain).astype(np.float32)


def _oversampled(pcm: NDArray[np.float32]) -> NDArray[np.float64]:
    if pcm.size == 0:
        return np.zeros(0)
    padded = 1 << (len(pcm) + 64).bit_length()
    spectrum = np.fft.rfft(pcm, padded)
    return np.fft.irfft(spectrum, padded * _OVERSAMPLING)[: len(pcm) * _OVERSAMPLING] * _OVERSAMPLING


def _weighting(frequencies: NDArray[np.float64], rate: int) -> NDArray[np.complex128]:
    """The K-weighting's response: a shelf for the head's influence, then a high pass, as digital filters at `rate`."""
    z = np.exp(-2j * np.pi * frequencies / rate)
    k = np.tan(np.pi * _SHELF_HZ / rate)
    high = 10 ** (_SHELF_DB / 20)
    middle = high**0.4996667741545416
    shelf = (
        (high + middle * k / _SHELF_Q + k * k) + 2 * (k * k - high) * z + (high - middle * k / _SHELF_Q + k * k) * z * z
    ) / ((1 + k / _SHELF_Q + k * k) + 2 * (k * k - 1) * z + (1 - k / _SHELF_Q + k * k) * z * z)
    k = np.tan(np.pi * _PASS_HZ / rate)
    below = 1 + k / _PASS_Q + k * k
    high_pass = (1 - 2 * z + z * z) / (1 + 2 * (k * k - 1) / below * z + (1 - k / _PASS_Q + k * k) / below * z * z)
    result: NDArray[np.complex128] = shelf * high_pass
    return result


def _lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        result: NDArray[np.float64] = -0.691 + 10 * np.log10(power)
    return result
