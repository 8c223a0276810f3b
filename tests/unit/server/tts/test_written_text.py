"""Behaviour of captions for words that are said otherwise than they are written."""

import pytest

from server.tts.port import TimedWord
from server.tts.spoken_text import speakable
from server.tts.written_text import as_written


def captioned(text: str) -> list[TimedWord]:
    spoken = [TimedWord(word, float(number), number + 1.0) for number, word in enumerate(speakable(text).split())]
    return as_written(text, spoken)


@pytest.mark.parametrize(
    "text",
    [
        "Fable is a round frame in flexible TR90, 17 grams, for $129.",
        "It is 52-18-140, article CTY-101, between $50 and $1,200.50.",
        "Your pupils are 62 mm apart, \u00b1 2 mm.",
        "About 5% wider \u2013 or 3 mm & no more.",
        "$50 it is.",
    ],
)
def test_what_is_written_is_shown(text: str) -> None:
    """The caption is the text as written, whatever is said for prices, lengths, sizes and codes; its times rise."""
    words = captioned(text)
    assert " ".join(word.text for word in words) == text
    edges = [moment for word in words for moment in (word.start, word.end)]
    assert edges == sorted(edges)


def test_a_code_takes_the_time_of_all_that_is_said_for_it() -> None:
    """A code lasts from its first letter to its number, and the words around it keep their own times."""
    assert captioned("in TR90, yes") == [
        TimedWord("in", 0.0, 1.0),
        TimedWord("TR90,", 1.0, 4.0),
        TimedWord("yes", 4.0, 5.0),
    ]


def test_markup_is_not_shown() -> None:
    """Signs of emphasis, tags and the address behind a link are neither said nor shown."""
    words = captioned("The **Arrow** is <b>light</b>, see [its page](https://shop.example/arrow).")
    assert " ".join(word.text for word in words) == "The Arrow is light, see its page."


def test_words_that_nothing_was_said_for_lose_nothing() -> None:
    """A sound without words stays without, and unsaid writing goes with its neighbour."""
    assert as_written("hello", []) == []
    said = [TimedWord("hello", 0.0, 1.0)]
    assert as_written("\u4e2d\u6587 hello", said) == [TimedWord("\u4e2d\u6587 hello", 0.0, 1.0)]
