"""Phrases that stand for values, found in a line each with how the speaker stands to it."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Generic, TypeVar

from server.llm.consultant.meaning import Heard, Held
from server.llm.consultant.stance import Stance, carried, plainly_ruled_out, stance

SURE_AGAINST_WORDS = 0.8

T = TypeVar("T")


class Vocabulary(Generic[T]):
    """A table of plain phrases, compiled once; of phrases that start at the same word the longest counts."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._table = table
        self._pattern = re.compile(rf"\b(?:{'|'.join(sorted(table, key=len, reverse=True))})\b")

    def named(self, line: str) -> list[tuple[re.Match[str], T]]:
        """Where a plain line names a value, and the value, in the order said."""
        return [(match, self._table[match[0]]) for match in self._pattern.finditer(line)]

    def mentions(self, line: str, heard: Heard | None = None) -> list[tuple[T, Stance]]:
        """The values named in a plain line, in the order said; where it is `heard` how they are held, that counts."""
        found = self.named(line)
        stances = [stance(line[: match.start()], line[match.end() :]) for match, _ in found]
        gaps = [line[one.end() : after.start()] for (one, _), (after, _) in pairwise(found)]
        return [
            (value, _held(line[: match.start()], match[0], how, heard))
            for (match, value), how in zip(found, carried(stances, gaps), strict=True)
        ]


def _held(before: str, phrase: str, by_words: Stance, heard: Heard | None) -> Stance:
    """Plain negation stands; wishes taken back are told by words alone, since the fitted map does not know them."""
    if by_words is Stance.SET_ASIDE:
        return by_words
    if plainly_ruled_out(before):
        return Stance.RULED_OUT
    if heard is None:
        return by_words
    held = heard.held(phrase)
    if held is Held.RULED_OUT and by_words is Stance.WANTED:
        held = heard.held(phrase, SURE_AGAINST_WORDS)
    if held is None:
        return by_words
    return {Held.MENTIONED: Stance.TOLD, Held.RULED_OUT: Stance.RULED_OUT}.get(held, Stance.WANTED)
