"""The truth of the lip benchmark."""

import numpy as np
import pytest

from server.bench import lip_reference, lipsync
from server.tts.port import Speech, TimedPhoneme


def _vowels() -> tuple[TimedPhoneme, ...]:
    return tuple(TimedPhoneme("a" if n % 2 else "m", 0.2 * n, 0.2 * n + 0.2) for n in range(10))


def test_opening_is_wide_in_open_vowels_and_small_in_closures() -> None:
    """In the middle of an ah the lips are wide open, in the middle of an m nearly shut."""
    course = lip_reference.opening(_vowels(), 2.0)
    assert course[round(0.3 / lip_reference.STEP)] > 0.9
    assert course[round(0.5 / lip_reference.STEP)] < 0.1


@pytest.mark.parametrize("late", [-0.06, 0.0, 0.04])
def test_a_known_lag_is_found(late: float) -> None:
    """Lips that follow the truth late by so much are measured to be late by so much, and closures are counted."""
    seconds = 2.0
    course = lip_reference.opening(_vowels(), seconds)
    moments = np.arange(int(seconds * lipsync.FPS) + 1) / lipsync.FPS
    seen = np.interp(moments - late, np.arange(len(course)) * lip_reference.STEP, course)
    speech = Speech(np.linspace(0, 1, 32_000, dtype=np.float32), 16_000, (), _vowels())
    found = lipsync.measures([lipsync.Utterance(speech, 0.0, 0.2 * seen, ())], closed=0.03)
    assert found["lag_ms"] == pytest.approx(late * 1000, abs=3)
    assert found["correlation_at_lag"] == pytest.approx(1.0, abs=0.02)
    assert found["bilabials"] == 5
    assert found["bilabials_closed_share"] == 1.0
