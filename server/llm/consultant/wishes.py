# ruff: noqa: E501 (cue tables read best one cue a line)
"""What a line says about wants and needs, and how that changes what was known before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from app.domain.frame import Bridge, FrameShape, Material, Rim
from app.domain.needs import Needs, is_colour
from server.llm.consultant.body import STRONG, WARY_OF_METAL, find_body
from server.llm.consultant.circumstances import find_circumstances
from server.llm.consultant.complexion import NOT_A_FRAME, find_complexion
from server.llm.consultant.lexicon import BRIDGES, COLOURS, DULL, FACE_SHAPES, MATERIALS, RIMS, SHAPES, STYLES, USES
from server.llm.consultant.meaning import Heard
from server.llm.consultant.money import ALL_IN, HALF, HALF_SHARE, NO_BUDGET, find_money
from server.llm.consultant.shades import wanted_shade, with_shades
from server.llm.consultant.stance import Stance, negated
from server.llm.consultant.traits import LIKELY, borne_out, with_traits
from server.llm.consultant.vocabulary import Vocabulary
from server.llm.consultant.words import segments

_SHAPES, _RIMS, _MATERIALS = Vocabulary(SHAPES), Vocabulary(RIMS), Vocabulary(MATERIALS)
_COLOURS, _USES, _STYLES = Vocabulary(COLOURS), Vocabulary(USES), Vocabulary(STYLES)

_CHUNKY = re.compile(r"\b(?:thick(?:er)?|chunk(?:y|ier))\b")
_CORRECTS = re.compile(r"\b(?:i|we) (?:said|meant|mean|asked for)\b")
_LOUD = "loud|bold|bright|flashy|wild|flamboyant|showy|crazy|garish"
_TOO_LOUD = re.compile(
    rf"\b(?:bit|little|too|rather|quite|so|pretty|way too) (?:{_LOUD}|much(?=$| for me| color| pattern| going on| bling| already| now))\b"
)
_COMPLAINED = re.compile(
    r"\b(?:(?:those|they|these|that|it|this|one) (?:is|are|looks?) (?:all )?|too )(?:a )?(?:bit|little|too|rather|so|pretty|way too)? ?"
    rf"(?:{_LOUD})\b"
)
_ROUNDISH = re.compile(r"\b(?:roundish|rounded|rounder|almost round|nearly round|fairly round)\b")
_MIDDLE = re.compile(
    r"\b(?:middle|in between|half ?way|something between|somewhere between|compromise|happy medium|not (?:that|so|as) (?:crazy|much)|bit less|little less|less extreme)\b"
)
_LESS_OF = r"\b(?:too(?: much| very)?|less|not (?:so|as|that|quite so|quite as|very)|a (?:little|bit) less) {shape}\b(?! (?:face|big|small|wide))"
_NEIGHBOURS: Mapping[FrameShape, tuple[FrameShape, ...]] = {
    FrameShape.ROUND: (FrameShape.PANTO, FrameShape.OVAL), FrameShape.SQUARE: (FrameShape.PANTO, FrameShape.RECTANGLE),
    FrameShape.RECTANGLE: (FrameShape.OVAL, FrameShape.PANTO), FrameShape.OVAL: (FrameShape.PANTO, FrameShape.RECTANGLE),
    FrameShape.CAT_EYE: (FrameShape.OVAL, FrameShape.PANTO), FrameShape.AVIATOR: (FrameShape.PANTO, FrameShape.OVAL),
    FrameShape.GEOMETRIC: (FrameShape.PANTO, FrameShape.SQUARE), FrameShape.PANTO: (FrameShape.OVAL, FrameShape.SQUARE),
    FrameShape.BROWLINE: (FrameShape.PANTO, FrameShape.RECTANGLE),
}  # fmt: skip
_MY_SHAPE = re.compile(
    r"\b(?:my face is|my face shape is|my shape is|i have an?|i have got an?|got an?|quite an?|rather an?|such an?|with an?|for an?|on an?|for my|i am an?|for|with)"
    r" (?:\w+ ){0,2}?(?P<shape>round|square|oval|oblong|long|rectangular|heart shaped|heart|diamond|triangle|triangular)"
    r"(?: shaped)?(?P<face> face| shape| head)?\b"
)
_SIZE = re.compile(
    r"\b(?P<lens>[45]\d|3[89]) (?:(?:by|and|square|box|slash|dash|x) )?(?P<bridge>1[3-9]|2[0-5])(?: (?:and |by |dash )?1[2-5]\d)?\b(?! dollars)"
)
_ASKS_NUMBERS = re.compile(r"\b(?:what (?:is|are|do|does)|mean|means|stand for|written|printed|understand|explain)\b")
_FREED = re.compile(
    r"\b(?:forget|never mind|ignore|drop|regardless of|skip) (?:about )?(?:the|that) (?P<field>shape|color|material)\b|"
    r"\bany (?P<any>shape|color|material)\b(?! (?:but|except))|"
    r"\b(?:do not (?:mind|care)(?: about)?|does not matter|whatever) (?:the |which |what )?(?P<open>shape|color|material)\b|"
    r"\b(?P<free>shape|color|material) (?:does not|do not|is not) (?:\w+ )?(?:matter|important)\b"
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
    `corrects` marks "I said round, not brown", which takes back what was misheard and rules nothing out. What hangs
    on the frames and wishes before is settled later: `dropped` ("forget the gold", by field), `shade` ("light" or
    "dark" of the colour spoken of), `price_share` ("for half the price").
    """

    change: Mapping[str, Any]
    told_shape: str | None = None
    told_pd_mm: float | None = None
    any_price: bool = False
    beside: str = ""
    all_in: bool = False
    note: str = ""
    corrects: bool = False
    dropped: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    shade: str = ""
    price_share: float | None = None

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
    "uses": "avoid_uses",
}  # fmt: skip


