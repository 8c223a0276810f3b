"""From the times of spoken words back to the words as they were written: "TR90" is read, "T R 90" only said."""

import html
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from server.tts.markup import LINK, TAG
from server.tts.port import TimedWord

_MARKUP = re.compile(r"[*_`~]+|^\s{0,3}#+\s", re.MULTILINE)
_LOOSE_MARK = re.compile(r"\s+([.,;:!?])(?=\s|$)")


def as_written(text: str, spoken: Sequence[TimedWord]) -> list[TimedWord]:
    """The words of `text`, without its markup, at the times of the `spoken` ones.

    Words that are the same keep their time. Others share, in their order, the time of what was said for them; what was
    not said at all is read with the word before it, or with the first one.
    """
    plain = TAG.sub(" ", LINK.sub(r"\1", html.unescape(text)))
    shown = _LOOSE_MARK.sub(r"\1", _MARKUP.sub("", plain)).split()
    if not shown or not spoken:
        return list(spoken)
    matcher = SequenceMatcher(None, [_bare(word) for word in shown], [_bare(word.text) for word in spoken], False)
    timed: list[TimedWord] = []
    unsaid: list[str] = []
    for _kind, first, last, low, high in matcher.get_opcodes():
        words, sounds = shown[first:last], spoken[low:high]
        if not words:
            if timed:
                timed[-1] = TimedWord(timed[-1].text, timed[-1].start, sounds[-1].end)
        elif not sounds:
            if timed:
                timed[-1] = TimedWord(" ".join([timed[-1].text, *words]), timed[-1].start, timed[-1].end)
            else:
                unsaid = words
        else:
            shared = _shared([" ".join([*unsaid, words[0]]), *words[1:]], sounds)
            unsaid = []
            timed += shared
    return timed or list(spoken)


def _shared(words: Sequence[str], sounds: Sequence[TimedWord]) -> list[TimedWord]:
    """Spread `words` over the time of `sounds`; one for each where there are as many."""
    if len(words) == len(sounds):
        return [TimedWord(word, sound.start, sound.end) for word, sound in zip(words, sounds, strict=True)]
    start, length = sounds[0].start, sounds[-1].end - sounds[0].start
    edges = [start + length * number / len(words) for number in range(len(words) + 1)]
    return [TimedWord(word, edges[number], edges[number + 1]) for number, word in enumerate(words)]


def _bare(word: str) -> str:
    return re.sub(r"[^\w']+", "", word.replace("\u2019", "'")).casefold()
