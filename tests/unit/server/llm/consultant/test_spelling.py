"""Mending mistyped words of the trade."""

import pytest

from server.llm.consultant.spelling import mended

NAMES = frozenset({"pelican", "boston", "tango", "compass"})


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("titaniam frames", "titanium frames"),
        ("can you compere them", "can you compare them"),
        ("progresive lenses", "progressive lenses"),
        ("save the pellican", "save the pellican"),
        ("compass", "compass"),
        ("is a big frame in fashion", "is a big frame in fashion"),
        ("i was wondering about wooden furniture", "i was wondering about wooden furniture"),
    ],
)
def test_mends_words_of_the_trade_alone(line: str, expected: str) -> None:
    """Very similar words are mended; everyday words and what may be a frame's name stay."""
    assert mended(line, NAMES) == expected
