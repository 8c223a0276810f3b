"""Having ready what is said often: then it costs nothing."""

import asyncio

from server.tts.phrase_store import PhraseStore
from server.tts.port import Speech, Synthesiser


class Phrases:
    """A `Synthesiser` that keeps the phrases it was told to prepare, shared by all visits and kept in `store`.

    It keeps nothing else: what is said in a visit is forgotten with it.
    """

    def __init__(self, voice: Synthesiser, store: PhraseStore | None = None) -> None:
        self._voice = voice
        self._store = store
        self._ready: dict[str, Speech] = {}

    async def prepare(self, *phrases: str) -> None:
        """Have these ready, word for word. Raises `ServiceError`."""
        for phrase in phrases:
            kept = None if self._store is None else await asyncio.to_thread(self._store.load, phrase)
            if kept is None:
                kept = await self._voice.synthesise(phrase)
                if self._store is not None:
                    await asyncio.to_thread(self._store.save, phrase, kept)
            self._ready[phrase] = kept

    async def synthesise(self, text: str) -> Speech:
        """As the voice does, at once where it was prepared."""
        return self._ready.get(text) or await self._voice.synthesise(text)

    async def aclose(self) -> None:
        self._ready.clear()
        await self._voice.aclose()
