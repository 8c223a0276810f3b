"""Ports that count what passes through them."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable

import numpy as np
from numpy.typing import NDArray

from app.clock import Clock
from app.errors import LunetteError
from app.protocol.messages import Caption, CompanionMessage, Memory, Transcript, Trouble
from server.asr.port import Recogniser
from server.asr.port import Transcript as Recognised
from server.llm.port import Context, Event, LanguageModel, Reply
from server.telemetry.metrics import Metrics
from server.tts.port import Speech, Synthesiser

Send = Callable[[CompanionMessage], None]


class MeteredRecogniser:
    """A `Recogniser` whose turns and their duration are counted."""

    def __init__(self, inner: Recogniser, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def transcribe(self, pcm: NDArray[np.float32]) -> Recognised:
        self._metrics.recognition_requests.inc()
        with self._metrics.recognition_duration.time():
            return await self._inner.transcribe(pcm)

    async def aclose(self) -> None:
        await self._inner.aclose()


class MeteredSynthesiser:
    """A `Synthesiser` whose clauses and failures are counted."""

    def __init__(self, inner: Synthesiser, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def synthesise(self, text: str) -> Speech:
        self._metrics.synthesis_requests.inc()
        try:
            return await self._inner.synthesise(text)
        except LunetteError:
            self._metrics.synthesis_errors.inc()
            raise

    async def aclose(self) -> None:
        await self._inner.aclose()


class MeteredLanguage:
    """A `LanguageModel` whose answers, first replies and failures are counted."""

    def __init__(self, inner: LanguageModel, metrics: Metrics, clock: Clock) -> None:
        self._inner = inner
        self._metrics = metrics
        self._clock = clock

    async def respond(self, event: Event, context: Context) -> AsyncIterator[Reply]:
        self._metrics.conversation_requests.labels(trigger=type(event).__name__.lower()).inc()
        began: float | None = self._clock.monotonic()
        replies = self._inner.respond(event, context)
        try:
            async for reply in replies:
                if began is not None:
                    self._metrics.conversation_response_duration.observe(self._clock.monotonic() - began)
                    began = None
                yield reply
        except LunetteError:
            self._metrics.conversation_errors.inc()
            raise
        finally:
            if isinstance(replies, AsyncGenerator):
                await replies.aclose()

    async def aclose(self) -> None:
        await self._inner.aclose()


class MeteredSend:
    """One visit's way out, which tells from the messages how long an answer took and what went wrong."""

    def __init__(self, inner: Send, metrics: Metrics, clock: Clock) -> None:
        self._inner = inner
        self._metrics = metrics
        self._clock = clock
        self._asked: tuple[int, float] | None = None

    def __call__(self, message: CompanionMessage) -> None:
        match message:
            case Transcript(final=True):
                self._asked = (message.turn, self._clock.monotonic())
            case Caption() if self._asked is not None and self._asked[0] == message.turn:
                self._metrics.processing_duration.observe(self._clock.monotonic() - self._asked[1])
                self._asked = None
            case Memory():
                self._metrics.conversation_context_size.set(len(message.model_dump_json()))
            case Trouble():
                self._metrics.processing_errors.inc()
        self._inner(message)
