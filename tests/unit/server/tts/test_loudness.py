"""Behaviour of the loudness meter and of what it is used for."""

import numpy as np
import pytest
from numpy.typing import NDArray

from server.tts.loudness import CEILING_DBTP, TARGET_LUFS, integrated, normalised, true_peak


def tone(level: float, rate: int, seconds: float = 3.0, hertz: float = 997.0) -> NDArray[np.float32]:
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def speech_like(rate: int, seed: int = 5) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    syllables = np.repeat(rng.uniform(0.05, 1.0, 40), rate // 8)
    return (0.2 * syllables * rng.standard_normal(len(syllables))).astype(np.float32)


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
def test_a_reference_tone_reads_as_the_recommendation_says(rate: int) -> None:
    """A full-scale sine of 997 Hz in one channel is -3.01 LUFS; one of a tenth is 20 LU quieter."""
    assert integrated(tone(1.0, rate), rate) == pytest.approx(-3.01, abs=0.06)
    assert integrated(tone(0.1, rate), rate) == pytest.approx(-23.01, abs=0.06)


def test_pauses_do_not_count() -> None:
    """Silence around a tone leaves its loudness where it was, since quiet blocks are left out."""
    rate = 24_000
    sound = np.concatenate([np.zeros(4 * rate, np.float32), tone(0.1, rate, 8.0), np.zeros(4 * rate, np.float32)])
    assert integrated(sound, rate) == pytest.approx(-23.01, abs=0.3)


def test_a_peak_between_samples_is_seen() -> None:
    """A sine of a quarter of the sample rate, sampled beside its tops, still peaks at one."""
    beside = np.sin(np.pi / 2 * np.arange(4000) + np.pi / 4).astype(np.float32)
    assert np.abs(beside).max() < 0.71
    assert true_peak(beside[100:-100]) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("gain", [0.01, 1.0, 4.0])
def test_any_level_becomes_the_same_loudness_below_the_ceiling(gain: float) -> None:
    """Quiet and overloud sound comes out at the target within half a unit, with no peak above the ceiling."""
    rate = 24_000
    sound = normalised(gain * speech_like(rate), rate)
    assert integrated(sound, rate) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert 20 * np.log10(true_peak(sound)) <= CEILING_DBTP + 0.3


def test_silence_and_nothing_stay_as_they_are() -> None:
    """Nothing is made loud out of nothing."""
    assert not normalised(np.zeros(2400, np.float32), 24_000).any()
    assert normalised(np.zeros(0, np.float32), 24_000).size == 0
