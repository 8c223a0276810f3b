"""Wishes read from plain lines."""

from typing import Any

import pytest

from app.domain.frame import FrameShape, Material, Rim
from app.domain.needs import Needs
from server.llm.consultant.wishes import find_wishes, needs_from_memory, needs_to_memory
from server.llm.consultant.words import plain

COLLECTIONS = ("City", "Feather", "Library")


def change(text: str, *, money_expected: bool = False) -> dict[str, Any]:
    return dict(find_wishes(plain(text), COLLECTIONS, money_expected=money_expected).change)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "something light for work under two hundred dollars",
            {"light": True, "uses": ("work",), "budget_cents": 20000},
        ),
        ("between 100 and 200 dollars", {"min_price_cents": 10000, "budget_cents": 20000}),
        ("I can spend about three fifty", {"budget_cents": 35000}),
        ("round or oval frames in green", {"shapes": (FrameShape.ROUND, FrameShape.OVAL), "colours": ("green",)}),
        ("not round please", {"avoid_shapes": (FrameShape.ROUND,)}),
        ("rimless titanium", {"rims": (Rim.RIMLESS,), "materials": (Material.TITANIUM,)}),
        ("anything but black", {"avoid_colours": ("black",)}),
        ("from the feather collection", {"collections": ("Feather",)}),
        ("my prescription is really strong", {"strong_lenses": True}),
        ("I wear progressives", {"progressive": True}),
        ("I do not wear progressives", {"progressive": False}),
        ("I am allergic to nickel", {"nickel_allergy": True}),
        ("my glasses keep sliding down my nose", {"low_bridge": True, "light": True}),
        ("I have a small face", {"size": "narrow"}),
        ("nothing too big", {"max_width_mm": 135.0}),
        ("I don't want small frames", {"min_width_mm": 132.0}),
        ("not too big and not too small", {"size": "medium"}),
        ("I don't like wearing red", {"avoid_colours": ("red",)}),
        ("I need them for driving and reading", {"uses": ("driving", "reading")}),
        ("a pale green", {"colours": ("sage green",)}),
        ("minty green ones", {"colours": ("sage green",)}),
        ("light blue, not heavy", {"colours": ("sky blue",), "light": True}),
        ("deep red", {"colours": ("burgundy",)}),
        ("fire engine red", {"colours": ("cherry red",)}),
        ("red, like a tomato", {"colours": ("cherry red",)}),
        ("with a leopard pattern", {"colours": ("tortoise",)}),
        ("speckled brown", {"colours": ("tortoise",)}),
        ("in khaki", {"colours": ("olive green",)}),
        ("in earth tones", {"colours": ("earthy",)}),
        ("a pastel color", {"colours": ("pastel",)}),
        ("something bluish", {"colours": ("blue",)}),
        ("light colored ones", {"colours": ("pale",)}),
        ("in the middle of the price range", {"min_price_cents": 13000, "budget_cents": 23000}),
        ("nothing too strict", {"style": "trendy"}),
        ("not too dear", {"thrifty": True}),
        ("easy on my pocket", {"thrifty": True}),
        ("at a sensible price", {"thrifty": True}),
        ("I'm on a tight budget", {"thrifty": True}),
        ("without costing a fortune", {"thrifty": True}),
        ("roundish", {"shapes": (FrameShape.ROUND, FrameShape.PANTO)}),
        ("I have a tiny little face", {"size": "very narrow"}),
        ("I buy mine in the children's section", {"size": "very narrow"}),
        ("he has a really big head", {"size": "very wide"}),
        ("my head is huge", {"size": "very wide"}),
        ("I'm a big man", {"size": "very wide"}),
        ("what do 50 and 18 and 145 mean", {}),
        ("do blue light lenses help", {}),
        ("round, I mean square", {"shapes": (FrameShape.SQUARE,)}),
        ("how long are the temples", {}),
        ("it is 136 millimeters wide", {}),
    ],
)
def test_reads(text: str, expected: dict[str, Any]) -> None:
    """Each wish lands in its field, and nothing else does."""
    assert change(text) == expected


def test_a_bare_number_is_money_when_a_budget_was_asked_for() -> None:
    """After the question about the budget a number alone answers it."""
    assert change("150") == {}
    assert change("150", money_expected=True) == {"budget_cents": 15000}


def test_wanting_takes_back_avoiding() -> None:
    """A shape asked for is no longer avoided, and the other way round."""
    wanted = find_wishes("round frames", COLLECTIONS).applied(Needs(avoid_shapes=(FrameShape.ROUND,)))
    assert (wanted.shapes, wanted.avoid_shapes) == ((FrameShape.ROUND,), ())
    avoided = find_wishes("not round", COLLECTIONS).applied(wanted)
    assert (avoided.shapes, avoided.avoid_shapes) == ((), (FrameShape.ROUND,))


def test_told_numbers_and_shapes() -> None:
    """A pupillary distance and a face shape that the shopper tells are understood as such, not as frames."""
    told = find_wishes(plain("my PD is 63 and I have a round face"), COLLECTIONS)
    assert (told.told_pd_mm, told.told_shape, dict(told.change)) == (63.0, "round", {})


def test_needs_survive_the_memory() -> None:
    """Needs come back from JSON-like data as they were, and unreadable data is left out."""
    needs = Needs(budget_cents=20000, shapes=(FrameShape.ROUND,), rims=(Rim.HALF,), colours=("green",), light=True)
    assert needs_from_memory(needs_to_memory(needs)) == needs
    assert needs_from_memory({"shapes": ["pentagram"], "unheard": 1}) == Needs()
