"""Find a name in what somebody said, or in what a recogniser made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_SOUNDS = (
    ("tch", "ch"), ("dge", "j"), ("ph", "f"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("wh", "w"), ("wr", "r"),
    ("kn", "n"), ("x", "ks"), ("z", "s"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"), ("y", "i"),
    ("our", "or"),
)  # fmt: skip

PLAINLY_DIFFERENT = 0.6


@dataclass(frozen=True, slots=True)
class NameMatch:
    """`key` was found at words `start` to `end` (exclusive); `likeness` 1.0 is the exact spelling."""

    key: str
    start: int
    end: int
    likeness: float


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """A rough spelling by sound, so that near homophones of English compare alike."""
    letters = "".join(letter for letter in word.lower() if letter.isalpha())
    for written, spoken in _SOUNDS:
        letters = letters.replace(written, spoken)
    vowels = "".join("a" if letter in "aeiou" else letter for letter in letters)
    squeezed = [letter for index, letter in enumerate(vowels) if index == 0 or letter != vowels[index - 1]]
    return "".join(squeezed)


@lru_cache(maxsize=8192)
def likeness(heard: str, name: str) -> float:
    """How alike two words are, 0..1: half by letters, half by sound; 0 when they are plainly different."""
    if heard == name:
        return 1.0
    shared = sum(min(heard.count(letter), name.count(letter)) for letter in set(heard))
    if 2 * shared < PLAINLY_DIFFERENT * (len(heard) + len(name)):
        return 0.0
    letters = SequenceMatcher(None, heard, name, autojunk=False).ratio()
    sounds = SequenceMatcher(None, sound(heard), sound(name), autojunk=False).ratio()
    return min(0.99, 0.5 * letters + 0.5 * sounds)


def find_names(
    words: tuple[str, ...], names: Iterable[tuple[str, str]], *, ordinary: frozenset[str], threshold: float = 0.82
) -> tuple[NameMatch, ...]:
    """Names in `words` (lower case), in the order said and without overlap.

    `names` are (key, lower-case name) pairs. Words in `ordinary` are never bent into a name, only taken when they are
    spelt exactly as one. Two neighbouring words are also tried as one ("port land").
    """
    known = tuple(names)
    exact = {name.replace(" ", ""): key for key, name in known}
    found: list[NameMatch] = []
    index = 0
    while index < len(words):
        best: NameMatch | None = None
        for length in (2, 1):
            piece = words[index : index + length]
            if len(piece) < length:
                continue
            joined = "".join(piece)
            for spelling in (joined, joined.removesuffix("s")):
                if spelling in exact:
                    best = NameMatch(exact[spelling], index, index + length, 1.0)
                    break
            if best is None and len(joined) >= 4 and not any(word in ordinary for word in piece):
                best = _closest(joined, known, index, length, threshold)
            if best is not None:
                break
        if best is None:
            index += 1
        else:
            found.append(best)
            index = best.end
    return tuple(found)


def _closest(
    heard: str, names: tuple[tuple[str, str], ...], start: int, length: int, threshold: float
) -> NameMatch | None:
    scored = ((likeness(heard, name), key) for key, name in names if abs(len(name) - len(heard)) <= 3)
    score, key = max(scored, default=(0.0, ""))
    return NameMatch(key, start, start + length, score) if score >= threshold else None
