"""The built-in consultant as a language model."""

import random
from dataclasses import replace

import pytest

from app.domain.catalogue import Catalogue
from app.protocol.messages import Interval, SharedMeasurements, ToolName, TouchAction, TurnRecord
from server.llm.consultant.consultant import Consultant
from server.llm.port import (
    Context,
    Greeting,
    LanguageModel,
    MeasurementsArrived,
    Remember,
    Reply,
    TextDelta,
    ToolOutcome,
    ToolUse,
    TouchEvent,
    Utterance,
)

CONSULTANT = Consultant(Catalogue.sample())
MEASURED = SharedMeasurements(
    pd=Interval(value=62, low=58, high=66), face_width=Interval(value=137, low=133, high=141), shape=(("oval", 0.6),)
)
VOCABULARY = """
show me the second first third one it them round cheaper lighter not under 200 dollars boston compare and try on save
what is how much my face progressive nickel blue gold yes no why more like i want do you have insurance bye
"""
WORDS = tuple(VOCABULARY.split())


async def replies(event: object, context: Context) -> list[Reply]:
    assert isinstance(event, Greeting | Utterance | TouchEvent | ToolOutcome | MeasurementsArrived)
    return [reply async for reply in CONSULTANT.respond(event, context)]


async def test_serves_the_port() -> None:
    """It can be used wherever a language model is asked for."""
    model: LanguageModel = CONSULTANT
    await model.aclose()
    await model.aclose()


async def test_pure_in_its_context() -> None:
    """A run that is thrown away leaves no trace: the same question gives the same replies."""
    context = Context(measurements=MEASURED)
    first = await replies(Utterance("something light for work"), context)
    await replies(Utterance("goodbye"), context)
    assert await replies(Utterance("something light for work"), context) == first


async def test_memory_comes_last_and_acts_come_first() -> None:
    """Tools precede the text that holds their anchor word, and the memory closes the reply."""
    found = await replies(Utterance("show me round frames"), Context())
    assert isinstance(found[0], ToolUse)
    assert isinstance(found[-1], Remember)
    text = "".join(reply.text for reply in found if isinstance(reply, TextDelta))
    assert found[0].anchor_word
    assert found[0].anchor_word in text


async def test_speaks_by_clause_and_starts_short() -> None:
    """The text arrives in clauses, and the first one of an ordinary answer is short enough to be spoken at once."""
    for line in ("show me frames for work", "how much is the Boston", "do you store my picture", "goodbye"):
        clauses = [reply.text for reply in await replies(Utterance(line), Context()) if isinstance(reply, TextDelta)]
        assert clauses
        assert len(clauses[0].split()) <= 9, clauses[0]


async def test_greets_and_says_what_it_is() -> None:
    """The greeting says that an AI is speaking; a visit that goes on is not greeted anew."""
    text = "".join(reply.text for reply in await replies(Greeting(), Context()) if isinstance(reply, TextDelta))
    assert "AI" in text
    turns = (TurnRecord(speaker="shopper", text="hello"),)
    resumed = "".join(r.text for r in await replies(Greeting(), Context(turns=turns)) if isinstance(r, TextDelta))
    assert "back" in resumed


async def test_never_repeats_its_words_turn_after_turn() -> None:
    """The same question asked twice in a row is put differently."""
    context = Context()
    first = await replies(Utterance("how much is the Boston"), context)
    memory = first[-1]
    assert isinstance(memory, Remember)
    second = await replies(Utterance("how much is the Boston"), replace(context, memory=memory.memory))
    assert [r for r in first if isinstance(r, TextDelta)] != [r for r in second if isinstance(r, TextDelta)]


async def test_tells_new_measurements_once() -> None:
    """The first numbers are told with their interval, the next ones are not announced again."""
    context = Context(measurements=MEASURED)
    found = await replies(MeasurementsArrived(), context)
    text = "".join(reply.text for reply in found if isinstance(reply, TextDelta))
    assert all(figure in text for figure in ("62", "58", "66"))
    memory = found[-1]
    assert isinstance(memory, Remember)
    assert await replies(MeasurementsArrived(), replace(context, memory=memory.memory)) == []


async def test_touch_becomes_what_it_is_about() -> None:
    """After a frame was opened by touch, "it" means that frame."""
    found = await replies(TouchEvent(TouchAction.OPEN_FRAME, ("FRO-104",)), Context())
    memory = found[-1]
    assert isinstance(memory, Remember)
    asked = await replies(Utterance("how much is it"), Context(focus=("FRO-104",), memory=memory.memory))
    assert "Texas" in "".join(reply.text for reply in asked if isinstance(reply, TextDelta))


async def test_a_tool_that_worked_needs_no_words() -> None:
    """Success is silent, failure is owned up to."""
    assert await replies(ToolOutcome(ToolName.TRY_ON, ok=True), Context()) == []
    assert await replies(ToolOutcome(ToolName.TRY_ON, ok=False), Context())


@pytest.mark.parametrize("seed", range(8))
async def test_survives_any_words(seed: int) -> None:
    """Whatever is said in whatever state, there is an answer of speakable length and no error."""
    chance = random.Random(seed)
    context = Context(measurements=MEASURED if seed % 2 else SharedMeasurements())
    for _ in range(60):
        line = " ".join(chance.choices(WORDS, k=chance.randint(1, 9)))
        found = await replies(Utterance(line), context)
        text = "".join(reply.text for reply in found if isinstance(reply, TextDelta))
        assert 0 < len(text.split()) <= 75, line
        for reply in found:
            if isinstance(reply, Remember):
                context = replace(context, memory=reply.memory)
            elif isinstance(reply, ToolUse) and reply.cards:
                context = replace(context, shown=tuple(card.sku for card in reply.cards))
            elif isinstance(reply, ToolUse) and reply.name is ToolName.SAVE:
                context = replace(context, shortlist=(*context.shortlist, *reply.skus))


async def test_unreadable_memory_starts_afresh() -> None:
    """A memory written by something else does no harm."""
    context = Context(memory={"turn": "x", "needs": [1], "topic": 5, "told_pd_mm": "63"})
    assert await replies(Utterance("hello"), context)


async def test_consultant_says_the_name_it_was_given() -> None:
    """The greeting and the answer to "what is your name" carry the name of whoever is shown."""
    for name in ("Miriam", "Daniel"):
        context = Context(name=name)
        for event in (Greeting(), Utterance("What's your name?")):
            text = "".join(reply.text for reply in await replies(event, context) if isinstance(reply, TextDelta))
            assert name in text


@pytest.mark.parametrize("line", ["Hello Miriam.", "Hi Daniel!", "Thank you, Miriam.", "Thanks Daniel."])
async def test_being_called_by_name_is_no_request_for_a_frame(line: str) -> None:
    """The consultant's own name is never taken for a frame's."""
    text = "".join(reply.text for reply in await replies(Utterance(line), Context()) if isinstance(reply, TextDelta))
    assert not any(frame.name in text for frame in Catalogue.sample())


async def test_for_whom_the_frames_are_is_told_with_acts_and_memory() -> None:
    """Frames for a son are marked as somebody else's, and the speaker's own again as theirs."""
    context = Context()
    for line, for_other in (("glasses for my son", True), ("show me round ones", True), ("now some for myself", False)):
        found = await replies(Utterance(line), context)
        marks = [reply.for_other for reply in found if isinstance(reply, ToolUse | Remember)]
        assert marks
        assert set(marks) == {for_other}, line
        context = replace(context, memory=next(reply.memory for reply in found if isinstance(reply, Remember)))
