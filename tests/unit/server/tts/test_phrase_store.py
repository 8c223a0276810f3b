"""Behaviour of phrases kept on disk."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from server.tts.phrase_store import PhraseStore, default_folder
from server.tts.phrases import Phrases
from server.tts.port import Speech, TimedPhoneme, TimedWord
from tests.unit.server.tts.test_phrases import CountingVoice

SPEECH = Speech(
    np.sin(np.arange(2400) / 7).astype(np.float32) * 0.5,
    24_000,
    (TimedWord("Sure.", 0.01, 0.09),),
    (TimedPhoneme("\u0283", 0.01, 0.05), TimedPhoneme("\u028a", 0.05, 0.09, stressed=True)),
)


def test_a_phrase_comes_back_as_it_was(tmp_path: Path) -> None:
    """Sound within a 16-bit step, and the same words and phonemes at the same times."""
    PhraseStore(tmp_path, "voice").save("Sure.", SPEECH)
    back = PhraseStore(tmp_path, "voice").load("Sure.")
    assert back is not None
    assert np.abs(back.pcm - SPEECH.pcm).max() < 1 / 32_000
    assert (back.sample_rate, back.words, back.phonemes) == (SPEECH.sample_rate, SPEECH.words, SPEECH.phonemes)


def test_another_voice_or_text_has_its_own(tmp_path: Path) -> None:
    """A phrase is found only for the very voice and text it was made of."""
    PhraseStore(tmp_path, "voice").save("Sure.", SPEECH)
    assert PhraseStore(tmp_path, "voice, slower").load("Sure.") is None
    assert PhraseStore(tmp_path, "voice").load("Sure") is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"\x00" * 5000])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """A damaged file counts as absent and is removed."""
    store = PhraseStore(tmp_path, "voice")
    store.save("Sure.", SPEECH)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert store.load("Sure.") is None
    assert not list(tmp_path.iterdir())


def test_the_folder_stays_small(tmp_path: Path) -> None:
    """With more phrases than fit the folder stays within its bound, and the newest is there."""
    store = PhraseStore(tmp_path, "voice", most_bytes=30_000)
    for number in range(12):
        store.save(f"phrase {number}", SPEECH)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 30_000
    assert store.load("phrase 11") is not None


def test_a_folder_that_cannot_be_made_is_no_trouble(tmp_path: Path) -> None:
    """Without a place to write nothing is kept and nothing raised."""
    (tmp_path / "file").write_text("in the way")
    for folder in (None, tmp_path / "file" / "phrases"):
        store = PhraseStore(folder, "voice")
        store.save("Sure.", SPEECH)
        assert store.load("Sure.") is None


def test_the_default_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """It follows the system's variables, and is absent without a home."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert default_folder() == Path("/somewhere/lunette/phrases")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/kiosk")
    assert default_folder() == Path("/home/kiosk/.cache/lunette/phrases")
    monkeypatch.delenv("HOME")
    assert default_folder() is None


async def test_only_prepared_phrases_are_written(tmp_path: Path) -> None:
    """The next start finds prepared phrases without the voice; what was said in a visit is not there."""
    voice = CountingVoice()
    phrases = Phrases(voice, PhraseStore(tmp_path, "voice"))
    await phrases.prepare("Sure.")
    await phrases.synthesise("I've kept Arrow for you.")
    kept = await asyncio.to_thread(lambda: list(tmp_path.iterdir()))
    assert len(kept) == 1

    again = CountingVoice()
    phrases = Phrases(again, PhraseStore(tmp_path, "voice"))
    await phrases.prepare("Sure.")
    await phrases.synthesise("Sure.")
    assert again.asked == []
