# ruff: noqa: E501 (cue tables read best one cue a line)
"""What sets frames apart: which comes first by a measure, what speaks for one of two, what a price buys."""

import re
from collections.abc import Callable, Iterable

from app.domain.frame import Frame, Material
from server.llm.consultant.intents import Intent
from server.llm.consultant.wording import MATERIAL_WORDS, dollars, joined, millimetres, number, sentence

KEYS: tuple[tuple[str, Callable[[Frame], float], Intent], ...] = (
    (
        r"cheap|least expensive|less expensive|affordable|lowest price|costs? (?:the )?less|costs? (?:the )?least",
        lambda f: f.price_cents,
        Intent.PRICE,
    ),
    (
        r"expensive|dearest|priciest|highest price|costs? (?:the )?more|costs? (?:the )?most",
        lambda f: -f.price_cents,
        Intent.PRICE,
    ),
    (r"light|least heavy|weighs? (?:the )?(?:less|least)|(?:lowest|least) weight", lambda f: f.weight_g, Intent.WEIGHT),
    (r"heav|weighs? (?:the )?(?:more|most)|(?:highest|most) weight", lambda f: -f.weight_g, Intent.WEIGHT),
    (r"narrow|small|shortest", lambda f: f.dimensions.total_width, Intent.SIZE),
    (r"wid|big|large|longest", lambda f: -f.dimensions.total_width, Intent.SIZE),
    (r"deep", lambda f: -f.dimensions.b, Intent.RX),
)
RANKS = re.compile(
    r"\bwhich\b.*\b(?:lowest|highest|least|most) (?:weight|price|cost|width)\b|\bwhich\b.*\b(?:more|most) (?:big|wide|light|cheap|heavy|small)\b"
)
PRICEY = re.compile(r"\b(?:expensive|dear|pricey|price|cost|costs|costly|much|money|dollars)\b")
_COSTLY: dict[Material, str] = {
    Material.TITANIUM: "Titanium is light, strong and kind to the skin, but hard to work.",
    Material.ACETATE: "Acetate is cut from a coloured sheet and polished.",
    Material.ALUMINIUM: "Aluminium is light and stiff.",
    Material.MIXED: "Two materials have to be joined in it.",
}
MEASURES: dict[Intent, Callable[[Frame], str]] = {
    Intent.PRICE: lambda f: dollars(f.price_cents), Intent.WEIGHT: lambda f: f"{number(f.weight_g)} grams",
    Intent.RX: lambda f: millimetres(f.dimensions.b), Intent.SIZE: lambda f: millimetres(f.dimensions.total_width),
}  # fmt: skip
_EQUAL = {
    Intent.PRICE: "{} cost {}", Intent.WEIGHT: "{} weigh {}", Intent.RX: "are {} {} deep", Intent.SIZE: "are {} {} wide",
}  # fmt: skip
_NEXT: tuple[tuple[Intent, Callable[[Frame], tuple[float, ...]], str], ...] = (
    (Intent.SIZE, lambda f: (f.dimensions.a * f.dimensions.b,), "{0}'s lenses are larger, {1} by {2} millimetres against {3} by {4}"),
    (Intent.WEIGHT, lambda f: (-f.weight_g,), "{0} is lighter, {5} grams against {6}"),
    (Intent.PRICE, lambda f: (-f.price_cents,), "{0} costs less, {7} against {8}"),
)  # fmt: skip


def level(frames: tuple[Frame, ...], intent: Intent) -> str:
    """That several are equal in what was asked, and in what two of them differ next."""
    names, word = joined(frame.name for frame in frames[:3]), "both" if len(frames) == 2 else "all"
    text = f"{names} {_EQUAL[intent].format(word, MEASURES[intent](frames[0]))}, so it is even between them."
    if len(frames) != 2:
        return text
    for kind, key, words in sorted(_NEXT, key=lambda entry: entry[0] is not intent):
        more, less = sorted(frames, key=key, reverse=True)
        if key(more) != key(less) and (kind is Intent.SIZE or kind is not intent):
            told = words.format(
                more.name, number(more.dimensions.a), number(more.dimensions.b), number(less.dimensions.a),
                number(less.dimensions.b), number(more.weight_g), number(less.weight_g),
                dollars(more.price_cents), dollars(less.price_cents),
            )  # fmt: skip
            return f"{text} {told}."
    return text


def against(best: Frame, among: Iterable[Frame], intent: Intent) -> str:
    """What the others have, where there are only one or two of them."""
    others = [frame for frame in among if frame.sku != best.sku]
    if not 1 <= len(others) <= 2:
        return ""
    return " " + sentence(joined(f"{frame.name} has {MEASURES[intent](frame)}" for frame in others))


def measure_of(frame: Frame, intent: Intent) -> str:
    if intent is Intent.PRICE:
        return f"It costs {dollars(frame.price_cents)}."
    if intent is Intent.WEIGHT:
        return f"It weighs {number(frame.weight_g)} grams."
    if intent is Intent.RX:
        return f"Its lenses are {millimetres(frame.dimensions.b)} deep."
    return f"It is {millimetres(frame.dimensions.total_width)} wide."


def preferred(best: Frame, other: Frame, *, measured: bool) -> tuple[Frame, str]:
    """The better of two with what speaks for it in weight and price.

    `best` is the one that ranks higher; where only the other is lighter or cheaper and no face was measured, it is
    that one.
    """
    if not measured and not _gains(best, other) and _gains(other, best):
        best, other = other, best
    gains = _gains(best, other)
    return best, f"It is {joined(gains)}." if gains else ""


def _gains(one: Frame, other: Frame) -> list[str]:
    """In what one frame is lighter or cheaper than another."""
    gains: list[str] = []
    if one.weight_g < other.weight_g:
        gains.append(f"lighter than {other.name}, {number(one.weight_g)} grams against {number(other.weight_g)}")
    if one.price_cents < other.price_cents:
        cost = f"{dollars(one.price_cents)} against {dollars(other.price_cents)}"
        gains.append(f"cheaper, {cost}" if gains else f"cheaper than {other.name}, {cost}")
    return gains


def why_that_price(frame: Frame, catalogue: Iterable[Frame]) -> str:
    """What can be said of a price: what the material is, and the least for a frame of it."""
    least = min(
        (one for one in catalogue if one.material is frame.material), key=lambda one: (one.price_cents, one.sku)
    )
    text = f"A fair question. {frame.name} costs {dollars(frame.price_cents)} for the frame alone."
    if frame.material in _COSTLY:
        text += f" {_COSTLY[frame.material]}"
    if least.price_cents < frame.price_cents:
        text += f" The least in {MATERIAL_WORDS[frame.material]} is {least.name} at {dollars(least.price_cents)}."
    return text
