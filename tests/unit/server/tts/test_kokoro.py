"""Behaviour of Kokoro's spelling and of long texts."""

import json
from pathlib import Path

import pytest

import server.tts.kokoro as module
from server.tts.delivery import Delivery
from server.tts.kokoro import MOST_SYMBOLS, rewritten, runs

SYMBOLS = json.loads((Path(module.__file__).parent / "models" / "kokoro-symbols.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("h\u0259l\u02c8o\u028a", "h\u0259l\u02c8O"),
        ("d\u0292\u02c8\u028cd\u0292", "\u02a4\u02c8\u028c\u02a4"),
        ("t\u0283\u02c8\u025c\u02d0t\u0283", "\u02a7\u02c8\u025c\u0279\u02a7"),
        ("b\u02c8\u0254\u026az", "b\u02c8Yz"),
        ("d\u02c8\u0251\u02d0l\u025az", "d\u02c8\u0251l\u0259\u0279z"),
        ("t\u0279\u02c8a\u026a", "t\u0279\u02c8I"),
    ],
)
def test_words_are_spelt_as_the_voice_learnt_them(heard: str, written: str) -> None:
    """Diphthongs and affricates become one sign, length marks go, and every sign is one that the voice has."""
    assert rewritten(heard) == written
    assert set(written) <= set(SYMBOLS)


def test_long_texts_are_cut_between_words() -> None:
    """Every run fits the graph, ends behind a space, and nothing is lost."""
    characters = list("wun tu \u03b8ri " * 150)
    pieces = runs(characters)
    assert [character for piece in pieces for character in piece] == characters
    assert all(0 < len(piece) <= MOST_SYMBOLS and piece[-1] == " " for piece in pieces)
    assert runs([]) == []
    assert [len(piece) for piece in runs(["a"] * (MOST_SYMBOLS + 1))] == [MOST_SYMBOLS, 1]


def test_a_higher_pitch_keeps_the_tempo() -> None:
    """Twelve semitones play the sound twice as fast and have it spoken half as fast."""
    octave = Delivery(rate=1.2, pitch=12.0)
    assert octave.sample_rate(24_000) == 48_000
    assert octave.speed * octave.sample_rate(24_000) / 24_000 == pytest.approx(1.2)
    assert Delivery().sample_rate(22_050) == 22_050
