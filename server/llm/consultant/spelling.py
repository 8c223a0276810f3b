"""Mend words of the trade that were mistyped or misheard, leaving everyday words and frames' names alone."""

import re

from app.domain.spoken_names import likeness
from server.llm.consultant.lexicon import COLOURS, MATERIALS, ORDINARY, RIMS, SHAPES, STYLES, USES

_ACTS = """
compare comparison favorites favorite progressive progressives prescription insurance pupillary distance measure
measurement measurements recommend recommendation cheaper cheapest lighter lightest lightweight expensive glasses
sunglasses frames material weight bridge temples hinges collection colors price prices delivery warranty goodbye
optician optometrist colleague nickel allergic allergy polarized photochromic bifocals coating reflective scratch
millimeters smaller bigger narrower wider bolder privacy pictures similar another something anything rimless
appointment discount return refund
"""
_UNUSUAL = frozenset({"fashioned", "barely", "catching", "working", "meetings"})
TRADE: tuple[str, ...] = tuple(
    sorted(
        set(_ACTS.split())
        | {
            word
            for table in (COLOURS, SHAPES, MATERIALS, RIMS, STYLES, USES)
            for phrase in table
            for word in phrase.split()
            if len(word) >= 6 and word not in _UNUSUAL
        }
    )
)
LIKE_ENOUGH = 0.84
_KNOWN = ORDINARY | frozenset(TRADE)


def mended(line: str, names: frozenset[str]) -> str:
    """The plain line with unknown words of five letters or more replaced by a very similar word of the trade.

    `names` are lower-case names of frames: a word more like one of them stays as it is.
    """
    return re.sub(r"[a-z]{5,}", lambda match: _mended_word(match[0], names), line)


def _mended_word(word: str, names: frozenset[str]) -> str:
    if word in _KNOWN or word in names or word.removesuffix("s") in names or _inflected(word):
        return word
    score, best = max((likeness(word, known), known) for known in TRADE)
    if score < LIKE_ENOUGH:
        return word
    rival = max((likeness(word, name) for name in names), default=0.0)
    return best if score > rival else word


def is_everyday(word: str) -> bool:
    """Whether it is a word of everyday speech or of the trade, with or without an ending."""
    return word in _KNOWN or _inflected(word)


def _inflected(word: str) -> bool:
    """Whether it is a known word with an everyday ending."""
    return any(
        word.endswith(end) and word[: -len(end)] in _KNOWN for end in ("s", "es", "ed", "ing", "er", "est", "ly", "d")
    )
