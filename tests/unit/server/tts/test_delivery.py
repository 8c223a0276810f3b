"""The last steps from a graph's sound to speech: what is told of a sound ends with it."""

import numpy as np
import pytest

from server.tts.delivery import finished
from server.tts.port import TimedPhoneme, TimedWord

RATE = 24_000


def test_a_sound_before_a_silence_ends_where_it_is_last_heard() -> None:
    """Vowels that a voice lets last into a comma and past the end are cut to what is heard; the pause begins there."""
    moments = np.arange(RATE * 2) / RATE
    heard = (moments < 0.5) | ((moments >= 0.8) & (moments < 1.3))
    pcm = np.where(heard, 0.2 * np.sin(2 * np.pi * 150 * moments), 0.0).astype(np.float32)
    phonemes = [
        TimedPhoneme("m", 0.0, 0.2),
        TimedPhoneme("o", 0.2, 0.65),
        TimedPhoneme(" ", 0.65, 0.8),
        TimedPhoneme("a", 0.8, 1.9),
        TimedPhoneme(" ", 1.9, 2.0),
    ]
    speech = finished(pcm, RATE, phonemes, [TimedWord("mow", 0.0, 0.65), TimedWord("ah", 0.8, 1.9)], 0.3)
    ends = [phoneme.end for phoneme in speech.phonemes if phoneme.symbol != " "]
    assert ends == pytest.approx([0.2, 0.5, 1.3], abs=0.01)
    assert speech.phonemes[2].start == speech.phonemes[1].end
    assert speech.words[-1].end == pytest.approx(1.3, abs=0.01)
    assert speech.seconds > 1.6
