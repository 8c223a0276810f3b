import os
from pathlib import Path

import numpy as np
import pytest

from server.conversation.ear import Decimator
from server.conversation.end_of_turn import features
from server.conversation.interruption import is_backchannel
from server.conversation.unfinished import leads_on
from server.conversation.voice_activity import SETTLED, WINDOW, Silero, VoiceActivity


def tone(hertz: float, seconds: float = 1.0, rate: int = 48_000) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    time = np.arange(round(seconds * rate)) / rate
    return (np.sin(2 * np.pi * hertz * time) * 16_000).astype(np.int16)


def in_blocks(sound: np.ndarray[tuple[int], np.dtype[np.int16]]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    ear = Decimator()
    return np.concatenate([ear(sound[at : at + 960]) for at in range(0, sound.size, 960)])


def test_the_ear_keeps_speech_and_drops_what_would_alias() -> None:
    """A tone of 1 kHz passes unchanged, one of 11 kHz is gone, and three samples become one."""
    low, high = in_blocks(tone(1000)), in_blocks(tone(11_000))
    assert low.size == 16_000
    assert float(np.sqrt(np.mean(low[200:] ** 2))) == pytest.approx(16_000 / 32_768 / np.sqrt(2), rel=0.01)
    assert float(np.abs(high[200:]).max()) < 0.001


def test_the_ear_has_no_seams() -> None:
    """Sound cut into blocks gives the same samples as sound in one piece."""
    sound = tone(440)
    assert np.allclose(in_blocks(sound), Decimator()(sound), atol=1e-6)


def test_features_have_the_model_s_shape_and_range() -> None:
    """Eight seconds of features whatever the length, silence first, in the range that the model was trained on."""
    short = features(np.sin(np.arange(16_000) / 5).astype(np.float32))
    assert short.shape == (80, 800)
    assert short.dtype == np.float32
    assert short.max() - short.min() == pytest.approx(2.0)
    assert short[:, :690].max() < short[:, 710:].max()


def test_features_of_a_tone_peak_in_its_band() -> None:
    """A tone of 1 kHz, 15 mel, is loudest in the band around it."""
    sound = np.sin(2 * np.pi * 1000 * np.arange(8 * 16_000) / 16_000).astype(np.float32)
    band = int(np.argmax(features(sound)[:, 400]))
    highest = 15.0 + np.log(8.0) / (np.log(6.4) / 27.0)
    assert band == pytest.approx(15.0 / highest * 81 - 1, abs=1)


def test_voice_needs_three_windows_and_goes_on_through_a_weak_one() -> None:
    """One loud window is no voice, three are; a window between the two limits does not end it."""
    levels = iter([0.9, 0.1, 0.6, 0.7, 0.8, 0.4, 0.3, 0.9])
    activity = VoiceActivity(lambda pcm: next(levels))
    windows = activity.push(np.zeros(8 * WINDOW, np.float32), 10.0)
    assert [window.voiced for window in windows] == [False, False, False, False, True, True, False, False]
    assert windows[0].end == pytest.approx(10.032)


def test_voice_is_judged_on_the_calling_thread_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judging starts no threads, and libraries loaded later are not held to one."""
    monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
    silero = Silero()
    before = set(Path("/proc/self/task").iterdir())
    assert silero(np.zeros(WINDOW, np.float32)) < 0.5
    assert set(Path("/proc/self/task").iterdir()) == before
    assert "OMP_THREAD_LIMIT" not in os.environ


def test_faint_silence_is_not_judged_and_what_follows_is_judged_as_ever() -> None:
    """After half a second of faint sound windows cost nothing; the first that is louder is judged nearly as without."""
    random = np.random.default_rng(4)
    faint = [random.normal(0, 2e-4, WINDOW).astype(np.float32) for _ in range(200)]
    loud = [random.normal(0, 0.05, WINDOW).astype(np.float32) for _ in range(20)]
    gated, asked = Silero(), Silero()
    skipping = [gated(window) for window in faint]
    for window in faint:
        asked._detector.process_samples(window.tolist())
    assert set(skipping[SETTLED:]) == {0.0}
    assert np.allclose([gated(window) for window in loud], [asked(window) for window in loud], atol=0.1)


def test_windows_are_cut_across_blocks() -> None:
    """Blocks of any length give windows of 32 ms with the times of their samples."""
    activity = VoiceActivity(lambda pcm: float(pcm[0]))
    sound = np.repeat(np.arange(10, dtype=np.float32), WINDOW)
    windows = []
    for at in range(0, sound.size, 320):
        windows += activity.push(sound[at : at + 320], at / 16_000)
    assert [window.probability for window in windows] == list(range(10))
    assert [window.end for window in windows] == pytest.approx([0.032 * (n + 1) for n in range(10)])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I'm looking for", True),
        ("I'm looking for um...", True),
        ("Something light for work.", False),
        ("What is it for?", False),
        ("Yes.", False),
        ("", False),
    ],
)
def test_knows_words_that_lead_on(text: str, wanted: bool) -> None:
    """A preposition or a hesitation at the end leads on, a question does not."""
    assert leads_on(text) is wanted


@pytest.mark.parametrize(("text", "wanted"), [("Mm-hmm.", True), ("Okay!", True), ("No, stop.", False), ("", False)])
def test_knows_signs_of_listening(text: str, wanted: bool) -> None:
    """Signs of listening are told from words that mean something."""
    assert is_backchannel(text) is wanted
