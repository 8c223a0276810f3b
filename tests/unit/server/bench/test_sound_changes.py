"""Phonemes told too late or too early are found out by the sound."""

import math

import numpy as np
import pytest

from server.bench.sound_changes import lateness
from server.tts.port import Speech, TimedPhoneme

RATE = 24_000
LONG = 0.25


def _spoken(late: float) -> Speech:
    """Twenty times a hissed s, a low hum for ah and the silence of a t, told `late` by so many seconds."""
    noise = np.random.default_rng(3).normal(0, 0.1, round(LONG * RATE))
    moments = np.arange(round(LONG * RATE)) / RATE
    hum = 0.2 * sum(np.sin(2 * math.pi * 120 * n * moments) / n for n in range(1, 9))
    pcm = np.concatenate([np.diff(noise, append=0.0), hum, np.zeros(len(moments))] * 20).astype(np.float32)
    phonemes = tuple(
        TimedPhoneme("s\u0251t"[number % 3], number * LONG + late, (number + 1) * LONG + late) for number in range(60)
    )
    return Speech(pcm, RATE, (), phonemes)


@pytest.mark.parametrize("late", [-0.06, 0.0, 0.045])
def test_a_known_lateness_is_found(late: float) -> None:
    """Boundaries told so much too late are found to be so much too late, within three milliseconds."""
    assert lateness([_spoken(late)]) == pytest.approx(late, abs=0.003)


def test_without_phonemes_nothing_is_claimed() -> None:
    """A sound without phonemes has no lateness, rather than none."""
    assert math.isnan(lateness([Speech(np.zeros(RATE, np.float32), RATE, (), ())]))
