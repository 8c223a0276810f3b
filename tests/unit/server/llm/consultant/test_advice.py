"""What is shown after which words, and how it is told."""

from dataclasses import replace

import pytest

from app.domain.catalogue import Catalogue
from app.domain.frame import Frame, FrameShape, Rim
from app.domain.needs import has_colour
from server.llm.consultant.consultant import Consultant
from server.llm.consultant.memory import Memory
from server.llm.consultant.situation import Answer
from server.llm.port import Context, Utterance

SHOP = Catalogue.sample()
CONSULTANT = Consultant(SHOP)
BY_NAME = {frame.name: frame for frame in SHOP}


def talk(*lines: str, saved: tuple[str, ...] = ()) -> tuple[Answer, tuple[Frame, ...]]:
    """The last answer of a talk, and the frames then on the screen."""
    context = Context(shortlist=tuple(BY_NAME[name].sku for name in saved))
    answer: Answer | None = None
    for line in lines:
        answer = CONSULTANT.answer(Utterance(line), context)
        assert answer is not None
        cards = [tuple(card.sku for card in tool.cards) for tool in answer.tools if tool.cards]
        context = replace(context, memory=answer.memory.to_data(), shown=cards[-1] if cards else context.shown)
    assert answer is not None
    assert Memory.from_data(answer.memory.to_data()) == answer.memory
    return answer, tuple(SHOP[sku] for sku in context.shown)


def test_opens_with_what_most_would_try() -> None:
    """With nothing known the first frames are of different shapes, and none is loud or dear."""
    _, shown = talk("Show me some glasses.")
    assert len({frame.shape for frame in shown}) == len(shown)
    assert not any("statement" in frame.tags for frame in shown)
    assert shown[0].price_cents <= 25000


@pytest.mark.parametrize("word", ["aviators", "round glasses", "square frames"])
def test_does_not_begin_with_the_loudest(word: str) -> None:
    """A shape alone brings no statement frame to the first place."""
    _, shown = talk(f"Show me {word}.")
    assert "statement" not in shown[0].tags


def test_tiny_faces_get_the_narrowest() -> None:
    """A tiny face is shown frames in the order of their width, from the narrowest on."""
    _, shown = talk("My face is tiny, I need glasses.")
    widths = [frame.dimensions.total_width for frame in shown]
    assert widths == sorted(widths)
    assert widths[0] == min(frame.dimensions.total_width for frame in SHOP)


def test_big_heads_get_really_wide_ones() -> None:
    """A really big head is shown nothing below 143 millimetres."""
    _, shown = talk("My husband has a really big head. Something for work.")
    assert all(frame.dimensions.total_width >= 143 for frame in shown)
    assert all("work" in frame.tags for frame in shown)


@pytest.mark.parametrize("age", ["five", "eight", "eleven"])
def test_children(age: str) -> None:
    """What is called the narrowest is the narrowest, and not rimless."""
    answer, shown = talk(f"I need glasses for my daughter, she is {age}.")
    assert "These are our narrowest" in answer.text
    widest = max(frame.dimensions.total_width for frame in shown)
    assert sum(frame.dimensions.total_width < widest for frame in SHOP) < len(shown)
    assert all(frame.rim is not Rim.RIMLESS for frame in shown)


def test_rough_children() -> None:
    """For a child that breaks things the frames are tough and still narrow, and no more is claimed."""
    answer, shown = talk("Glasses for my son, he is eight and breaks everything.")
    assert all(frame.material == "TR90" and frame.dimensions.total_width <= 126 for frame in shown)
    assert "among our narrowest" in answer.text


@pytest.mark.parametrize(
    "line",
    [
        "Something similar but cheaper.",
        "Similar ones at a normal price.",
        "Like that, for half the price.",
        "It is too expensive.",
    ],
)  # fmt: skip
def test_similar_but_cheaper(line: str) -> None:
    """Near to the frame spoken of and really cheaper: its shape, not itself, a clear step below its price."""
    _, shown = talk("Show me the Eagle.", line)
    assert shown
    assert all(frame.shape is FrameShape.AVIATOR and frame.price_cents <= 31000 for frame in shown)


def test_half_the_price_is_half() -> None:
    """Half the price of a frame is the most that is shown then."""
    _, shown = talk("Show me the Eagle.", "The same kind for half the price?")
    assert all(frame.price_cents <= 18000 for frame in shown)


def test_what_else_is_like_it() -> None:
    """What else is like it stays with the frame spoken of."""
    answer, shown = talk("Show me the Michigan.", "What else is like it?")
    assert "Michigan" in answer.text
    assert all(frame.shape is FrameShape.CAT_EYE and frame.name != "Michigan" for frame in shown)


def test_cheaper_keeps_what_was_wished() -> None:
    """Where nothing cheaper meets the wishes, the cheapest is named as such and nothing else is slipped in."""
    answer, shown = talk("Round tortoise glasses.", "Cheaper?")
    assert answer.text.startswith("Wizard at 99 dollars is already the least among the tortoise round frames.")
    assert all(frame.shape is FrameShape.ROUND and has_colour(frame, "tortoise") for frame in shown)


