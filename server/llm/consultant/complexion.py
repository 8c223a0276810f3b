"""Which colours stylists put beside hair, eyes, skin and clothes: a convention, and told as one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_TABLE: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "eyes": {
            "blue": ("copper", "tortoise", "navy"), "brown": ("green", "gold", "tortoise"),
            "dark": ("burgundy", "gold", "tortoise"), "green": ("plum", "burgundy", "copper"),
            "hazel": ("green", "gold", "tortoise"), "gray": ("navy", "burgundy", "silver"),
        },
        "hair": {
            "red": ("green", "tortoise", "copper"), "ginger": ("green", "tortoise", "copper"),
            "auburn": ("green", "tortoise", "gold"), "blonde": ("navy", "rose", "honey tortoise"),
            "blond": ("navy", "rose", "honey tortoise"), "gray": ("navy", "burgundy", "silver"),
            "white": ("navy", "burgundy", "silver"), "silver": ("navy", "burgundy", "silver"),
            "black": ("black", "cherry red", "silver"), "dark": ("black", "burgundy", "tortoise"),
            "brown": ("tortoise", "burgundy", "gold"), "brunette": ("tortoise", "burgundy", "gold"),
        },
        "skin": {
            "dark": ("gold", "honey tortoise", "cherry red"), "brown": ("gold", "honey tortoise", "cherry red"),
            "black": ("gold", "honey tortoise", "cherry red"), "olive": ("tortoise", "green", "gold"),
            "pale": ("navy", "rose", "burgundy"), "fair": ("navy", "rose", "burgundy"),
            "light": ("navy", "rose", "burgundy"), "warm": ("tortoise", "gold", "olive green"),
            "cool": ("navy", "silver", "plum"),
        },
    }
)  # fmt: skip
_ALIKE = {"eye": "eyes", "complexion": "skin", "skin tone": "skin", "beard": "hair"}
_COLOURED = re.compile(
    rf"\b(?P<colour>{'|'.join(sorted({colour for part in _TABLE.values() for colour in part}))})(?: \w+)? "
    r"(?P<part>eyes?|hair|beard|skin tone|skin|complexion)\b(?! (?:wear|test|exam|doctor))|"
    r"\b(?P<part_first>eyes|hair|beard|skin|complexion) (?:is|are) (?:\w+ )?"
    rf"(?P<colour_after>{'|'.join(sorted({colour for part in _TABLE.values() for colour in part}))})\b"
)
NOT_A_FRAME = re.compile(
    r"\b(?:red|blue|black|pink|purple|brown|white|yellow|green|dark) "
    r"(?:dents?|marks?|spots?|lines?(?! on top)|cheeks?|nose|ears?|face|bruises?|circles?|cross|shield|light|screens?|"
    r"shirts?|dress|jacket|coat|car|truck|tie)\b|\b(?:red|sore) (?:and|or) (?:sore|red)\b|"
    r"\b(?:ice|sun|whipped) cream\b|"
    r"\b(?:drives?|driving|drove|drive) (?:me|us) (?:nuts|mad|crazy|insane|bananas|potty|up the wall|round the bend)\b"
)


@dataclass(frozen=True, slots=True)
class Complexion:
    """What was said of hair, eyes or skin (`said` is cut out of the line) and the `colours` that go by convention."""

    said: str
    part: str
    colours: tuple[str, ...]


def find_complexion(line: str) -> Complexion | None:
    """The colours that suit what a line says of the shopper's own hair, eyes or skin."""
    match = _COLOURED.search(line)
    if match is None:
        return None
    colour = match["colour"] or match["colour_after"]
    part = match["part"] or match["part_first"]
    part = _ALIKE.get(part, part)
    colours = _TABLE[part].get(colour)
    return Complexion(match[0], f"{colour} {part}", colours) if colours else None
