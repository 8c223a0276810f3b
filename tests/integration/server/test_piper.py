"""The voice on its real model."""

import asyncio

from server.tts.espeak import Espeak
from server.tts.piper import Piper
from server.tts.voices import piper_files


async def test_a_decimal_is_one_word_without_a_pause_in_it() -> None:
    """The number 61.4 stays together in the caption and is read in one breath, as "sixty-one point four"."""
    voice = await asyncio.to_thread(Piper, piper_files(), Espeak())
    try:
        digits = await voice.synthesise("It is about 61.4 millimetres.")
        spelt = await voice.synthesise("It is about sixty-one point four millimetres.")
    finally:
        await voice.aclose()

    assert [word.text for word in digits.words] == ["It", "is", "about", "61.4", "millimetres."]
    symbols = [
        "".join(phoneme.symbol for phoneme in speech.phonemes if phoneme.symbol != " ") for speech in (digits, spelt)
    ]
    assert symbols[0] == symbols[1]
    assert abs(digits.seconds - spelt.seconds) < 0.5
