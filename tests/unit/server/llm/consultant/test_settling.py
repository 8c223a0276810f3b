"""Wishes that hang on what was spoken of before."""

from typing import Any

import pytest

from app.domain.catalogue import Catalogue
from app.domain.frame import FrameShape
from app.domain.needs import Needs
from server.llm.consultant.settling import settled
from server.llm.consultant.wishes import find_wishes
from server.llm.consultant.words import plain

SHOP = Catalogue.sample()
DEAR = next(frame for frame in SHOP if frame.price_cents == 35900)


def change(text: str, needs: Needs, *, spoken: bool = False) -> dict[str, Any]:
    line = plain(text)
    return dict(settled(find_wishes(line, ()), line, needs, (DEAR,) if spoken else ()).change)


@pytest.mark.parametrize(
    ("text", "needs", "expected"),
    [
        ("forget the purple", Needs(colours=("lilac",)), {"colours": ()}),
        ("forget the round", Needs(shapes=(FrameShape.ROUND, FrameShape.OVAL)), {"shapes": (FrameShape.OVAL,)}),
        ("forget the round", Needs(colours=("black",)), {}),
        ("forget gold, silver", Needs(colours=("gold",)), {"colours": ("silver",)}),
        ("that's too dark", Needs(colours=("navy",)), {"colours": ("sky blue",)}),
        ("in a lighter shade", Needs(colours=("green",)), {"colours": ("sage green",)}),
        ("a darker tone", Needs(colours=("pink",)), {"colours": ("rose",)}),
    ],
)
def test_against_the_needs(text: str, needs: Needs, expected: dict[str, Any]) -> None:
    """What is dropped leaves the rest, and a shade is one of the colour wished for."""
    assert change(text, needs) == expected


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("359? something for half the price", 18000), ("I'd pay half of that", 18000), ("at half the money", 18000),
        ("what, 359 dollars", None), ("under 359 dollars", 35900),
    ],
)  # fmt: skip
def test_against_the_frame(text: str, budget: int | None) -> None:
    """Half is of the frame spoken of, and its price repeated is no budget unless it is set as a limit."""
    assert change(text, Needs(), spoken=True).get("budget_cents") == budget
