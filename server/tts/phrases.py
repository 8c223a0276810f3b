"""Keeping what is said often: the next time it costs nothing."""

from collections import OrderedDict

from server.tts.port import Speech, Synthesiser

MOST = 96
LONGEST = 60


class Phrases:
    """A `Synthesiser` that remembers the short phrases of another one, shared by all visits.

    Phrases with a digit are never kept: prices are many, and numbers about a face belong to one visit.
    """

    def __init__(self, voice: Synthesiser) -> None:
        self._voice = voice
        self._kept: OrderedDict[str, Speech] = OrderedDict()

    async def prepare(self, *phrases: str) -> None:
        """Have these ready."""
        for phrase in phrases:
            await self.synthesise(phrase)

    async def synthesise(self, text: str) -> Speech:
        """As the voice does, or what it said before."""
        kept = self._kept.get(text)
        if kept is not None:
            self._kept.move_to_end(text)
            return kept
        speech = await self._voice.synthesise(text)
        if len(text) <= LONGEST and not any(character.isdigit() for character in text):
            self._kept[text] = speech
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return speech

    async def aclose(self) -> None:
        self._kept.clear()
        await self._voice.aclose()
