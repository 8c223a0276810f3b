# ruff: noqa: E501 (cue tables read best one cue a line)
"""What a line says about wants and needs, and how that changes what was known before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from app.domain.frame import Bridge, FrameShape, Material, Rim
from app.domain.needs import Needs
from server.llm.consultant.circumstances import find_circumstances
from server.llm.consultant.complexion import NOT_A_FRAME, find_complexion
from server.llm.consultant.lexicon import BRIDGES, COLOURS, DULL, FACE_SHAPES, MATERIALS, RIMS, SHAPES, STYLES, USES
from server.llm.consultant.words import segments

T = TypeVar("T")

_NEGATION = re.compile(
    r"\b(?:not|no|nothing|without|except|anything but|but not|hate|dislike|avoid|never|instead of|skip|leave out|exclude|ditch|omit|apart from|fewer|tired of|sick of|"
    r"other than|rather than|do not (?:like|want)|am not (?:a fan|keen|into)|too)\b(?: (?:a|an|any|so|too|the|in|of|on|"
    r"really|want|like|be|is|them|it|made|those|these|such|very|that|makes|make|me|look|looks|my|your|overly|all|super|wear|wearing))*$"
)
_UNDER = r"(?:under|below|less than|up to|at most|max|maximum|no more than|not more than|within|cheaper than|over)"
_MONEY = re.compile(
    r"\b(?:(?P<floor>over|above|more than|at least|from) )?(?:around |about )?(?P<amount>\d{2,4})(?: (?:to|and|or) "
    r"(?P<upper>\d{2,4}))?(?P<unit> dollars)?\b(?! (?:millimeters|percent|grams|years|minutes))"
)
_MONEY_CUE = re.compile(
    r"\b(?:budget|spend|spending|afford|price|cost|costs|pay|dollars|under|below|less than|up to|at most|max|maximum|"
    r"no more than|within|cheaper than|around|about|over|above|more than|tops|or less|or so|maximum|between|"
    r"(?:have|got|have got|bring|brought) (?:like |about |only |just |maybe )?(?=\d{2,4}\b))"
)
_ALL_IN = re.compile(
    r"\b(?:for everything|frames? and (?:the )?lenses|lenses and (?:the )?frames?|(?:including|with) (?:the )?lenses|"
    r"all in|altogether|all together|in total|everything included|lenses included|glasses and all)\b"
)
_NO_BUDGET = re.compile(
    r"\b(?:price|money|budget|cost) (?:is no|is not an?|does not|no) (?:issue|matter|object|problem)\b|\bno budget\b|\bany price\b|\bmoney is not\b"
)
_CHUNKY = re.compile(r"\b(?:thick(?:er)?|chunk(?:y|ier))\b")
_CORRECTS = re.compile(r"\b(?:i|we) (?:said|meant|mean|asked for)\b")
VERY_WIDE_MM = 142.0
_WARY_OF_METAL = re.compile(
    r"\b(?:careful|allerg\w+|react\w*|trouble|problems?|issues?|rash) (?:\w+ )?(?:with|to|from) (?:\w+ )?metals?\b"
)
_STRONG = re.compile(
    r"\b(?:strong|high|thick|heavy|bad) (?:minus |plus )?(?:prescription|lenses|eyesight|eyes|glass|script|numbers|power)\b"
    r"|\bprescription is (?:quite |very |really |pretty |rather )?(?:strong|high)\b|\b(?:very|really|quite|extremely) "
    r"(?:near|short|far)sighted\b|\bminus (?:[4-9]|1\d)\b|\bplus (?:[4-9]|1\d)\b|\bhigh (?:minus|myopia)\b|\bblind as a bat\b"
    r"|\bstrong (?:minus|plus|glasses)\b|\blens(?:es)?\b(?: \w+){0,5} thick\b(?!er)"
)
_TOO_LOUD = re.compile(
    r"\b(?:bit|little|too|rather|quite|so|pretty|way too) (?:loud|bold|bright|flashy|much|wild|flamboyant|showy)\b"
)
_PROGRESSIVE_NEED = re.compile(
    r"\b(?:(?:he|she|who|they|i)(?: \w+){0,5} (?:wears|needs|uses|has)|i (?:\w+ ){0,3}?(?:wear|need|have|use|want|get|got)|with|for|take|takes|in|fit|i am in|need|into) (?:\w+ ){0,3}?(?:progressive|bifocal)s?\b"
)
_LIGHT = re.compile(
    r"\b(?:light|lightweight|very light|(?:my|old|current|last) (?:\w+ )*(?:too|so|very|really) heavy|not (?:too |so |very )?heavy|weightless|weigh (?:almost )?nothing|weighs nothing|"
    r"do not feel|marks? on my nose|not feel them|cannot feel|without weight)\b(?! (?:blue|green|color|colored|brown|pink|gray|tortoise|bulb|frames? color))"
)
_NOT_LIGHT = re.compile(
    r"\b(?:blue|bright|head|night|street|sun|day|the) (?:light|lights|lightweight)\b|\bcold\b|\blight sensitive\b"
)
_NICKEL = re.compile(
    r"\bnickel\b|\b(?:allergic|allergy|react|reaction|rash|sensitive)\b.*\b(?:metal|metals|frames)\b|\bsensitive skin\b|\bhypoallergenic\b|\bmetal allergy\b|\bskin (?:reacts|gets)\b"
)
_LOW_BRIDGE = re.compile(
    r"\b(?:low|flat|flatter|wide|small|narrow|no) (?:nose )?bridge\b|\b(?:flat|small|low|little|tiny) nose\b|\bnose is (?:flat|small|low|quite flat)\b|"
    r"\bslid(?:e|es|ing)\b.*\b(?:nose|down|off)\b|\bslip(?:s|ping)?\b.*\b(?:nose|down|off)\b|\badjustable (?:nose )?pads\b|\bnose pads\b|\basian fit\b|\blow bridge\b|\bkeep(?:s)? sliding\b|\bbridge is (?:\w+ )?(?:low|flat)\b"
)
_NO_PADS = re.compile(r"\b(?:no|not|without|hate|do not like|dislike|avoid|never)\b(?: \w+){0,3} (?:nose )?pads\b")
_NARROW = re.compile(
    r"\b(?:something|anything|ones?) (?:really |very |quite )?(?:small|narrow|tiny|petite)\b|^(?:really |very )?(?:small|narrow|tiny) (?:but|and|please|$)|\b(?:small|narrow|slim|tiny|petite|little|thin|smaller|narrower)(?: \w+)? (?:face|head|size|fit)\b|\b(?:face|head) is (?:\w+ )?(?:small|narrow|slim|tiny)\b|\bsize small\b|\b(?:narrow|small) (?:frames?|glasses)\b|\bmost (?:frames|glasses) are too (?:big|wide|large)\b|\btoo (?:big|wide|large) (?:for|on) me\b.*\b(?:usually|always)\b|\b(?:ones?|glasses|frames|pair) i (?:have|own|wear|got) (?:\w+ ){0,2}?too (?:big|wide|large|loose)\b"
)
_WIDE = re.compile(
    r"\b(?:something|anything|ones?) (?:really |very |quite )?(?:big|large|wide|huge)\b|^(?:really |very )?(?:big|large|wide|huge) (?:but|and|please|$)|\b(?:big|wide|broad|large|huge|round and wide|bigger|wider|larger)(?: \w+)? (?:face|head|size|fit)\b|\b(?:face|head) is (?:\w+ )?(?:big|wide|broad|large|huge)\b|\bsize large\b|\b(?:wide|large|extra wide|big) (?:frames?|glasses)\b|\boversized?\b|\bmost (?:frames|glasses) are too (?:small|narrow|tight)\b|\bpinch|\b(?:ones?|glasses|frames|pair) i (?:have|own|wear|got) (?:\w+ ){0,2}?too (?:tight|narrow|small)\b"
)
_MEDIUM = re.compile(
    r"\b(?:medium|average|normal|regular)(?: \w+)? (?:face|head|size|sized|fit|width|frames?)\b|\bin between\b|\bsize medium\b|\bnot too (?:big|wide|large)\b.*\bnot too (?:small|narrow)\b"
)
_NOT_BIG = re.compile(
    r"\b(?:not|nothing) (?:too|overly|very|that) (?:big|wide|large|huge|oversized)\b|"
    r"\b(?:no|not|do not (?:\w+ )?(?:want|like)(?: any)?) (?:big|large|wide|huge|oversized) (?:frames?|glasses|ones?)\b"
)
_NOT_SMALL = re.compile(
    r"\b(?:not|nothing) (?:too|overly|very|that) (?:small|narrow|tiny)\b|"
    r"\b(?:no|not|do not (?:\w+ )?(?:want|like)(?: any)?) (?:small|narrow|tiny) (?:frames?|glasses|ones?)\b"
)
NOT_BIG_MM, NOT_SMALL_MM = 135.0, 132.0
_MY_SHAPE = re.compile(
    r"\b(?:my face is|my face shape is|my shape is|i have an?|i have got an?|got an?|with an?|for an?|on an?|for my|i am an?)"
    r" (?:\w+ ){0,2}?(?P<shape>round|square|oval|oblong|long|rectangular|heart shaped|heart|diamond|triangle|triangular)"
    r"(?: shaped)?(?P<face> face| shape| head)?\b"
)
_SIZE = re.compile(
    r"\b(?P<lens>[45]\d|3[89]) (?:(?:by|and|square|box|slash|dash|x) )?(?P<bridge>1[3-9]|2[0-5])(?: 1[2-5]\d)?\b(?! dollars)"
)
_FREED = re.compile(
    r"\b(?:forget|never mind|ignore|drop|regardless of|skip) (?:about )?(?:the|that) (?P<field>shape|color|material)\b|"
    r"\bany (?P<any>shape|color|material)\b(?! (?:but|except))"
)
_FREED_FIELDS = {
    "shape": ("shapes", "avoid_shapes"), "color": ("colours", "avoid_colours"), "material": ("materials", "avoid_materials"),
}  # fmt: skip
WORKING = re.compile(
    r"\bsmart glasses\b|\b(?:would|will|could|might|can|does|do|that|which|ones|they|it|not) works?\b(?! (?:glasses|frames))|"
    r"\bworks? (?:for|with|well|best|better|out)\b(?! (?:from|at|in))|\b(?:through|via) (?:my |his |her )?(?:work|job)\b"
)
_MY_PD = re.compile(r"\bpupillary distance\b(?:\s\w+){0,4}?\s(?P<mm>\d{2}(?:\.\d+)?)\b")


@dataclass(frozen=True, slots=True)
class Wishes:
    """A change to what is needed, by field of `Needs`; `beside` is the hair, eyes or skin that colours were chosen for.

    `all_in` says that the budget is to pay for the lenses too; `note` is what a told circumstance is met with;
    `corrects` marks "I said round, not brown", which takes back what was misheard and rules nothing out.
    """

    change: Mapping[str, Any]
    told_shape: str | None = None
    told_pd_mm: float | None = None
    any_price: bool = False
    beside: str = ""
    all_in: bool = False
    note: str = ""
    corrects: bool = False

    @property
    def empty(self) -> bool:
        return not self.change and not self.any_price and self.told_shape is None and self.told_pd_mm is None

    def applied(self, needs: Needs, *, add: bool = False) -> Needs:
        """The needs after this line; with `add` new uses, colours and shapes join the old ones."""
        change = dict(self.change)
        if self.any_price:
            needs = replace(needs, budget_cents=None, min_price_cents=None)
        if add:
            for name in ("uses", "colours", "shapes", "materials"):
                if name in change:
                    change[name] = tuple(dict.fromkeys((*getattr(needs, name), *change[name])))
        for wanted, avoided in _OPPOSITES.items():
            likes, dislikes = change.get(wanted), change.get(avoided)
            if dislikes is not None:
                kept = getattr(needs, wanted) if likes is None else likes
                change[wanted] = tuple(one for one in kept if one not in dislikes)
                replaced = getattr(needs, wanted) if likes is not None or self.corrects else ()
                out = tuple(one for one in dislikes if one not in replaced)
                change[avoided] = tuple(dict.fromkeys((*getattr(needs, avoided), *out)))
            if likes is not None:
                change[avoided] = tuple(one for one in change.get(avoided, getattr(needs, avoided)) if one not in likes)
        return replace(needs, **change)


_OPPOSITES = {
    "colours": "avoid_colours", "shapes": "avoid_shapes", "rims": "avoid_rims", "materials": "avoid_materials",
}  # fmt: skip


def find_wishes(line: str, collections: tuple[str, ...], *, money_expected: bool = False) -> Wishes:
    """Read a plain line; where the speaker corrects themselves, the later piece wins field by field."""
    change: dict[str, Any] = {}
    shape: str | None = None
    pd: float | None = None
    any_price, beside = False, ""
    for piece in segments(line):
        found = _find_in(piece, collections, money_expected)
        change |= found.change
        shape, pd = found.told_shape or shape, found.told_pd_mm or pd
        any_price, beside = any_price or found.any_price, found.beside or beside
    if change.get("nickel_allergy") and _WARY_OF_METAL.search(line):
        change.pop("materials", None)
    told, note = find_circumstances(line)
    change = {**told, **change}
    if not change:
        note = ""
    all_in = "budget_cents" in change and bool(_ALL_IN.search(line))
    if all_in:
        change["budget_cents"] = change["budget_cents"] * 2 // 3 // 1000 * 1000
    return Wishes(change, shape, pd, any_price, beside, all_in, note, bool(_CORRECTS.search(line)))


def _find_in(line: str, collections: tuple[str, ...], money_expected: bool) -> Wishes:
    change: dict[str, Any] = {}
    told = _MY_SHAPE.search(line)
    told_shape = FACE_SHAPES[told["shape"]] if told and (told["face"] or "my " in told[0]) else None
    rest = line.replace(told[0], " face ") if told and told_shape else line
    pd = _MY_PD.search(line)
    if pd:
        rest = rest.replace(pd[0], " ")
    beside = find_complexion(rest)
    if beside:
        rest = rest.replace(beside.said, " ")
    rest = NOT_A_FRAME.sub(" ", WORKING.sub(" ", rest))
    _both(change, "shapes", "avoid_shapes", _mentions(rest, SHAPES))
    _both(change, "rims", "avoid_rims", _mentions(rest, RIMS))
    materials = [(option, no) for options, no in _mentions(rest, MATERIALS) for option in options]
    _both(change, "materials", "avoid_materials", materials)
    _both(change, "colours", "avoid_colours", _mentions(rest, COLOURS))
    if beside and not change.get("colours"):
        change["colours"] = beside.colours
    uses = [use for use, no in _mentions(rest, USES) if not no]
    if uses:
        special = [use for use in uses if use != "everyday"]
        change["uses"] = tuple(dict.fromkeys(special or uses))
    of_glass = _STRONG.search(rest) or re.search(r"\blens(?:es)?\b.*\bthick|\bthick\w* (?:lens|glass)", rest)
    looks = rest.replace("thick", " ") if of_glass else rest
    styles = [("minimal" if style == "bold" else "bold") if no else style for style, no in _mentions(looks, STYLES)]
    if _TOO_LOUD.search(looks) and not styles:
        styles.append("minimal")
    if DULL.search(looks):
        styles.append("bold")
    chunky = None if of_glass else _CHUNKY.search(looks)
    if chunky and not _negated(looks[: chunky.start()]):
        styles = [style for style in styles if style != "bold"]
        change.setdefault("materials", (Material.ACETATE,))
        change.setdefault("rims", (Rim.FULL,))
    if styles:
        change["style"] = styles[-1]
    wanted = tuple(name for name in collections if re.search(rf"\b{name.lower()}\b", rest))
    if wanted and ("collection" in rest or "line" in rest or "range" in rest or "series" in rest):
        change["collections"] = wanted
    bridges = tuple(bridge for word, bridge in BRIDGES.items() if re.search(rf"\b{word}\b", rest))
    if bridges and not re.search(r"\b(?:is|what|does it|has it)\b", rest):
        change["bridges"] = bridges
    freed = _FREED.search(rest)
    if freed:
        change |= dict.fromkeys(_FREED_FIELDS[freed["field"] or freed["any"]], ())
    size = _SIZE.search(rest)
    if size:
        change |= {"lens_mm": float(size["lens"]), "bridge_mm": float(size["bridge"])}
        rest = rest.replace(size[0], " ")
    change |= _money(rest, money_expected) | _body(rest)
    return Wishes(
        change,
        told_shape,
        float(pd["mm"]) if pd else None,
        bool(_NO_BUDGET.search(rest)),
        beside.part if beside and change.get("colours") == beside.colours else "",
    )


def _mentions(line: str, table: Mapping[str, T]) -> list[tuple[T, bool]]:
    """Values of the phrases that occur, in the order said, each with whether it was ruled out; the longest wins."""
    found: list[tuple[int, T, bool]] = []
    for phrase in sorted(table, key=len, reverse=True):
        for match in re.finditer(rf"\b{phrase}\b", line):
            found.append((match.start(), table[phrase], _negated(line[: match.start()])))
            line = line[: match.start()] + "\0" * len(phrase) + line[match.end() :]
    return [(value, no) for _, value, no in sorted(found, key=lambda item: item[0])]


def _negated(before: str) -> bool:
    return bool(_NEGATION.search(before.strip()))


def _both(change: dict[str, Any], wanted: str, avoided: str, mentions: list[tuple[Any, bool]]) -> None:
    for name, no in ((wanted, False), (avoided, True)):
        values = tuple(dict.fromkeys(value for value, negated in mentions if negated is no))
        if values:
            change[name] = values


def _money(line: str, expected: bool) -> dict[str, int]:
    if not (expected or _MONEY_CUE.search(line)):
        return {}
    for match in _MONEY.finditer(line):
        amount = int(match["upper"] or match["amount"])
        if match["upper"] and 40 <= int(match["amount"]) < amount and "or" not in match[0].split():
            return {"min_price_cents": int(match["amount"]) * 100, "budget_cents": amount * 100}
        capped = re.search(
            r"\b(?:under|below|less than|up to|at most|not (?:over|above|more than)) $", line[: match.start("amount")]
        )
        if not (match["unit"] or expected or capped or 60 <= amount <= 2000) or amount < (20 if capped else 40):
            continue
        if match["floor"] and not match["upper"]:
            return (
                {"min_price_cents": amount * 100}
                if "not" not in line and "no more" not in line
                else {"budget_cents": amount * 100}
            )
        return {"budget_cents": amount * 100}
    return {}


def _body(line: str) -> dict[str, Any]:
    change: dict[str, Any] = {}
    if _STRONG.search(line):
        change["strong_lenses"] = True
    if _PROGRESSIVE_NEED.search(line):
        change["progressive"] = not re.search(
            r"\b(?:not|no|without|never)\b(?: \w+){0,3} (?:progressive|bifocal)s?\b", line
        )
    if _LIGHT.search(line) and not _NOT_LIGHT.search(line):
        change["light"] = True
    if _NICKEL.search(line):
        change["nickel_allergy"] = not re.search(r"\b(?:no|not)\b.*\ballerg", line)
    if _NO_PADS.search(line):
        change["no_pads"], change["low_bridge"] = True, False
    elif _LOW_BRIDGE.search(line):
        change["low_bridge"] = True
    modest, ample = _NOT_BIG.search(line), _NOT_SMALL.search(line)
    if modest and not ample:
        change["max_width_mm"] = NOT_BIG_MM
    elif ample and not modest:
        change["min_width_mm"] = NOT_SMALL_MM
    elif _NARROW.search(line):
        change["size"] = "narrow"
    elif _WIDE.search(line):
        change["size"] = "wide"
        if re.search(r"\b(?:really|very|extra|super) (?:wide|big|large|broad)\b", line):
            change["min_width_mm"] = VERY_WIDE_MM
    elif _MEDIUM.search(line):
        change["size"] = "medium"
    if re.search(r"\b(?:spring|flexible|flex) hinges?\b", line):
        change["spring_hinges"] = True
    return change


def needs_to_memory(needs: Needs) -> dict[str, object]:
    """Needs as JSON-like data, defaults left out."""
    empty = Needs()
    stored: dict[str, object] = {}
    for field in fields(Needs):
        value = getattr(needs, field.name)
        if value != getattr(empty, field.name):
            stored[field.name] = [str(one) for one in value] if isinstance(value, tuple) else value
    return stored


def needs_from_memory(stored: Mapping[str, object]) -> Needs:
    """The inverse of `needs_to_memory`; what cannot be read is left out."""
    kinds: dict[str, Any] = {
        "shapes": FrameShape, "avoid_shapes": FrameShape, "rims": Rim, "avoid_rims": Rim, "materials": Material,
        "avoid_materials": Material, "bridges": Bridge,
    }  # fmt: skip
    known = {field.name for field in fields(Needs)}
    change: dict[str, Any] = {}
    for name, value in stored.items():
        if name not in known:
            continue
        try:
            change[name] = tuple(kinds.get(name, str)(one) for one in value) if isinstance(value, list) else value
        except ValueError:
            continue
    return replace(Needs(), **change)
