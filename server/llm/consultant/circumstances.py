# ruff: noqa: E501 (cue tables read best one cue a line)
"""Wishes told as a story: what a life, a model of another brand or a figure to look like means for a frame."""

import re
from dataclasses import dataclass
from typing import Any

from app.domain.frame import FrameShape, Material, Rim


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Words that tell of a circumstance, the fields of `Needs` they stand for, and what is said about it (may be empty)."""

    cues: re.Pattern[str]
    change: dict[str, Any]
    note: str = ""


def _c(cues: str, note: str = "", **change: Any) -> Circumstance:
    return Circumstance(re.compile(rf"\b(?:{cues})\b"), change, note)


_STURDY = "Flexible TR90 and spring hinges forgive a lot, though nothing is unbreakable."
BRANDS = re.compile(
    r"\b(?:ray ?bans?|wayfarers?|clubmasters?|gucci|oakleys?|prada|tom ford|persol|armani|chanel|dior|warby(?: parker)?|versace|"
    r"burberry|nike|adidas|cartier|lindberg|silhouette|moscot|oliver peoples|maui jim|carrera|hugo boss|calvin klein|ralph lauren|"
    r"coach|michael kors|designer (?:brands?|frames?|glasses|names?))\b"
)
NOT_THAT_BRAND = "I don't have that brand here, but these come close."

_TABLE: tuple[Circumstance, ...] = (
    _c(
        r"break everything|(?:always|keep|constantly|forever) (?:breaking|dropping|sitting on|bending|losing)|breaks? (?:all |everything|them all)|"
        r"(?:i am|he is|she is|really|very|so|pretty) clumsy|(?:hard|rough|tough) on (?:my |his |her |their )?(?:glasses|things|stuff|frames|them)|"
        r"(?:sit|sat|step|stepped|sleep|slept) on (?:them|my glasses|it)|toddlers?|(?:kids?|babies|baby|grandkids?|dogs?|puppy) (?:\w+ ){0,4}(?:pull|pulls|pulling|grab|grabs|grabbing|hanging|chews?)|"
        r"(?:construction|building) (?:site|work|worker)|in a workshop|mechanic|carpenter|firefighter|take a beating|rough and tumble|take abuse|not break|will not break|cannot break|wrestl\w+|drop them",
        _STURDY, materials=(Material.TR90,), spring_hinges=True, avoid_rims=(Rim.RIMLESS,),
    ),
    _c(r"wayfarers?", NOT_THAT_BRAND, shapes=(FrameShape.SQUARE,), materials=(Material.ACETATE,), rims=(Rim.FULL,)),
    _c(r"clubmasters?", NOT_THAT_BRAND, shapes=(FrameShape.BROWLINE,)),
    _c(r"professors?(?! frame)|academic|scholarly|intellectual|university teacher|literary|writer|poet like", "A panto or a browline has that look.", shapes=(FrameShape.PANTO, FrameShape.BROWLINE)),
    _c(r"motorbike|biker|rides? a (?:motor)?bike|harley|pilot look|top gun|fighter pilot", "An aviator belongs on the road.", shapes=(FrameShape.AVIATOR,)),
    _c(r"architects?|graphic designer|gallery|curator", "Architects like a clear round or geometric line, at least in films.", shapes=(FrameShape.ROUND, FrameShape.GEOMETRIC)),
    _c(r"librarian|secretary|fifties|1950s|50 style|pin ?up|movie star|film star|diva|glamorous|glam|femme fatale|hollywood", "A cat-eye has that look.", shapes=(FrameShape.CAT_EYE,)),
    _c(r"mad men|sixties|1960s|60 style|detective|spy|reporter|accountant look", "A browline has that look.", shapes=(FrameShape.BROWLINE,)),
    _c(r"hippie|hippy|beatles|seventies|1970s|wizard look|bohemian|boho", "Round it is, then.", shapes=(FrameShape.ROUND,)),
    _c(r"rock ?star|punk|drag queen|elton john|pop star|artist look|like an artist|on stage|performer|musician", "Then they may be bold.", style="bold"),
    _c(r"helmet|headset|headphones|hard hat|under a (?:hat|cap)", "Slim and light temples sit best under that.", light=True),
    _c(r"long (?:eye)?lashes|lashes (?:touch|hit|brush)", "Nose pads can hold the lenses further out.", low_bridge=True),
    _c(r"sweat|sweats|sweaty|sweating", "", uses=("sport",)),
)  # fmt: skip


def find_circumstances(line: str) -> tuple[dict[str, Any], str]:
    """All that a line tells of circumstances: the fields to change, alternatives joined, and one sentence about them."""
    change: dict[str, Any] = {}
    notes: list[str] = []
    for one in _TABLE:
        if not one.cues.search(line):
            continue
        for name, value in one.change.items():
            change[name] = tuple(dict.fromkeys((*change.get(name, ()), *value))) if isinstance(value, tuple) else value
        notes.append(one.note)
    if BRANDS.search(line):
        return change, NOT_THAT_BRAND
    return change, " ".join(note for note in dict.fromkeys(notes[:2]) if note)