@pytest.mark.parametrize("line", ["The navy is too dark. Lighter, like the sky.", "In a lighter shade, please."])
def test_lighter_of_a_colour(line: str) -> None:
    """Lightness of a colour is no weight."""
    _, shown = talk("Show me blue frames.", line)
    assert {frame.name for frame in shown} == {"Dallas", "Orchid", "Natalie"}


def test_names_the_kin_of_a_colour() -> None:
    """The very colour comes first, and what only comes near is said to."""
    answer, shown = talk("White frames, but not for sport.")
    assert {frame.name for frame in shown[:2]} == {"Harbor", "Lotus"}
    assert "The others come in ivory." in answer.text


def test_dropping_a_wish() -> None:
    """What is set aside no longer binds and is not excluded either."""
    answer, _ = talk("Blue rectangles.", "Forget the rectangle, blue is fine.")
    needs = answer.memory.needs
    assert (needs.shapes, needs.avoid_shapes, needs.colours) == ((), (), ("blue",))


def test_all_colours_are_named() -> None:
    """A frame's colours are told to the last one."""
    answer, _ = talk("Show me the Riddle.")
    assert all(colour.name in answer.text for colour in BY_NAME["Riddle"].colours)


def test_level_ones() -> None:
    """Of two that are equal neither is called more, and the next difference is told."""
    answer, _ = talk("Show me Clara and Orlando.", "Which one is bigger?")
    assert "even between them" in answer.text
    assert "both 141 millimetres wide" in answer.text
    assert "52 by 42" in answer.text


def test_among_the_saved() -> None:
    """A question on one's own saved frames stays among them."""
    answer, _ = talk("Which of my three is the lightest?", saved=("Novel", "Compass", "Journal"))
    assert answer.text.startswith("Journal.")
    assert "21 grams" in answer.text


def test_opinion_agrees_with_what_was_said() -> None:
    """Who praised one as cheaper and lighter does not then take the other."""
    answer, _ = talk("Compare Robin and Thistle.", "Which one would you take?")
    assert answer.text.startswith("I'd take Thistle.")
    assert "149 dollars against 279" in answer.text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Show me the Oliver.", "Has he also in green?"), "Oliver comes in forest green and olive green"),
        (("Show me the Oscar.", "Show me the Theodore.", "What does the previous one weigh?"), "26 grams"),
        (("Show me the Tango.", "Show me the Melody.", "The first one was nicer. Which colors did it have?"), "plum"),
    ],
)
def test_points_back(lines: tuple[str, ...], expected: str) -> None:
    """Frames are meant by "he", "the previous one" and "the first one"."""
    assert expected in talk(*lines)[0].text


@pytest.mark.parametrize(
    "line", ["I am the mother of the bride.", "My wife says brown, or with a turtle pattern.", "For the groom, please."]
)
def test_hears_no_name_where_none_stands(line: str) -> None:
    """Words that only sound like a frame's name are no frame outside the place of a name."""
    answer, _ = talk("Show me glasses.", line)
    assert not any(f"{name} is a" in answer.text or f"{name} comes in gunmetal" in answer.text for name in BY_NAME)
    assert "Riddle" not in answer.text.split(".")[0]


def test_step_calmer_and_bolder() -> None:
    """Calmer is a step down from what was wished, bolder one up."""
    answer, shown = talk("Something bold.", "Too wild, something in between.")
    assert answer.memory.needs.style == "trendy"
    assert not any("statement" in frame.tags for frame in shown)


def test_owns_up_to_a_taste_that_gave_way() -> None:
    """A wish that could not be kept beside the others is named."""
    answer, shown = talk("Something bold.", "Rimless, please.")
    assert all(frame.rim is Rim.RIMLESS for frame in shown)
    assert "None of them are bold." in answer.text


def test_cheaper_still_says_what_it_widens() -> None:
    """Asked again for less, other shapes are shown and said to be other shapes."""
    answer, shown = talk("Round tortoise glasses.", "Cheaper?", "Cheaper still?")
    assert all(frame.price_cents < 9900 for frame in shown)
    assert "None of them are round." in answer.text


@pytest.mark.parametrize("name", ["Pilot", "Professor", "Opera", "Festival"])
def test_a_name_is_no_wish(name: str) -> None:
    """A frame whose name is a word of the trade or a look is meant as a frame."""
    answer, shown = talk(f"Show me the {name}.")
    assert [frame.name for frame in shown] == [name]
    assert answer.memory.needs.told == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Between 150 and 250 dollars.", "between 150 and 250 dollars"),
        ("No rimless ones, please.", "not rimless"),
        ("Not too dear, please, and in blue.", "inexpensive blue"),
        ("My face is tiny. Show me some.", "very narrow"),
    ],
)
def test_says_what_was_understood(line: str, words: str) -> None:
    """The wish is said back as it was understood."""
    assert words in talk(line)[0].text


@pytest.mark.parametrize("line", ["The same but in metal.", "What else have you got like that in metal?"])
def test_the_same_in_something_else(line: str) -> None:
    """The same but for one thing keeps the shape of the frame spoken of and changes the thing."""
    _, shown = talk("Show me the Natalie.", line)
    assert shown
    assert all(frame.shape is FrameShape.SQUARE for frame in shown)
    assert all(frame.material in {"titanium", "stainless steel", "aluminium"} for frame in shown)
