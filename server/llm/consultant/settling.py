"""Wishes that hang on what was spoken of before: "forget the gold", "a shade lighter", "for half the price"."""

from dataclasses import replace
from typing import Any

from app.domain.frame import Frame
from app.domain.needs import Needs
from server.llm.consultant.likeness import ALIKE, CLEARLY_LESS
from server.llm.consultant.money import is_capped
from server.llm.consultant.shades import kin, shaded
from server.llm.consultant.wishes import Wishes

ROUND_TO_CENTS = 1000


def settled(wishes: Wishes, line: str, needs: Needs, spoken: tuple[Frame, ...]) -> Wishes:
    """The wishes with everything relative made absolute by the needs so far and the frames spoken of."""
    change: dict[str, Any] = dict(wishes.change)
    for name, values in wishes.dropped.items():
        kept = tuple(one for one in change.get(name, getattr(needs, name)) if not _same(name, one, values))
        if kept != getattr(needs, name):
            change[name] = kept
    if wishes.shade:
        colours = shaded((*change.get("avoid_colours", ()), *needs.colours), wishes.shade)
        if colours:
            change["colours"] = colours
            change.pop("light", None)
    prices = [frame.price_cents for frame in spoken]
    quoted = change.get("budget_cents")
    if quoted in prices and not is_capped(line):
        change.pop("budget_cents")
    if wishes.price_share and prices and not is_capped(line):
        half = min(prices) * wishes.price_share
        change["budget_cents"] = -int(-half // ROUND_TO_CENTS) * ROUND_TO_CENTS
        if len(spoken) == 1:
            change.setdefault("shapes", (spoken[0].shape,))
    elif change.get("thrifty") and "budget_cents" not in change and len(spoken) == 1 and ALIKE.search(line):
        change["budget_cents"] = int(prices[0] * CLEARLY_LESS) // ROUND_TO_CENTS * ROUND_TO_CENTS
    return replace(wishes, change=change)


def _same(name: str, one: object, dropped: tuple[object, ...]) -> bool:
    """Whether a wish is among those taken back; a colour is by any name of its family."""
    if name == "colours":
        return any(str(one) in kin(str(colour)) for colour in dropped)
    return one in dropped