def find_wishes(
    line: str, collections: tuple[str, ...], *, money_expected: bool = False, heard: Heard | None = None
) -> Wishes:
    """Read a plain line; where the speaker corrects themselves, the later piece wins field by field.

    What was `heard` of it as a whole tells how things named are held, and adds what is wished for without being named.
    """
    change: dict[str, Any] = {}
    shape: str | None = None
    pd: float | None = None
    any_price, beside, shade = False, "", ""
    dropped: dict[str, tuple[Any, ...]] = {}
    share: float | None = None
    for piece in segments(line):
        found = _find_in(piece, collections, money_expected, heard)
        change |= found.change
        dropped |= found.dropped
        shade, share = found.shade or shade, found.price_share or share
        shape, pd = found.told_shape or shape, found.told_pd_mm or pd
        any_price, beside = any_price or found.any_price, found.beside or beside
    if change.get("nickel_allergy") and WARY_OF_METAL.search(line):
        change.pop("materials", None)
    told, note = find_circumstances(line, frozenset(change))
    kept = borne_out(told, heard.traits) if heard else told
    told, note = kept, note if kept == told else ""
    if change.get("nickel_allergy"):
        told, note = {}, ""
    change = {**told, **change}
    if heard is not None and heard.wishes >= LIKELY:
        change = with_traits(change, heard.traits)
    all_in = "budget_cents" in change and bool(ALL_IN.search(line))
    if all_in:
        change["budget_cents"] = change["budget_cents"] * 2 // 3 // 1000 * 1000
    return Wishes(
        change, shape, pd, any_price, beside, all_in, note, bool(_CORRECTS.search(line)), dropped, shade, share
    )


def _find_in(line: str, collections: tuple[str, ...], money_expected: bool, heard: Heard | None) -> Wishes:
    change: dict[str, Any] = {}
    dropped: dict[str, tuple[Any, ...]] = {}
    told = _MY_SHAPE.search(line)
    told_shape = FACE_SHAPES[told["shape"]] if told and (told["face"] or "my " in told[0]) else None
    rest = line.replace(told[0], " face ") if told and told_shape else line
    pd = _MY_PD.search(line)
    if pd:
        rest = rest.replace(pd[0], " ")
    beside = find_complexion(rest)
    if beside:
        rest = rest.replace(beside.said, " ")
    rest = with_shades(NOT_A_FRAME.sub(" ", WORKING.sub(" ", rest)))
    _sorted(change, dropped, "shapes", _SHAPES.mentions(rest, heard))
    _soften(change, rest)
    if _ROUNDISH.search(rest) and FrameShape.ROUND in change.get("shapes", ()):
        change["shapes"] = tuple(dict.fromkeys((*change["shapes"], FrameShape.PANTO)))
    _sorted(change, dropped, "rims", _RIMS.mentions(rest, heard))
    _sorted(
        change, dropped, "materials", [(one, how) for many, how in _MATERIALS.mentions(rest, heard) for one in many]
    )
    _sorted(change, dropped, "colours", _COLOURS.mentions(rest, heard))
    _narrow_colours(change, rest)
    if beside and not change.get("colours"):
        change["colours"] = beside.colours
    _uses(change, _USES.mentions(rest))
    _style(change, rest)
    wanted = tuple(name for name in collections if re.search(rf"\b{name.lower()}\b", rest))
    if wanted and ("collection" in rest or "line" in rest or "range" in rest or "series" in rest):
        change["collections"] = wanted
    bridges = tuple(bridge for word, bridge in BRIDGES.items() if re.search(rf"\b{word}\b", rest))
    if bridges and not re.search(r"\b(?:is|what|does it|has it)\b", rest):
        change["bridges"] = bridges
    freed = _FREED.search(rest)
    if freed:
        change |= dict.fromkeys(_FREED_FIELDS[next(name for name in freed.groupdict().values() if name)], ())
    size = _SIZE.search(rest)
    if size:
        if not _ASKS_NUMBERS.search(rest):
            change |= {"lens_mm": float(size["lens"]), "bridge_mm": float(size["bridge"])}
        rest = rest.replace(size[0], " ")
    change |= find_money(rest, expected=money_expected, heard=heard) | find_body(
        with_shades(line.replace(told[0], " face ") if told and told_shape else line)
    )
    return Wishes(
        change,
        told_shape,
        float(pd["mm"]) if pd else None,
        bool(NO_BUDGET.search(rest)),
        beside.part if beside and change.get("colours") == beside.colours else "",
        dropped=dropped,
        shade="" if change.get("colours") else wanted_shade(rest),
        price_share=HALF_SHARE if HALF.search(rest) else None,
    )


