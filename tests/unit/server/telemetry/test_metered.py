"""Behaviour of the counting ports."""

from collections.abc import AsyncIterator

import numpy as np
import pytest

from app.clock import ManualClock
from app.errors import ServiceError
from app.protocol.messages import Caption, CompanionMessage, Memory, Transcript, Trouble
from server.llm.port import Context, Event, Greeting, Reply, TextDelta
from server.telemetry.metered import MeteredLanguage, MeteredSend, MeteredSynthesiser
from server.telemetry.metrics import Metrics
from server.tts.port import Speech


class TwoWords:
    """Answers in two pieces, and notes that it was closed."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.closed = False

    async def respond(self, event: Event, context: Context) -> AsyncIterator[Reply]:
        try:
            self.clock.advance(0.3)
            yield TextDelta("one ")
            self.clock.advance(5.0)
            yield TextDelta("two")
        finally:
            self.closed = True

    async def aclose(self) -> None:
        return


class FailingVoice:
    async def synthesise(self, text: str) -> Speech:
        if text == "fail":
            raise ServiceError("The voice failed.")
        return Speech(np.zeros(1, np.float32), 22_050, (), ())

    async def aclose(self) -> None:
        return


def _value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


async def test_answer_is_timed_to_its_first_reply_and_closed() -> None:
    """The first reply's delay is observed once, and a caller that stops early closes the model's stream."""
    clock, metrics = ManualClock(), Metrics()
    model = TwoWords(clock)

    replies = MeteredLanguage(model, metrics, clock).respond(Greeting(), Context())
    first = await anext(replies)
    await replies.aclose()  # type: ignore[attr-defined]

    assert first == TextDelta("one ")
    assert model.closed
    assert _value(metrics, "conversation_requests_total", trigger="greeting") == 1.0
    assert _value(metrics, "conversation_response_duration_seconds_sum") == pytest.approx(0.3)


async def test_failed_clause_is_counted_and_raised() -> None:
    """A clause that cannot be spoken counts as a request and as an error."""
    metrics = Metrics()
    voice = MeteredSynthesiser(FailingVoice(), metrics)

    await voice.synthesise("fine")
    with pytest.raises(ServiceError):
        await voice.synthesise("fail")

    assert _value(metrics, "speech_synthesis_requests_total") == 2.0
    assert _value(metrics, "speech_synthesis_errors_total") == 1.0


def test_messages_tell_how_long_an_answer_took() -> None:
    """From the final transcript to the first caption of that turn is observed; troubles and memory are counted."""
    clock, metrics = ManualClock(), Metrics()
    sent: list[CompanionMessage] = []
    send = MeteredSend(sent.append, metrics, clock)

    send(Transcript(turn=3, text="hello", final=True))
    clock.advance(0.7)
    send(Caption(turn=2, words=()))
    send(Caption(turn=3, words=()))
    clock.advance(0.7)
    send(Caption(turn=3, words=()))
    send(Memory(memory={"a": 1}))
    send(Trouble(code="slow", message="Slow."))

    assert len(sent) == 6
    assert _value(metrics, "speech_processing_duration_seconds_sum") == pytest.approx(0.7)
    assert _value(metrics, "speech_processing_duration_seconds_count") == 1.0
    assert (_value(metrics, "conversation_context_size_bytes") or 0) > 10
    assert _value(metrics, "speech_processing_errors_total") == 1.0
