import numpy as np
import pytest

from media.audio.resample import resample


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
