"""From a clause to what a voice's graph is fed with, and from its durations back to timed phonemes and words."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from server.tts.espeak import Espeak
from server.tts.port import TimedPhoneme, TimedWord

PAUSES: Mapping[str, float] = MappingProxyType({",": 0.06, ";": 0.15, ":": 0.15, ".": 0.28, "!": 0.28, "?": 0.30})
"""Marks that are heard, and the silence (s) after a clause that ends with one."""

_PHRASE = re.compile(r"((?:[^,;:.!?()\"]|(?<=\d)[.:](?=\d))+)([,;:.!?()\"]*)")
_MAIN_STRESS = "\u02c8"
_STRESS = frozenset((_MAIN_STRESS, "\u02cc"))
_LENGTH = frozenset("\u02d0\u02d1")
_NO_PARTS: Mapping[str, tuple[tuple[str, float], ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """`pieces` are words in IPA with spaces and marks between them; `pause` is the silence (s) that follows.

    `written` and `counts` (spoken words for each written one) lead from their times back to the text.
    """

    pieces: tuple[str, ...]
    written: tuple[str, ...]
    counts: tuple[int, ...]
    pause: float

    @property
    def characters(self) -> list[tuple[int, str]]:
        """Every symbol in order with the number of its piece."""
        return [(index, character) for index, piece in enumerate(self.pieces) for character in piece]


async def pronounce(spoken: str, espeak: Espeak) -> Pronunciation | None:
    """How text from `speakable` sounds; `None` when there is nothing to say. Raises `ServiceError`."""
    phrases = [(words.strip(), ends) for words, ends in _PHRASE.findall(spoken) if words.strip()]
    if not phrases:
        return None
    pronounced, counts = await asyncio.gather(
        asyncio.gather(*(espeak.phonemes(words) for words, _ in phrases)),
        espeak.spoken_words(tuple(word for words, _ in phrases for word in words.split())),
    )
    pieces: list[str] = []
    for (_, ends), words in zip(phrases, pronounced, strict=True):
        pieces += [part for word in words for part in (word, " ")][:-1]
        pieces += [ends[0] if ends[:1] in PAUSES else ",", " "]
    return Pronunciation(tuple(pieces[:-1]), with_punctuation(phrases), counts, PAUSES.get(spoken[-1], 0.1))


def with_punctuation(phrases: list[tuple[str, str]]) -> tuple[str, ...]:
    """The written words, the last one of a phrase with the marks that follow it."""
    return tuple(
        word + "".join(mark for mark in ends if mark in PAUSES) * (number == len(words.split()) - 1)
        for words, ends in phrases
        for number, word in enumerate(words.split())
    )


def timed(
    pronunciation: Pronunciation,
    owners: Sequence[tuple[int, str]],
    spans: NDArray[np.float64],
    parts: Mapping[str, tuple[tuple[str, float], ...]] = _NO_PARTS,
) -> tuple[list[TimedPhoneme], list[TimedWord]]:
    """Phonemes with stress and length marks folded in, and the written words.

    `owners` are the symbols that the graph was fed with, each with the number of its piece, and `spans` (symbols, 2)
    when each sounds (s). `parts` names symbols that stand for several sounds, with the share of the time of each.
    """
    phonemes: list[TimedPhoneme] = []
    words: dict[int, tuple[float, float]] = {}
    carried: float | None = None
    stressed = False
    for (piece, character), (start, end) in zip(owners, spans.tolist(), strict=True):
        if character.isspace() or character in PAUSES:
            phonemes.append(TimedPhoneme(" ", start, end))
            continue
        words[piece] = (words.get(piece, (start, end))[0], end)
        if character in _LENGTH and phonemes:
            phonemes[-1] = replace(phonemes[-1], end=end)
        elif character in _STRESS:
            carried, stressed = start, character == _MAIN_STRESS
        else:
            begin = start if carried is None else carried
            carried = None
            for symbol, share in parts.get(character, ((character, 1.0),)):
                until = min(begin + share * (end - start), end) if share < 1.0 else end
                phonemes.append(TimedPhoneme(symbol, begin, until, stressed))
                begin, stressed = until, False
    spoken = [words[index] for index in sorted(words)]
    return phonemes, _written_times(pronunciation.written, pronunciation.counts, spoken)


def _written_times(
    written: tuple[str, ...], counts: tuple[int, ...], spoken: list[tuple[float, float]]
) -> list[TimedWord]:
    """Spread the spoken words over the written ones; in proportion where the voice joins or splits them otherwise."""
    if not spoken:
        return []
    edges = np.concatenate([[0], np.cumsum(np.maximum(counts, 1))])
    edges = edges * len(spoken) / edges[-1]
    words = []
    for word, first, last in zip(written, edges, edges[1:], strict=False):
        low = min(int(first), len(spoken) - 1)
        high = max(int(np.ceil(last)) - 1, low)
        words.append(TimedWord(word, _within(spoken[low], first - low), _within(spoken[high], last - high)))
    return words


def _within(span: tuple[float, float], share: float) -> float:
    return span[0] + min(max(float(share), 0.0), 1.0) * (span[1] - span[0])