def _sorted(
    change: dict[str, Any], dropped: dict[str, tuple[Any, ...]], name: str, mentions: list[tuple[Any, Stance]]
) -> None:
    """File what was mentioned under wanted, ruled out or taken back."""
    by = {how: tuple(dict.fromkeys(value for value, held in mentions if held is how)) for how in Stance}
    if by[Stance.WANTED]:
        change[name] = by[Stance.WANTED]
    if by[Stance.RULED_OUT]:
        change[_OPPOSITES[name]] = by[Stance.RULED_OUT]
    if by[Stance.SET_ASIDE]:
        dropped[name] = by[Stance.SET_ASIDE]


def _narrow_colours(change: dict[str, Any], line: str) -> None:
    """Said as "red, like a tomato" it names one red: the family gives way to its member unless both are offered."""
    colours = change.get("colours", ())
    if len(colours) < 2 or re.search(r"\bor\b", line):
        return
    kept = tuple(one for one in colours if not any(other != one and is_colour(other, one) for other in colours))
    change["colours"] = kept


def _soften(change: dict[str, Any], line: str) -> None:
    """A wish for "less round" asks for the shapes next to it."""
    if change.get("shapes"):
        return
    for shape in change.get("avoid_shapes", ()):
        words = "|".join(phrase for phrase, one in SHAPES.items() if one is shape)
        if re.search(_LESS_OF.format(shape=f"(?:{words})"), line):
            change["shapes"] = _NEIGHBOURS[shape]


def _uses(change: dict[str, Any], mentions: list[tuple[str, Stance]]) -> None:
    uses = [use for use, how in mentions if how is Stance.WANTED]
    if uses:
        special = [use for use in uses if use != "everyday"]
        change["uses"] = tuple(dict.fromkeys(special or uses))
    if ("sport", Stance.RULED_OUT) in mentions and "sport" not in uses:
        change["avoid_uses"] = ("sport",)


def _style(change: dict[str, Any], line: str) -> None:
    of_glass = STRONG.search(line) or re.search(r"\blens(?:es)?\b.*\bthick|\bthick\w* (?:lens|glass)", line)
    looks = re.sub(r"\bthick\b", " ", line) if of_glass or FrameShape.BROWLINE in change.get("shapes", ()) else line
    if change.get("colours"):
        looks = re.sub(r"\bbright(?:er)?\b", " ", looks)
    quiet = {"bold": "minimal", "trendy": "classic", "classic": "trendy"}
    styles = [
        quiet.get(style, "bold") if how is Stance.RULED_OUT else style
        for style, how in _STYLES.mentions(looks)
        if how in {Stance.WANTED, Stance.RULED_OUT}
    ]
    if _COMPLAINED.search(looks):
        styles = [style for style in styles if style != "bold"]
    if _TOO_LOUD.search(looks) and not styles and not change.get("avoid_shapes"):
        styles.append("trendy" if _MIDDLE.search(looks) else "minimal")
    elif _TOO_LOUD.search(looks) and _MIDDLE.search(looks) and not change.get("avoid_shapes"):
        styles.append("trendy")
    if DULL.search(looks):
        styles.append("bold")
    chunky = None if of_glass else _CHUNKY.search(looks)
    if chunky and not negated(looks[: chunky.start()]):
        styles = [style for style in styles if style != "bold"]
        change.setdefault("materials", (Material.ACETATE,))
        change.setdefault("rims", (Rim.FULL,))
    if styles:
        change["style"] = styles[-1]


def needs_to_memory(needs: Needs) -> dict[str, object]:
    """Needs as JSON-like data, defaults left out."""
    empty = Needs()
    stored: dict[str, object] = {}
    for one in fields(Needs):
        value = getattr(needs, one.name)
        if value != getattr(empty, one.name):
            stored[one.name] = [str(part) for part in value] if isinstance(value, tuple) else value
    return stored


def needs_from_memory(stored: Mapping[str, object]) -> Needs:
    """The inverse of `needs_to_memory`; what cannot be read is left out."""
    kinds: dict[str, Any] = {
        "shapes": FrameShape, "avoid_shapes": FrameShape, "rims": Rim, "avoid_rims": Rim, "materials": Material,
        "avoid_materials": Material, "bridges": Bridge,
    }  # fmt: skip
    known = {one.name for one in fields(Needs)}
    change: dict[str, Any] = {}
    for name, value in stored.items():
        if name not in known:
            continue
        try:
            change[name] = tuple(kinds.get(name, str)(one) for one in value) if isinstance(value, list) else value
        except ValueError:
            continue
    return replace(Needs(), **change)
