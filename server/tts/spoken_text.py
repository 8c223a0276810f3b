"""Turn written text into text that a voice can read, and cut it into clauses."""

import re

MAX_CLAUSE = 220

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
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+(?=\S)")


def speakable(text: str) -> str:
    """The text as it should be read aloud; empty when nothing in it can be spoken."""
    text = _URL.sub(" the link on the screen ", text)
    text = _MARKUP.sub(" ", text.replace("\u2019", "'"))
    text = _MONEY.sub(_money, text)
    for pattern, replacement in _UNITS:
        text = pattern.sub(replacement, text)
    text = _CODE.sub(lambda found: f"{' '.join(found[1])} {' '.join(found[2])}", text)
    text = _SPACES.sub(" ", _UNSPEAKABLE.sub(" ", text)).strip()
    return text if any(character.isalnum() for character in text) else ""


def clauses(text: str) -> tuple[str, ...]:
    """Cut at sentence ends, and sentences longer than `MAX_CLAUSE` characters at commas, then between words."""
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(text.strip()):
        if len(sentence) <= MAX_CLAUSE:
            pieces.append(sentence)
            continue
        for clause in _CLAUSE_END.split(sentence):
            pieces.extend(_at_words(clause))
    return tuple(piece for piece in pieces if piece)


def _at_words(clause: str) -> list[str]:
    pieces = [""]
    for word in clause.split():
        if pieces[-1] and len(pieces[-1]) + len(word) >= MAX_CLAUSE:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {word[:MAX_CLAUSE]}".strip()
    return pieces


def _money(found: re.Match[str]) -> str:
    whole, part = _CURRENCIES[found[1]]
    amount = found[2].replace(",", "")
    cents = f" and {int(found[3])} {part}" if found[3] and int(found[3]) else ""
    return f"{amount} {whole}{cents}"
