"""Frames pointed at in plain lines."""

import pytest

from app.domain.catalogue import Catalogue
from server.llm.consultant.references import InView, find_references
from server.llm.consultant.words import plain

SHOP = Catalogue.sample()
BY_NAME = {frame.name: frame.sku for frame in SHOP}
CARDS = tuple(BY_NAME[name] for name in ("Boston", "Sparrow", "Rebecca", "Texas"))


def pointed(text: str, topic: tuple[str, ...] = ()) -> list[str]:
    view = InView(CARDS, tuple(BY_NAME[name] for name in topic))
    return [SHOP[sku].name for sku in find_references(plain(text), SHOP, view).skus]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the second one", ["Sparrow"]),
        ("number three", ["Rebecca"]),
        ("the last one", ["Texas"]),
        ("how much does that last one weigh", ["Texas"]),
        ("what is this first one made of", ["Boston"]),
        ("the one on the left", ["Boston"]),
        ("compare the first and the third", ["Boston", "Rebecca"]),
        ("options 2 and 4", ["Sparrow", "Texas"]),
        ("the cheaper one", ["Boston"]),
        ("the lightest one", ["Sparrow"]),
        ("the titanium one", ["Sparrow"]),
        ("the Winston and the Florida", ["Winston", "Florida"]),
        ("show me the shicago", ["Chicago"]),
        ("CTY-103 please", ["Denver"]),
        ("both of them", ["Boston", "Sparrow"]),
        ("I live in Boston", []),
        ("my name is Emma", []),
        ("I need glasses for reading", []),
    ],
)
def test_points_at(text: str, expected: list[str]) -> None:
    """Names, places and properties lead to frames; places and people of the same name do not."""
    assert pointed(text) == expected


def test_it_and_another_are_two() -> None:
    """Comparing it with another takes the frame spoken of last as the first."""
    assert pointed("compare it with the Florida", ("Sparrow",)) == ["Sparrow", "Florida"]


def test_a_place_that_does_not_exist() -> None:
    """Pointing past the last card is noticed."""
    assert find_references(plain("the sixth one"), SHOP, InView(CARDS, ())).missing_place
