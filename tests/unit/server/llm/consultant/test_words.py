"""Transcripts as plain words."""

import pytest

from server.llm.consultant.words import plain, segments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Um, I'm looking for, uh, glasses.", "i am looking for glasses"),
        ("What's the price? It's too much!", "what is the price it is too much"),
        ("under two hundred dollars", "under 200 dollars"),
        ("about a hundred and fifty bucks", "about 150 dollars"),
        ("one fifty at most", "150 at most"),
        ("between one hundred and two hundred", "between 100 and 200"),
        ("sixty-one millimetres", "61 millimeters"),
        ("the second one", "the second one"),
        ("$1,200.00", "1200 dollars"),
        ("Cat-eye or tortoiseshell", "cat eye or tortoise"),
        ("my P.D. please", "my pupillary distance please"),
        ("the the first", "the first"),
        ("So, and which one's lighter?", "which one is lighter"),
        ("varifocals", "progressives"),
        ("Grey colours", "gray colors"),
        ("", ""),
        ("...", ""),
    ],
)
def test_plain(text: str, expected: str) -> None:
    """Contractions, number words, hesitations, repeats and spellings come out in one plain form."""
    assert plain(text) == expected


def test_segments_end_with_what_is_meant() -> None:
    """A correction cuts the line, and the last piece is what the speaker means."""
    assert segments(plain("the round, no wait, I mean the square one"))[-1] == "the square one"
