"""Phrases that stand for values, found in a line each with how the speaker stands to it."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Generic, TypeVar

from server.llm.consultant.stance import Stance, carried, stance

T = TypeVar("T")


class Vocabulary(Generic[T]):
    """A table of plain phrases, compiled once; of phrases that start at the same word the longest counts."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._table = table
        self._pattern = re.compile(rf"\b(?:{'|'.join(sorted(table, key=len, reverse=True))})\b")

    def mentions(self, line: str) -> list[tuple[T, Stance]]:
        """The values named in a plain line, in the order said."""
        found = list(self._pattern.finditer(line))
        stances = [stance(line[: match.start()], line[match.end() :]) for match in found]
        gaps = [line[one.end() : after.start()] for one, after in pairwise(found)]
        return [(self._table[match[0]], how) for match, how in zip(found, carried(stances, gaps), strict=True)]
