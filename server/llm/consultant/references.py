# ruff: noqa: E501 (cue tables read best one cue a line)
"""Which frames a line speaks of: by name, by place, by property, or by "it" and "them"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.catalogue import Catalogue
from app.domain.frame import Frame, Material, Rim
from app.domain.needs import has_colour
from server.llm.consultant.lexicon import COLOURS, EVERYDAY, MATERIALS, ORDINARY, RIMS, SHAPES

_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "sixth": 5,
    "last": -1, "leftmost": 0, "rightmost": -1,
}  # fmt: skip
_NUMBER = re.compile(
    r"\b(?:number|option|frame|card|choice|pair|no|model|numbers|options) (one|\d)(?: (?:and|or|with|to|versus|vs) (?:number |option |frame )?(one|\d))?\b(?! (?:of|dollars|hundred))"
)
_ORDINAL = re.compile(
    rf"\b(?<!\bat )(?<!\bmy )(?<!\bfor )(?<!\ba )(?<!\bone )(?<!\b1 )(?<!\bhis )(?<!\bher )(?P<word>{'|'.join(_ORDINALS)})\b(?! (?:time|of all|name|i |question|let|thing|minute|month|pair (?:i|were|was|broke)|week|year|few))"
)
_SIDES = (
    (re.compile(r"\b(?:on|to|at) the (?:far )?left\b|\bleft one\b"), 0),
    (re.compile(r"\b(?:on|to|at) the (?:far )?right\b|\bright one\b"), -1),
)
_MIDDLE = re.compile(r"\b(?:middle|center) (?:one|frame|pair)\b|\b(?:in|of) the middle\b|\bmiddle\b")
_ALL = re.compile(
    r"\b(?:both|the pair of (?:them|these|those)|the 2 of (?:them|these|those)|all of (?:them|these|those)|them all|all (?:2|3|three|four|4|frames)|these (?:2|3|4)|those (?:2|3|4)|the (?:2|two)|each of them|(?:the )?first (?:2|3))\b"
)
_OTHER = re.compile(r"\b(?:the|that) other (?:one|frame|pair)\b")
_ONE = r"(?: \w+)? (?:one|pair|frame|glasses|model)\b"
_THE_ONE = re.compile(rf"\b(?:the|that|this|those|these)\b(?: \w+){{0,5}}{_ONE}")
_EXTREMES: tuple[tuple[str, Callable[[Frame], float]], ...] = (
    (r"cheaper|cheapest|least expensive|less expensive|most affordable|lowest price", lambda f: f.price_cents),
    (r"more expensive|most expensive|priciest|dearest|highest price", lambda f: -f.price_cents),
    (r"lighter|lightest|least heavy", lambda f: f.weight_g),
    (r"heavier|heaviest", lambda f: -f.weight_g),
    (r"smaller|smallest|narrower|narrowest", lambda f: f.dimensions.total_width),
    (r"bigger|biggest|wider|widest|larger|largest|more big|more wide", lambda f: -f.dimensions.total_width),
)
_IT = re.compile(
    r"\b(?:it|that one|this one|that frame|this frame|that pair|this pair|that|this|the frame|its|the glasses)\b"
)
_HE = re.compile(
    r"\b(?:he|she|him)\b(?! (?:says?|said|thinks?|wants?|needs?|likes?|told|works?|plays?|drives?|reads?|is \d))"
)
_BEFORE = re.compile(
    r"\b(?:the|that) (?:one|frame|pair|glasses) (?:from )?(?:before|earlier|previously)\b(?! (?:that|this|it|those|last))|\b(?:the|that) (?:previous|earlier|former) (?:one|frame|pair|glasses)\b|"
    r"\bthe one (?:you (?:showed|had)(?: me)?|i (?:saw|had)) (?:before|just now|earlier|first)\b"
)
_THEM = re.compile(r"\b(?:they|them|these|those|their)\b")
_SKU = re.compile(r"\b([a-z]{2,4}) ?(\d{3})\b")
_NAME_BEFORE = re.compile(
    r"(?:\b(?:my name is|i am|call me|i live in|live in|from|born in|am in|this is|husband|wife|friend|reading|read|read a|mother|father|son|daughter|going to|trip to|moved to|fly to|an?|my|like an?|too|^for the|(?:wear|wearing|going|go|something|glasses|pair|night) (?:for|to|at) the)) $"
)
_NAMES = re.compile(
    r"\b(?:(?<!to )(?<!for )(?<!at )(?<!from )the|that|this|called|named|compare|save|keep|show me|versus|than|and|or|with|about|is|does|"
    r"of|try|try on) $"
)
_NAME_OF_ELSE = re.compile(
    r"^(?:games?|football|team|fans?|trip|wedding|weather|winter|summer|accent|city|shirt|derby|united)\b"
)
_FRAME_FOLLOWS = re.compile(r"^(?:frames?|glasses|one|pair|model)\b")


@dataclass(frozen=True, slots=True)
class References:
    """What was pointed at. `skus` in the order said; `named` marks those called by name; `pronoun` is "it" or "them".

    `unknown` stands in the place of a name but names no frame; `perhaps` is the frame it sounds like.
    """

    skus: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    pronoun: str | None = None
    missing_place: bool = False
    unknown: str = ""
    perhaps: str = ""


@dataclass(frozen=True, slots=True)
class InView:
    """What can be pointed at: `cards` in order on the screen, `topic` the frames spoken of last, `saved` favourites, `recent` spoken of singly.

    While nobody else is to wear the glasses (`wearer`), "he" and "she" may mean the one frame spoken of.
    """

    cards: tuple[str, ...]
    topic: tuple[str, ...]
    saved: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    wearer: str = ""


def find_references(line: str, catalogue: Catalogue, view: InView) -> References:
    """Resolve everything pointed at in a plain line."""
    hits: list[tuple[int, str]] = []
    missing = False
    named = _named(line, catalogue)
    hits += named
    cards = view.cards or view.topic
    if len(cards) < 2 and len(view.recent) > 1:
        cards = tuple(reversed(view.recent[:3]))
    for position, index in _places(line):
        if -len(cards) <= index < len(cards):
            hits.append((position, cards[index]))
        else:
            missing = True
    if not hits:
        hits += _by_property(line, [catalogue[sku] for sku in cards if sku in catalogue])
    earlier = _BEFORE.search(line)
    if earlier and not hits and len(view.recent) > 1 and view.topic[:1] == view.recent[:1]:
        hits.append((earlier.start(), view.recent[1]))
    other = _OTHER.search(line)
    if other and not hits:
        hits += [(other.start(), sku) for sku in _other(cards, view.topic)]
    if not hits and _ALL.search(line):
        pool = view.topic if len(view.topic) > 1 else cards
        if re.search(r"\b(?:both|2|pair)\b", line) and len(view.topic) == 1 and len(view.recent) > 1:
            pool = view.recent
        limit = (
            2 if re.search(r"\b(?:both|2|two|pair)\b", line) else 3 if re.search(r"\b3|three\b", line) else len(pool)
        )
        hits += [(0, sku) for sku in pool[:limit]]
    elif len(hits) == 1 and re.search(
        r"\b(?:it|that one|this one|that|this)\b.*\b(?:with|to|than|and|versus|vs|or)\b", line
    ):
        before = [sku for sku in view.topic[:1] if sku != hits[0][1]]
        hits = [(-1, sku) for sku in before] + hits
    skus = tuple(dict.fromkeys(sku for _, sku in sorted(hits, key=lambda hit: hit[0])))
    if len(skus) > 1:
        skus = _most(line, [catalogue[sku] for sku in skus if sku in catalogue]) or skus
    of_frame = len(view.topic) == 1 and not view.wearer and _HE.search(line)
    pronoun = "them" if _THEM.search(line) else "it" if _IT.search(line) or of_frame else None
    return References(skus, tuple(sku for _, sku in named), pronoun, missing and not skus)


def _named(line: str, catalogue: Catalogue) -> list[tuple[int, str]]:
    words = tuple(line.split())
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    found: list[tuple[int, str]] = []
    for match in catalogue.find_spoken(words, ordinary=ORDINARY):
        before, after = line[: starts[match.start]], line[starts[match.end] :] if match.end < len(words) else ""
        if _NAME_BEFORE.search(before) and not before.endswith("interested in ") and not _FRAME_FOLLOWS.match(after):
            continue
        if _NAME_OF_ELSE.match(after):
            continue
        if words[match.start] in EVERYDAY and before and not (_NAMES.search(before) or _FRAME_FOLLOWS.match(after)):
            continue
        found.append((starts[match.start], match.key))
    for sku in _SKU.finditer(line):
        key = f"{sku[1].upper()}-{sku[2]}"
        if key in catalogue:
            found.append((sku.start(), key))
    return found


def _places(line: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in _NUMBER.finditer(line):
        found += [
            (match.start(group), 0 if match[group] == "one" else int(match[group]) - 1)
            for group in (1, 2)
            if match[group]
        ]
    if not re.search(r"\bfirst (?:2|3)\b", line):
        found += [(match.start(), _ORDINALS[match["word"]]) for match in _ORDINAL.finditer(line)]
    for cue, index in _SIDES:
        side = cue.search(line)
        if side:
            found.append((side.start(), index))
    middle = _MIDDLE.search(line)
    if middle:
        found.append((middle.start(), 1))
    return found


def _by_property(line: str, frames: Sequence[Frame]) -> list[tuple[int, str]]:
    if not frames or not _THE_ONE.search(line):
        return []
    for words, key in _EXTREMES:
        match = re.search(rf"\b(?:the|that) (?:{words}){_ONE}", line)
        if match:
            return [(match.start(), min(frames, key=key).sku)]
    for phrase, test in _tests():
        match = re.search(rf"\b(?:the|that|this|those|these) (?:\w+ )?{phrase}{_ONE}", line)
        if match:
            fitting = [frame for frame in frames if test(frame)]
            if len(fitting) >= 1:
                return [(match.start(), fitting[0].sku)]
    return []


def _most(line: str, frames: Sequence[Frame]) -> tuple[str, ...]:
    """The one meant by "the cheaper of the first two"; empty when none of several is picked out."""
    for words, key in _EXTREMES:
        if re.search(rf"\b(?:the|whichever is) (?:{words})(?: one)?(?: of| out of|$)", line):
            return (min(frames, key=key).sku,)
    return ()


def _tests() -> list[tuple[str, Callable[[Frame], bool]]]:
    def shaped(value: object) -> Callable[[Frame], bool]:
        return lambda frame: frame.shape is value

    def rimmed(value: Rim) -> Callable[[Frame], bool]:
        return lambda frame: frame.rim is value

    def made_of(values: tuple[Material, ...]) -> Callable[[Frame], bool]:
        return lambda frame: frame.material in values

    def coloured(value: str) -> Callable[[Frame], bool]:
        return lambda frame: has_colour(frame, value)

    tests: list[tuple[str, Callable[[Frame], bool]]] = []
    tests += [(phrase, shaped(shape)) for phrase, shape in SHAPES.items()]
    tests += [(phrase, rimmed(rim)) for phrase, rim in RIMS.items()]
    tests += [(phrase, made_of(materials)) for phrase, materials in MATERIALS.items()]
    tests += [(phrase, coloured(colour)) for phrase, colour in COLOURS.items()]
    return tests


def _other(cards: tuple[str, ...], topic: tuple[str, ...]) -> tuple[str, ...]:
    pool = topic if len(topic) == 2 else cards
    rest = tuple(sku for sku in pool if not topic or sku != topic[0])
    return rest[:1]
