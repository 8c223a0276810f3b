import asyncio
from pathlib import Path

import numpy as np

from server.tts.phrase_store import PhraseStore
from server.tts.phrases import Phrases
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


async def test_a_prepared_phrase_is_synthesised_once() -> None:
    """A phrase that was prepared is there at once, the same each time."""
    voice = CountingVoice()
    phrases = Phrases(voice)
    await phrases.prepare("Gladly.", "Sure.")
    first, second = await phrases.synthesise("Gladly."), await phrases.synthesise("Gladly.")
    assert first is second
    assert voice.asked == ["Gladly.", "Sure."]


async def test_nothing_of_a_visit_is_kept() -> None:
    """What was not prepared is synthesised each time, and forgotten."""
    voice = CountingVoice()
    phrases = Phrases(voice)
    await phrases.synthesise("I've kept Arrow for you.")
    await phrases.synthesise("I've kept Arrow for you.")
    assert voice.asked == ["I've kept Arrow for you."] * 2


async def test_closing_closes_the_voice() -> None:
    """The voice is let go with the phrases."""
    voice = CountingVoice()
    await Phrases(voice).aclose()
    assert voice.closed == 1


class HeldVoice(CountingVoice):
    """Says nothing before it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = asyncio.Event()
        self.begun = asyncio.Semaphore(0)

    async def synthesise(self, text: str) -> Speech:
        speech = await super().synthesise(text)
        self.begun.release()
        await self.let.wait()
        return speech


async def test_a_visit_goes_before_what_is_prepared() -> None:
    """A phrase in the making gives way to a clause of a visit, and is made anew behind it."""
    voice = HeldVoice()
    phrases = Phrases(voice)
    preparing = asyncio.create_task(phrases.prepare("Gladly."))
    await voice.begun.acquire()
    saying = asyncio.create_task(phrases.synthesise("It is light."))
    await voice.begun.acquire()
    assert not phrases.ready("Gladly.")
    voice.let.set()
    await asyncio.gather(saying, preparing)
    assert voice.asked == ["Gladly.", "It is light.", "Gladly."]
    assert phrases.ready("Gladly.")


async def test_what_another_program_kept_is_not_made_again(tmp_path: Path) -> None:
    """A phrase that appears in the store while others are made is taken from there."""
    store = PhraseStore(tmp_path, "voice")
    here, there = HeldVoice(), CountingVoice()
    preparing = asyncio.create_task(Phrases(here, store).prepare("Gladly.", "Sure."))
    await here.begun.acquire()
    await Phrases(there, store).prepare("Sure.")
    here.let.set()
    await preparing
    assert (here.asked, there.asked) == (["Gladly."], ["Sure."])
