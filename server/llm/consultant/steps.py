"""One step from the frames in view in the direction asked for: what it makes of the needs, and how it is announced."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.domain.frame import Frame
from app.domain.needs import Needs, Style
from server.llm.consultant.intents import Intent
from server.llm.consultant.likeness import ALIKE, CLEARLY_LESS
from server.llm.consultant.situation import Situation
from server.llm.consultant.wording import dollars, millimetres, number, pick

KEPT = {
    Intent.CHEAPER: frozenset({"budget_cents"}), Intent.DEARER: frozenset({"min_price_cents"}),
    Intent.LIGHTER: frozenset({"max_weight_g", "light"}), Intent.SMALLER: frozenset({"max_width_mm"}),
    Intent.BIGGER: frozenset({"min_width_mm"}), Intent.OTHER_SHAPE: frozenset({"avoid_shapes"}),
}  # fmt: skip
BOUNDED = frozenset({Intent.CHEAPER, Intent.LIGHTER, Intent.SMALLER, Intent.BIGGER, Intent.DEARER})
_TEN_DOLLARS = 1000
_LADDER: tuple[Style, ...] = ("minimal", "classic", "trendy", "bold")
_BESIDE: dict[Style, Style] = {"elegant": "classic"}
_SHADE = re.compile(r"\b(?:dark|darker|pale|paler|shade|shades|tone|color|sky|pastel)\b")
_WEIGHT = re.compile(r"\b(?:weigh\w*|heav\w+|grams?)\b")
WAS_LIKED = re.compile(r"\b(?:was|is|looked|were) (?:\w+ )?nicer\b")


def of_colour(situation: Situation) -> bool:
    """Whether "lighter" was said of a colour, not of a weight."""
    change = situation.wishes.change
    spoken = "colours" in change or "avoid_colours" in change or bool(_SHADE.search(situation.line))
    return spoken and not _WEIGHT.search(situation.line)


def stays_close(situation: Situation, intent: Intent) -> bool:
    """Whether the step keeps to the one frame spoken of, its shape above all."""
    asked = Intent.LIKE_THIS in situation.intents or bool(ALIKE.search(situation.line))
    return asked or intent in {Intent.CHEAPER, Intent.SMALLER, Intent.BIGGER}


def step(base: Needs, intent: Intent, start: tuple[Frame, ...], situation: Situation) -> tuple[Needs, str]:
    """The needs after the step and the words that go before what is shown."""
    turn = situation.turn
    widths = [frame.dimensions.total_width for frame in start]
    match intent:
        case Intent.CHEAPER:
            return _cheaper(base, start, situation), pick(("Here is less to pay.", "These cost less."), turn)
        case Intent.DEARER:
            floor = max(frame.price_cents for frame in start) + 100
            return replace(base, budget_cents=None, thrifty=False, min_price_cents=floor), "These are a step up."
        case Intent.LIGHTER:
            limit_g = min(frame.weight_g for frame in start)
            return replace(base, light=True, max_weight_g=limit_g), pick(("These weigh less.", "Lighter it is."), turn)
        case Intent.SMALLER:
            size = situation.wishes.change.get("size")
            needs = replace(base, max_width_mm=min(widths), min_width_mm=None, size=size)
            return needs, f"{_width_of(start)}These are narrower."
        case Intent.BIGGER:
            size = situation.wishes.change.get("size")
            needs = replace(base, min_width_mm=max(widths), max_width_mm=None, size=size)
            return needs, f"{_width_of(start)}These are wider."
        case Intent.OTHER_SHAPE:
            return _other_shape(base, start, situation), "Another shape, then."
        case Intent.LIKE_THIS:
            return replace(base, like=start[0].sku), f"In the manner of {start[0].name}:"
        case _:
            return base, "Here you are."


def _cheaper(base: Needs, start: tuple[Frame, ...], situation: Situation) -> Needs:
    """A clear step below one frame, or just below all of several."""
    if "budget_cents" in situation.wishes.change:
        return replace(base, min_price_cents=None)
    least = min(frame.price_cents for frame in start)
    clear = int(least * CLEARLY_LESS) // _TEN_DOLLARS * _TEN_DOLLARS
    reachable = len(start) == 1 and any(frame.price_cents <= clear for frame in situation.catalogue)
    limit = clear if reachable else least - 100
    return replace(base, budget_cents=min(limit, base.budget_cents or limit), min_price_cents=None)


def _other_shape(base: Needs, start: tuple[Frame, ...], situation: Situation) -> Needs:
    shapes = tuple(dict.fromkeys(frame.shape for frame in start))[:4]
    if situation.wishes.change.get("shapes"):
        return base
    wanted = tuple(shape for shape in base.shapes if shape not in shapes)
    return replace(base, shapes=wanted, avoid_shapes=tuple(dict.fromkeys((*base.avoid_shapes, *shapes))))


def _width_of(start: tuple[Frame, ...]) -> str:
    """How wide the one frame is that was called too narrow or too wide."""
    if len(start) != 1:
        return ""
    return f"{start[0].name} is {millimetres(start[0].dimensions.total_width)} wide. "


def below_middle(start: Sequence[Frame]) -> int:
    """The most that may be spent to stay below the middle of several prices, in cents."""
    prices = sorted(frame.price_cents for frame in start)
    return prices[len(prices) // 2] - 100


def least_of(frames: Sequence[Frame], words: str) -> str:
    """That the cheapest of what was asked for is on the screen already."""
    cheapest = min(frames, key=lambda frame: (frame.price_cents, frame.sku))
    return f"{cheapest.name} at {dollars(cheapest.price_cents)} is already the least among the {words}."


def without_start(base: Needs, intent: Intent) -> Needs:
    """The needs where a step was asked for before any frame was shown."""
    if intent is Intent.CHEAPER:
        return base if base.budget_cents else replace(base, thrifty=True)
    steps: dict[Intent, dict[str, object]] = {
        Intent.DEARER: {"min_price_cents": 30000},
        Intent.LIGHTER: {"light": True},
        Intent.SMALLER: {"size": "narrow"},
        Intent.BIGGER: {"size": "wide"},
    }
    return replace(base, **steps.get(intent, {}))  # type: ignore[arg-type]


def only(needs: Needs, intent: Intent) -> Needs:
    """Nothing but the bound that the step has set."""
    kept = {
        Intent.CHEAPER: "budget_cents", Intent.DEARER: "min_price_cents", Intent.LIGHTER: "max_weight_g",
        Intent.SMALLER: "max_width_mm", Intent.BIGGER: "min_width_mm",
    }[intent]  # fmt: skip
    return replace(Needs(), **{kept: getattr(needs, kept)})


def end_of_range(intent: Intent, start: tuple[Frame, ...]) -> str:
    """That nothing in the shop lies further in this direction."""
    if intent is Intent.CHEAPER:
        cheapest = min(start, key=lambda frame: frame.price_cents)
        return f"Nothing costs less, sorry. {cheapest.name} at {dollars(cheapest.price_cents)} is the end of our range."
    if intent is Intent.DEARER:
        dearest = max(start, key=lambda frame: frame.price_cents)
        return f"That is already the top. {dearest.name} costs {dollars(dearest.price_cents)}."
    if intent is Intent.LIGHTER:
        lightest = min(start, key=lambda frame: frame.weight_g)
        return f"Nothing is lighter. {lightest.name} weighs just {number(lightest.weight_g)} grams."
    word, pick_one = ("narrower", min) if intent is Intent.SMALLER else ("wider", max)
    frame = pick_one(start, key=lambda one: one.dimensions.total_width)
    return f"We have nothing {word}. {frame.name} is {number(frame.dimensions.total_width)} millimetres wide."


def along(style: Style | None, rungs: int) -> Style:
    """The style some rungs bolder (positive) or calmer on the ladder; an unknown one starts in the middle."""
    start = _BESIDE.get(style, style) if style else "trendy" if rungs < 0 else "classic"
    place = _LADDER.index(start) + rungs
    return _LADDER[max(0, min(len(_LADDER) - 1, place))]
