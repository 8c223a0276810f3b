"""Stressed moments of speech are found from phonemes, or from the sound alone."""

import numpy as np

from server.avatar.accents import spoken, stresses
from server.tts.port import Speech, TimedPhoneme, TimedWord


def _bursts(*starts: float) -> np.ndarray:
    pcm = np.zeros(20_000, np.float32)
    for start in starts:
        pcm[round(start * 10_000) : round(start * 10_000) + 1500] = 0.5
    return pcm


def test_stressed_sounds_are_the_accents() -> None:
    """Only sounds with the main stress count, the louder the stronger."""
    phonemes = (
        TimedPhoneme("a", 0.2, 0.3, stressed=True),
        TimedPhoneme("b", 0.5, 0.6),
        TimedPhoneme("o", 1.2, 1.3, stressed=True),
    )
    pcm = _bursts(0.2, 1.2)
    pcm[:6000] *= 0.5
    found = stresses(Speech(pcm, 10_000, (), phonemes))
    assert [at for at, _ in found] == [0.2, 1.2]
    assert found[0][1] < found[1][1] == 1.0


def test_without_phonemes_loud_moments_are_the_accents() -> None:
    """Two bursts of sound give two accents near their beginnings."""
    found = stresses(Speech(_bursts(0.3, 1.4), 10_000, (), ()))
    assert len(found) == 2
    assert np.allclose([at for at, _ in found], [0.3, 1.4], atol=0.12)


def test_silence_has_no_accents() -> None:
    """Nothing is stressed where nothing sounds."""
    assert stresses(Speech(np.zeros(5000, np.float32), 10_000, (), ())) == []


def test_the_end_of_a_sentence_is_told() -> None:
    """A question mark closes and asks, a comma does neither, and times are moved to the media clock."""
    pcm = _bursts(0.3)
    asked = spoken(Speech(pcm, 10_000, (TimedWord("ready?", 0.2, 0.5),), ()), 5.0)
    paused = spoken(Speech(pcm, 10_000, (TimedWord("well,", 0.2, 0.5),), ()), 5.0)
    assert (asked.closes, asked.asks, asked.start, asked.end) == (True, True, 5.0, 7.0)
    assert (paused.closes, paused.asks) == (False, False)
    assert asked.accents[0].at > 5.0
