"""Turn written text into text that a voice can read."""

import html
import re
import unicodedata

from server.tts.markup import LINK, TAG
from server.tts.spoken_numbers import written_out

LONGEST = 4000
_LONGEST_WORD = 40
_ADDRESS = re.compile(r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?:https?://|www\.)\S*[^\s.,;:!?)\]'\"]"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|shop|store|info|io|eu|de|uk|us|ca|fr|ch)\b(?:/[^\s,;!?)]*)?",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[*_`#~{}|\\^\[\]<>]+")
_SILENT_SIGNS = re.compile("[\u2122\u00ae\u00a9\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufe0f]")
_FRACTIONS = {"\u00bd": "half", "\u00bc": "quarter"}
_FRACTION = re.compile(r"(\d)?\s?([\u00bd\u00bc])")
_EITHER = re.compile(r"\b([A-Za-z]{2,12})/([A-Za-z]{2,12})\b")
_AND = re.compile(r"\s*&\s*")
_DASH = re.compile(r"(?:^|\s)[-\u2013\u2014]+(?:\s|$)|\u2014")
_UNSPEAKABLE = re.compile(r"[^\w\s.,;:!?'\"()/=-]+")
_MANY = re.compile(r"([^\W\d])\1{3,}")
_MANY_MARKS = re.compile(r"([.,;:!?])[.,;:!?]*\1|([!?])[.!?]+")
_LOOSE_MARK = re.compile(r"\s+([.,;:!?])")
_SPACES = re.compile(r"\s+")


def speakable(text: str) -> str:
    """The text as it should be read aloud; empty when nothing in it can be spoken.

    Never raises. At most 4,000 characters are read, words of more than 40 letters not at all.
    """
    text = html.unescape(text[:LONGEST])
    text = LINK.sub(r"\1", text)
    text = _ADDRESS.sub(" the address on the screen ", text)
    text = _URL.sub(" the link on the screen ", text)
    text = _SILENT_SIGNS.sub("", text)
    text = _FRACTION.sub(_fraction, text)
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("\u2018", "'")
    text = written_out(TAG.sub(" ", text))
    text = _MARKUP.sub(" ", text)
    text = _AND.sub(" and ", text)
    text = _EITHER.sub(r"\1 or \2", text)
    text = _DASH.sub(", ", text)
    text = _UNSPEAKABLE.sub(" ", text)
    text = _MANY.sub(r"\1\1", text)
    text = " ".join(word for word in text.split() if len(word) <= _LONGEST_WORD and _latin(word))
    text = _MANY_MARKS.sub(lambda found: found[1] or found[2], _LOOSE_MARK.sub(r"\1", text))
    text = _SPACES.sub(" ", text).strip(" ,;:-/=")
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(maxsplit=1)[0]
    return text if any(character.isalnum() for character in text) else ""


def _fraction(found: re.Match[str]) -> str:
    part = _FRACTIONS[found[2]]
    return f"{found[1]} and a {part}" if found[1] else f" {part}"


def _latin(word: str) -> bool:
    """Whether an English voice has a sound for it: other scripts would be read letter by letter by name."""
    return all(not character.isalpha() or "LATIN" in unicodedata.name(character, "") for character in word)
