"""The built-in consultant: a language model in the sense of the port that needs no network and never invents.

Deterministic and without state of its own: the same event in the same context gives the same replies.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from app.domain.catalogue import Catalogue
from server.llm.consultant import small_talk, touches
from server.llm.consultant.dialogue import Dialogue
from server.llm.consultant.meaning import Meaning
from server.llm.consultant.memory import Memory
from server.llm.consultant.situation import Answer, Situation, face_numbers
from server.llm.port import (
    Context,
    Event,
    Greeting,
    MeasurementsArrived,
    Remember,
    Reply,
    TextDelta,
    ToolOutcome,
    TouchEvent,
    Utterance,
)

_CLAUSE = re.compile(r".+?(?:[.?!;:]+(?=\s|$)\s*|$)", re.DOTALL)


class Consultant:
    """Answers from a catalogue and what the context holds; with `meaning`, also what no cue knows."""

    def __init__(self, catalogue: Catalogue, meaning: Meaning | None = None) -> None:
        self._catalogue = catalogue
        self._meaning = meaning
        self._dialogue = Dialogue(catalogue, meaning)

    async def respond(self, event: Event, context: Context) -> AsyncIterator[Reply]:
        """Yield tools, text by clause and the new memory; nothing at all when nothing needs to be said."""
        if self._meaning is not None and isinstance(event, Utterance):
            answer = await asyncio.to_thread(self.answer, event, context)
        else:
            answer = self.answer(event, context)
        if answer is None:
            return
        for reply in replies(answer):
            yield reply

    async def aclose(self) -> None:
        """Nothing is held."""

    def answer(self, event: Event, context: Context) -> Answer | None:
        """The whole answer at once; `None` when there is nothing to say."""
        memory = Memory.from_data(context.memory)
        if isinstance(event, Utterance):
            return self._dialogue.answer(event.text, context, memory)
        situation = Situation(self._catalogue, context, memory, face_numbers(context.measurements, memory))
        match event:
            case Greeting():
                return small_talk.greet(situation)
            case TouchEvent():
                return touches.touched(situation, event)
            case ToolOutcome():
                return touches.finished(situation, event)
            case MeasurementsArrived():
                return touches.measured(situation, event)


def replies(answer: Answer) -> Iterator[Reply]:
    """An answer as the port's items: acts first, then the text by clause, then the memory.

    The space at the end tells that the last sentence is complete, so that all its clauses are known together.
    """
    for_other = bool(answer.memory.wearer)
    yield from (replace(tool, for_other=for_other) for tool in answer.tools)
    for clause in _CLAUSE.findall(f"{answer.text} " if answer.text else ""):
        yield TextDelta(clause)
    yield Remember(answer.memory.to_data(), for_other)
