import numpy as np

from server.tts.phrases import MOST, Phrases
from server.tts.port import Speech


class CountingVoice:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.closed = 0

    async def synthesise(self, text: str) -> Speech:
        self.asked.append(text)
        return Speech(np.zeros(len(text), np.float32), 1000, (), ())

    async def aclose(self) -> None:
        self.closed += 1


async def test_a_phrase_is_spoken_once() -> None:
    """A phrase that was said before is not synthesised again."""
    voice = CountingVoice()
    phrases = Phrases(voice)
    await phrases.prepare("Gladly.", "Sure.")
    first, second = await phrases.synthesise("Gladly."), await phrases.synthesise("Gladly.")
    assert first is second
    assert voice.asked == ["Gladly.", "Sure."]


async def test_numbers_and_long_sentences_are_not_kept() -> None:
    """What may be about one shopper, or is unlikely to be said again, is forgotten."""
    voice = CountingVoice()
    phrases = Phrases(voice)
    for text in ["About 62 millimetres.", "word " * 20] * 2:
        await phrases.synthesise(text)
    assert len(voice.asked) == 4


async def test_the_phrase_that_was_not_said_for_longest_gives_way() -> None:
    """The number of phrases is bounded."""
    voice = CountingVoice()
    phrases = Phrases(voice)
    names = ["".join(chr(97 + int(digit)) for digit in str(number)) for number in range(MOST + 1)]
    await phrases.prepare(*names[:-1])
    await phrases.synthesise(names[0])
    await phrases.synthesise(names[-1])
    voice.asked.clear()
    await phrases.prepare(names[0], names[1])
    assert voice.asked == [names[1]]


async def test_closing_closes_the_voice() -> None:
    """The voice is let go with the phrases."""
    voice = CountingVoice()
    await Phrases(voice).aclose()
    assert voice.closed == 1
