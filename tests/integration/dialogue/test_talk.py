"""Turns of talk that the whole consultant must take: lines said one after the other, and what the last leads to."""

import asyncio

import pytest

from app.domain.catalogue import Catalogue
from app.protocol.messages import SharedMeasurements, ToolName
from server.llm.consultant.meaning import Meaning
from server.llm.port import ToolUse
from tests.integration.dialogue.visit import Visit

CATALOGUE = Catalogue.sample()


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    """The installed one."""
    return Meaning.installed()


def talk(meaning: Meaning, *lines: str) -> tuple[str, tuple[ToolUse, ...]]:
    """Say the lines in one visit; what is answered to the last."""

    async def said() -> tuple[str, tuple[ToolUse, ...]]:
        visit = Visit(CATALOGUE, meaning, SharedMeasurements())
        answers = [await visit.say(line) for line in lines]
        return answers[-1]

    return asyncio.run(said())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("something titanium please", "okay and which ones are rimless"), "Of these, Penguin and Robin."),
        (("save the Emma", "save the Novel", "take the Novel off, and what do I have left"), "Emma for 169 dollars"),
        (("tell me about the Boston", "what is it made of and does it come in anything apart from black"), "Besides"),
        (("compare Oliver and Stella", "how much were they again, the pair of them"), "Oliver: 289 dollars."),
        (("show me the Julia", "would it go with grey hair"), "only a convention"),
        (("what is PD and can you get mine",), "Shall I measure you?"),
        (("do they fog up over a hot pan",), "anti-fog"),
        (("right I'll take the Nebraska, how do I pay",), "Nebraska, gladly."),
        (("hello there, I'd like something round",), "Hello. "),
    ],
)
def test_answers_the_whole_of_what_was_said(meaning: Meaning, lines: tuple[str, ...], expected: str) -> None:
    """Both halves of a line, what it points at, and a greeting beside a wish are all answered."""
    assert expected in talk(meaning, *lines)[0]


def test_one_more_is_kept_as_well(meaning: Meaning) -> None:
    """After a frame was kept, another named "as well" is kept too."""
    tools = talk(meaning, "save the Emma", "and the Novel as well please")[1]
    assert [(tool.name, [CATALOGUE[sku].name for sku in tool.skus]) for tool in tools] == [(ToolName.SAVE, ["Novel"])]


@pytest.mark.parametrize(
    "line", ["I just want plain old glasses. Cheap. That's it.", "show me square ones, that's all I want"]
)
def test_the_end_of_a_wish_is_not_the_end_of_the_visit(meaning: Meaning, line: str) -> None:
    """Words of completion behind a wish close the wish alone."""
    assert [tool.name for tool in talk(meaning, line)[1]] == [ToolName.SHOW_FRAMES]


@pytest.mark.parametrize(
    ("line", "colour"),
    [
        ("anything but black please", "black"),
        ("square ones, but please no gold", "gold"),
        ("I never want to see silver again in my life", "silver"),
    ],
)
def test_what_is_ruled_out_is_not_shown_for_it(meaning: Meaning, line: str, colour: str) -> None:
    """Frames are shown, and none is praised for the colour that was ruled out."""
    text, tools = talk(meaning, line)
    assert any(tool.cards for tool in tools)
    assert f"comes in {colour}" not in text
    assert f"{colour} frames" not in text


def test_a_word_that_is_also_a_name_is_no_frame(meaning: Meaning) -> None:
    """A marathon is run in, though a frame is called so."""
    tools = talk(meaning, "I run a half marathon in October, I need a pair that won't bounce")[1]
    assert len([card for tool in tools for card in tool.cards]) > 1
