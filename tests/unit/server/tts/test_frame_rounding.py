"""Behaviour of the stretch that meets a rate in spite of rounding."""

import numpy as np
import pytest

from server.tts.frame_rounding import stretch

FRAMES = np.random.default_rng(5).lognormal(0.2, 0.8, 2000).astype(np.float32)


@pytest.mark.parametrize("speed", [0.7, 0.8, 0.9, 1.1, 1.3, 1.5])
def test_the_rounded_lengths_take_the_time_asked_for(speed: float) -> None:
    """After rounding up, the time in all is that of the voice's own rate over the speed; without care it is not."""
    own = np.ceil(FRAMES).sum()
    found = stretch(FRAMES, speed, np.ceil)
    assert own / np.ceil(FRAMES * found).sum() == pytest.approx(speed, rel=0.003)
    assert own / np.ceil(FRAMES / speed).sum() != pytest.approx(speed, rel=0.02)


def test_the_own_rate_changes_nothing() -> None:
    """At speed 1, and without lengths, everything stays as it is."""
    assert stretch(FRAMES, 1.0, np.ceil) == 1.0
    assert stretch(FRAMES[:0], 1.4, np.ceil) == 1.0


def test_what_cannot_be_faster_ends() -> None:
    """Symbols that last a frame already give the least stretch, not an endless search."""
    assert stretch(np.full(9, 0.9, np.float32), 2.0, np.ceil) == pytest.approx(1 / 8)
