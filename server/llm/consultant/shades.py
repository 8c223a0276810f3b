# ruff: noqa: E501 (cue tables read best one cue a line)
"""Light and dark shades of a colour: what a "pale green" or "that, but darker" is called in the catalogue."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from app.domain.needs import COLOUR_FAMILIES, is_colour

_SHADES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "green": (("sage green",), ("forest green",)), "blue": (("sky blue",), ("navy",)),
        "brown": (("caramel", "honey tortoise"), ("chestnut brown", "tortoise")),
        "red": (("cherry red",), ("burgundy",)), "pink": (("blush pink",), ("rose",)),
        "purple": (("lilac",), ("plum",)), "grey": (("smoke grey", "silver"), ("slate grey", "gunmetal")),
        "tortoise": (("honey tortoise",), ("tortoise",)),
    }
)  # fmt: skip
_LIGHT = "light|lighter|pale|paler|soft|softer|pastel|minty|mint|powdery|powder|baby|washed out|icy|bright|brighter"
_DARK = "dark|darker|deep|deeper|rich|midnight|bottle"
_NAMES = "green|blue|brown|red|pink|purple|violet|gray|grey|tortoise"
_ALIKE = {"gray": "grey", "violet": "purple"}
_SHADED = re.compile(
    rf"\b(?P<first>{_LIGHT}|{_DARK})(?: (?:{_LIGHT}|{_DARK}|kind of|sort of|shade of|tone of|shades of|ish|colored|very))* "
    rf"(?P<name>{_NAMES})(?:ish)?\b(?! (?:eyes|hair|skin|beard))"
)
_TOO_DARK = re.compile(
    r"\b(?:too|so|rather|bit|little) dark\b|\b(?:lighter|paler|brighter) (?:shade|tone|color|version|hue)s?\b|\bnot (?:so|as|that) dark\b|\bless dark\b"
)
_TOO_LIGHT = re.compile(
    r"\btoo (?:pale|light colored|bright a color)\b|\b(?:darker|deeper) (?:shade|tone|color|version|hue)s?\b|\bdarker\b|\bnot (?:so|as|that) (?:pale|light colored)\b"
)


def with_shades(line: str) -> str:
    """The plain line with "pale green" and its like named as in the catalogue."""
    return _SHADED.sub(lambda match: " or ".join(_shades(match["name"], match["first"] in _LIGHT.split("|"))), line)


def wanted_shade(line: str) -> str:
    """The shade, "light" or "dark", where a line asks for another one of the colour spoken of; else empty."""
    return "light" if _TOO_DARK.search(line) else "dark" if _TOO_LIGHT.search(line) else ""


def shaded(colours: tuple[str, ...], shade: str) -> tuple[str, ...]:
    """The lighter or darker ones among the kin of colours; empty where none is known."""
    families = [
        family for family in _SHADES if any(colour == family or is_colour(colour, family) for colour in colours)
    ]
    return tuple(dict.fromkeys(name for family in families for name in _SHADES[family][shade == "dark"]))


def kin(colour: str) -> frozenset[str]:
    """A colour with all of its families, by every name they go by."""
    families = [name for name, members in COLOUR_FAMILIES.items() if colour == name or colour in members]
    return frozenset({colour, *families, *(member for name in families for member in COLOUR_FAMILIES[name])})


def _shades(name: str, light: bool) -> tuple[str, ...]:
    return _SHADES[_ALIKE.get(name, name)][0 if light else 1]
