"""The lines that the maps of server/llm/consultant/meanings.npz are fitted to, with what is true of each.

`meanings/*.yaml` are lines by label; `meanings/told/*.yaml` are lines as shoppers say them, each with its label, other
labels that would do (`also`) and, where frames are wished for, what of them (`needs`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.domain.catalogue import Catalogue
from app.domain.needs import is_colour
from server.llm.consultant.lexicon import COLOURS, MATERIALS, RIMS, SHAPES, STYLES, USES
from server.llm.consultant.meaning import Held
from server.llm.consultant.traits import CHOICES, FLAGS, STUFF
from server.llm.consultant.vocabulary import Vocabulary
from server.llm.consultant.words import plain

LINES = Path(__file__).with_name("meanings")

_CHOSEN: Mapping[str, tuple[str, ...]] = {
    "size": ("very narrow", "narrow", "medium", "wide", "very wide"),
    "style": ("bold", "trendy", "classic", "elegant", "minimal"),
    "use": ("driving", "work", "reading", "everyday", "sport"),
    "shape": ("aviator", "browline", "cat-eye", "geometric", "oval", "panto", "rectangle", "round", "square"),
    "rim": ("full", "half", "rimless"),
}
_HUES = (
    "black", "brown", "blue", "green", "red", "pink", "purple", "gold", "silver", "grey", "clear", "tortoise", "white",
    "orange", "yellow",
)  # fmt: skip
TRAITS = (
    *FLAGS,
    *(f"{kind} {value}" for kind, values in _CHOSEN.items() for value in values),
    *STUFF,
    *(f"no {stuff}" for stuff in STUFF),
    *(f"colour {hue}" for hue in _HUES),
    *(f"no {hue}" for hue in _HUES),
)
_VOCABULARIES: Mapping[str, Vocabulary[Any]] = {
    "shapes": Vocabulary(SHAPES), "rims": Vocabulary(RIMS), "materials": Vocabulary(MATERIALS),
    "colours": Vocabulary(COLOURS), "uses": Vocabulary(USES), "style": Vocabulary(STYLES),
}  # fmt: skip
_NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")
_KINDS_OF_COLOUR = {"warm": "warm-coloured", "cool": "cool-coloured", "earth": "earthy", "gray": "grey"}

_ASKED_OF = frozenset({
    "COLOURS", "MATERIAL", "SHAPE", "OTHER_COLOUR", "COUNT", "MORE", "LIKE_THIS", "SHAPES_EXPLAINED",
    "MATERIALS_EXPLAINED", "RIMS_EXPLAINED", "SAVE", "TRY_ON", "SUPERLATIVE",
})  # fmt: skip
"""Labels of lines in which a thing named is what is asked for."""

_BESIDE = frozenset({
    "CALL_PERSON", "GOODBYE", "REPEAT", "VOLUME", "WAIT", "THANKS", "GREET", "HOW_ARE_YOU", "WHO", "WHAT_CAN",
    "LOOKING", "NAME_TOLD", "LISTENING", "EYE_TEST", "INSURANCE", "HOURS", "SHIPPING", "DELIVERY", "RETURNS",
    "PAYMENT", "LENS_PRICE", "SENDING", "NEXT_STEP", "LOCATION", "SELLING", "WHY_DEAR", "JOKE", "LOVE", "WEATHER",
    "ELSEWHERE", "LANGUAGE", "RUDE", "COMPLIMENT", "NONE", "MEDICAL", "URGENT", "MY_PD", "MY_WIDTH", "UNEVEN",
    "HOW_MEASURED", "PRIVACY", "NO_CAMERA", "CARE", "WIPES", "REPAIR", "CONTACTS", "RX_TOLD", "BLUE_LIGHT",
    "NIGHT_DRIVING", "COATINGS", "SUNGLASSES", "PHOTOCHROMIC", "POLARISED", "MY_SHAPE", "SUITS_SHAPE",
})  # fmt: skip
"""Labels of lines in which nothing named is wished for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A plain line.

    `traits` are 0 or 1 in the order of `TRAITS`, `None` where unknown; `named` are spans of characters, each with how
    what is named there is held; `told` marks lines as shoppers say them.
    """

    text: str
    label: str
    also: tuple[str, ...] = ()
    traits: tuple[int, ...] | None = None
    named: tuple[tuple[int, int, Held], ...] = ()
    told: bool = False


def lines() -> list[Line]:
    """All lines, each once; those told by shoppers first."""
    found: dict[str, Line] = {}
    for path in sorted((LINES / "told").glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            line = _told(entry)
            found.setdefault(line.text, line)
    for path in sorted(LINES.glob("*.yaml")):
        for label, said in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for text in map(plain, said):
                found.setdefault(text, Line(text, label, named=tuple(_of_label(text, label))))
    return list(found.values())


def everyday_words() -> list[str]:
    """Words that the lines and a list of common ones hold; of frames' names those that are written small in a line."""
    names = {word.lower() for frame in Catalogue.sample() for word in frame.name.split()}
    common = set((LINES / "common_words.txt").read_text(encoding="utf-8").split())
    said = {word for line in lines() for word in re.findall(r"[a-z]{3,}", line.text)}
    told = (path.read_text(encoding="utf-8") for path in (LINES / "told").glob("*.yaml"))
    small = {word for text in told for word in re.findall(r"\b[a-z]{3,}\b", text)}
    return sorted(common | {word for word in said if word not in names or word in small})


