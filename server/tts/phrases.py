"""Having ready what is said often: then it costs nothing."""

from server.tts.port import Speech, Synthesiser


class Phrases:
    """A `Synthesiser` that keeps the phrases it was told to prepare, shared by all visits.

    It keeps nothing else: what is said in a visit is forgotten with it.
    """

    def __init__(self, voice: Synthesiser) -> None:
        self._voice = voice
        self._ready: dict[str, Speech] = {}

    async def prepare(self, *phrases: str) -> None:
        """Have these ready, word for word."""
        for phrase in phrases:
            self._ready[phrase] = await self._voice.synthesise(phrase)

    async def synthesise(self, text: str) -> Speech:
        """As the voice does, at once where it was prepared."""
        return self._ready.get(text) or await self._voice.synthesise(text)

    async def aclose(self) -> None:
        self._ready.clear()
        await self._voice.aclose()
