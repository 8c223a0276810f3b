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
        self._wanted = 0
        self._background: asyncio.Task[Speech] | None = None
        self._free = asyncio.Event()
        self._free.set()

    def ready(self, text: str) -> bool:
        """Whether this was prepared."""
        return text in self._ready

    async def prepare(self, *phrases: str) -> None:
        """Have these ready, word for word; what a visit says goes first. Raises `ServiceError`."""
        missing = [phrase for phrase in phrases if not await self._loaded(phrase)]
        for phrase in missing:
            if await self._loaded(phrase):
                continue
            self._ready[phrase] = made = await self._made(phrase)
            if self._store is not None:
                await asyncio.to_thread(self._store.save, phrase, made)

    async def synthesise(self, text: str) -> Speech:
        """As the voice does, at once where it was prepared."""
        prepared = self._ready.get(text)
        if prepared is not None:
            return prepared
        self._wanted += 1
        self._free.clear()
        if self._background is not None:
            self._background.cancel()
        try:
            return await self._voice.synthesise(text)
        finally:
            self._wanted -= 1
            if self._wanted == 0:
                self._free.set()

    async def _loaded(self, phrase: str) -> bool:
        """Take the phrase from the store, where another program with this voice may have put it meanwhile."""
        kept = None if self._store is None else await asyncio.to_thread(self._store.load, phrase)
        if kept is not None:
            self._ready[phrase] = kept
        return kept is not None

    async def _made(self, phrase: str) -> Speech:
        """The phrase, made while nothing else is said; begun again when something was."""
        while True:
            await self._free.wait()
            work = self._background = asyncio.create_task(self._voice.synthesise(phrase), name="phrase")
            try:
                await asyncio.wait({work})
            finally:
                self._background = None
                if not work.done():
                    work.cancel()
                    await asyncio.gather(work, return_exceptions=True)
            if not work.cancelled():
                return work.result()

    async def aclose(self) -> None:
        self._ready.clear()
        await self._voice.aclose()