def _told(entry: Mapping[str, Any]) -> Line:
    text, label, also = plain(str(entry["say"])), entry["label"], tuple(entry.get("also") or ())
    needs = entry.get("needs", {} if label == "SEARCH" else None)
    if needs is None:
        return Line(text, label, also, named=tuple(_of_label(text, label)), told=True)
    held = [(start, end, _held(field, value, needs)) for field, start, end, value in _mentions(text)]
    return Line(text, label, also, _traits(needs), (*held, *_numbers(text, needs)), told=True)


def _mentions(text: str) -> Iterator[tuple[str, int, int, Any]]:
    for field, vocabulary in _VOCABULARIES.items():
        for match, value in vocabulary.named(text):
            yield field, match.start(), match.end(), value


def _of_label(text: str, label: str) -> Iterator[tuple[int, int, Held]]:
    for field, start, end, _ in _mentions(text):
        if label in _BESIDE:
            yield start, end, Held.MENTIONED
        elif label in _ASKED_OF and field not in {"style", "uses"}:
            yield start, end, Held.WANTED
    if label in _BESIDE:
        yield from ((match.start(), match.end(), Held.MENTIONED) for match in _NUMBER.finditer(text))


def _held(field: str, value: Any, needs: Mapping[str, Any]) -> Held:
    """How a value of a vocabulary is held in a line with these needs."""
    for name, held in ((field, Held.WANTED), (f"avoid_{field}", Held.RULED_OUT)):
        if field == "materials":
            matched = bool({str(one) for one in value} & _materials(needs.get(name)))
        else:
            matched = any(_alike(field, str(value), one) for one in _values(needs.get(name)))
        if matched:
            return held
    return Held.MENTIONED


def _alike(field: str, value: str, wished: str) -> bool:
    if field != "colours":
        return value == wished
    wished = _KINDS_OF_COLOUR.get(wished, wished)
    return value == wished or is_colour(value, wished) or is_colour(wished, value)


def _numbers(text: str, needs: Mapping[str, Any]) -> Iterator[tuple[int, int, Held]]:
    """What each number bounds: "around 150" is annotated as from 135 to 165."""
    highest, lowest = needs.get("max_price"), needs.get("min_price")
    for match in _NUMBER.finditer(text):
        value, held = float(match[0]), Held.MENTIONED
        slack = max(1.0, 0.011 * value)
        if highest and abs(highest - value) <= slack:
            held = Held.WANTED
        elif lowest and abs(lowest - value) <= slack:
            held = Held.AT_LEAST
        elif highest and lowest and abs(value - (highest + lowest) / 2) < 0.06 * value:
            held = Held.ABOUT
        elif highest and not lowest and 1.05 * value < highest < 1.15 * value:
            held = Held.WANTED
        yield match.start(), match.end(), held


def _traits(needs: Mapping[str, Any]) -> tuple[int, ...]:
    true = {flag for flag in FLAGS if needs.get(flag)}
    for kind in _CHOSEN:
        true |= {f"{kind} {value}" for value in _values(needs.get(CHOICES[kind][0]))}
    for field, prefix in (("materials", ""), ("avoid_materials", "no ")):
        named = _materials(needs.get(field))
        true |= {prefix + stuff for stuff in STUFF if named and named <= _materials(stuff)}
    for field, prefix in (("colours", "colour "), ("avoid_colours", "no ")):
        for value in _values(needs.get(field)):
            true |= {prefix + hue for hue in _HUES if value == hue or is_colour(value, hue)}
    return tuple(int(trait in true) for trait in TRAITS)


def _values(value: Any) -> list[str]:
    if value is None:
        return []
    many = value if isinstance(value, list) else [value]
    return [_KINDS_OF_COLOUR.get(str(one).lower(), str(one).lower()) for one in many]


def _materials(value: Any) -> set[str]:
    found: set[str] = set()
    for name in _values(value):
        if name in STUFF:
            found |= {str(one) for one in MATERIALS[name]}
        else:
            found |= {str(one) for many in MATERIALS.values() for one in many if str(one).lower() == name}
    return found
