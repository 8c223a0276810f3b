"""Turn written text into text that a voice can read."""

import re
from collections.abc import Sequence

from server.tts.port import TimedWord

_URL = re.compile(r"(?:https?://|www\.)\S+")
_MARKUP = re.compile(r"<[^>]{0,200}>|[*_`#~{}|\\^\[\]]+")
_UNSPEAKABLE = re.compile(r"[^\w\s.,;:!?'\u2019\"()%$€£&+/=-]+")
_SPACES = re.compile(r"\s+")
_CODE = re.compile(r"\b([A-Z]{2,4})-?(\d{2,6})\b")
_MONEY = re.compile(r"([$€£])\s?(\d[\d,]*)(?:\.(\d{2}))?")
_CURRENCIES = {"$": ("dollars", "cents"), "€": ("euros", "cents"), "£": ("pounds", "pence")}
_UNITS = (
    (re.compile(r"(\d)\s?mm\b"), r"\1 millimetres"),
    (re.compile(r"(\d)\s?cm\b"), r"\1 centimetres"),
    (re.compile(r"(\d)\s?g\b"), r"\1 grams"),
    (re.compile(r"(\d)\s?%"), r"\1 percent"),
    (re.compile(r"(\d)\s?(?:±|\+-|\+/-)\s?(\d)"), r"\1 plus or minus \2"),
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), ""),
    (re.compile(r"\s&\s"), " and "),
    (re.compile(r"(?<=\d)\s?[-\u2013]\s?(?=\d)"), " to "),
    (re.compile(r"\s[-\u2013\u2014]+\s|\u2014"), ", "),
)


def speakable(text: str) -> str:
    """The text as it should be read aloud; empty when nothing in it can be spoken."""
    text = _URL.sub(" the link on the screen ", text)
    text = _MARKUP.sub(" ", text.replace("\u2019", "'"))
    text = _MONEY.sub(_money, text)
    for pattern, replacement in _UNITS:
        text = pattern.sub(replacement, text)
    text = _CODE.sub(lambda found: f"{' '.join(found[1])} {_digits(found[2])}", text)
    text = _SPACES.sub(" ", _UNSPEAKABLE.sub(" ", text)).strip()
    return text if any(character.isalnum() for character in text) else ""


def captioned(words: Sequence[TimedWord]) -> tuple[TimedWord, ...]:
    """The spoken words as captions: letters and figures of a code that were read one by one stand together again."""
    captions: list[TimedWord] = []
    index = 0
    while index < len(words):
        length = _code_length([word.text for word in words[index:]])
        code = words[index : index + length]
        captions.append(TimedWord("".join(word.text for word in code), code[0].start, code[-1].end))
        index += length
    return tuple(captions)


def _code_length(texts: list[str]) -> int:
    """How many words at the start spell a code such as "T R 90,"; 1 when they spell none."""
    letters = next((i for i, text in enumerate(texts) if not re.fullmatch("[A-Z]", text)), len(texts))
    figures = 0
    for text in texts[letters:]:
        found = re.fullmatch(r"(\d{1,2})(\W*)", text)
        if letters < 2 or not found or (figures and len(found[1]) == 2):
            break
        figures += 1
        if found[2] or len(found[1]) == 2:
            break
    return letters + figures if figures else 1


def _digits(digits: str) -> str:
    """Up to two digits are a number, more are read one by one."""
    return digits if len(digits) <= 2 else " ".join(digits)


def _money(found: re.Match[str]) -> str:
    whole, part = _CURRENCIES[found[1]]
    amount = found[2].replace(",", "")
    cents = f" and {int(found[3])} {part}" if found[3] and int(found[3]) else ""
    return f"{amount} {whole}{cents}"
