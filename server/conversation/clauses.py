"""Cutting a stream of text into clauses to be spoken, the first one short so that speech begins soon."""

import re
from collections.abc import Sequence

FIRST_WORDS = 2
FIRST_CHARACTERS = 45
LONG_CHARACTERS = 90
MOST_CHARACTERS = 180

_SENTENCE = re.compile(r"[.!?]+[\"')\]]*\s+")
_JOINT = re.compile(r"\s(?=(?:and|but|because|so|which|while)\s)")
_PAUSE = re.compile(r"[,;:](?!\d)\s+|\s[-\u2013\u2014]+\s+")
_ENDS_SENTENCE = re.compile(r"[.!?]+[\"')\]]*$")


def sentence_rest(clauses: Sequence[str], number: int) -> tuple[str, ...]:
    """The clauses behind number `number` that belong to the same sentence."""
    rest = []
    while not _ENDS_SENTENCE.search(clauses[number]) and number + 1 < len(clauses):
        number += 1
        rest.append(clauses[number])
    return tuple(rest)


class ClauseCutter:
    """Cuts at the end of a sentence; the first clause also at a comma, a long one at "and", and what grows long.

    Text without any mark is cut between words, so that no clause is longer than 180 characters.
    """

    def __init__(self) -> None:
        self._text = ""
        self._first = True

    def feed(self, text: str) -> list[str]:
        """Add text as it comes; the clauses that are complete now."""
        self._text += text
        clauses = []
        while (end := self._end()) is not None:
            clauses.append(self._text[:end].strip())
            self._text = self._text[end:]
            self._first = False
        return [clause for clause in clauses if clause]

    def finish(self) -> list[str]:
        """What is left, once no more text belongs to it."""
        rest, self._text = self._text.strip(), ""
        self._first = self._first and not rest
        return [rest] if rest else []

    def _end(self) -> int | None:
        sentence = _SENTENCE.search(self._text)
        if self._first:
            for pause in _PAUSE.finditer(self._text, 0, sentence.end() if sentence else len(self._text)):
                if len(self._text[: pause.start()].split()) >= FIRST_WORDS:
                    return pause.end()
            if sentence and sentence.end() > FIRST_CHARACTERS:
                joint = _JOINT.search(self._text, FIRST_CHARACTERS // 3, sentence.end())
                return joint.end() if joint else sentence.end()
        elif len(self._text if sentence is None else self._text[: sentence.end()]) > LONG_CHARACTERS:
            pauses = list(_PAUSE.finditer(self._text, 0, min(len(self._text), LONG_CHARACTERS)))
            if pauses:
                return pauses[-1].end()
        if (sentence is None or sentence.end() > MOST_CHARACTERS) and len(self._text) > MOST_CHARACTERS:
            space = self._text.rfind(" ", 0, MOST_CHARACTERS)
            return space + 1 if space > 0 else MOST_CHARACTERS
        return sentence.end() if sentence else None
