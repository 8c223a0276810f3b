from itertools import pairwise

import numpy as np
import pytest

from media.audio.resample import Resampled, resample


@pytest.mark.parametrize(("source", "target"), [(22_050, 48_000), (48_000, 16_000), (16_000, 48_000)])
def test_a_tone_stays_what_it_is(source: int, target: int) -> None:
    """A tone of 440 Hz keeps its length, frequency, phase and level at every rate."""
    sound = np.sin(2 * np.pi * 440 * np.arange(source) / source).astype(np.float32)
    changed = resample(sound, source, target)
    wanted = np.sin(2 * np.pi * 440 * np.arange(target) / target)
    assert changed.size == target
    assert float(np.abs(changed - wanted)[2000:-2000].max()) < 1e-3


def test_what_the_target_cannot_hold_is_gone() -> None:
    """A tone above half the target's rate does not come back as another one."""
    sound = np.sin(2 * np.pi * 11_000 * np.arange(48_000) / 48_000).astype(np.float32)
    assert float(np.abs(resample(sound, 48_000, 16_000))[500:-500].max()) < 1e-3


@pytest.mark.parametrize(("source", "target"), [(22_050, 48_000), (24_000, 48_000), (48_000, 16_000), (48_000, 48_000)])
def test_sound_taken_in_parts_is_the_whole_sound(source: int, target: int) -> None:
    """Parts of any length, in any order and also overlapping, hold the very samples of the whole."""
    sound = np.random.default_rng(1).normal(0.0, 0.2, 5000).astype(np.float32)
    whole, parts = resample(sound, source, target), Resampled(sound, source, target)
    cuts = [0, 1, 7, 700, 960, 1500, parts.size]
    assert parts.size == whole.size
    for begin, end in [*pairwise(cuts), (500, 1200), (0, parts.size), (5, 5)]:
        assert np.array_equal(parts.part(begin, end), whole[begin:end])
