"""How a speaker stands to what they name."""

from typing import Any

import pytest

from app.domain.frame import FrameShape, Material, Rim
from server.llm.consultant.wishes import find_wishes
from server.llm.consultant.words import plain


def change(text: str) -> dict[str, Any]:
    return dict(find_wishes(plain(text), ()).change)


@pytest.mark.parametrize(
    "text",
    [
        "I'd rather not wear rimless ones", "I can't stand rimless", "rimless is not for me", "no rimless please",
        "I detest anything rimless", "keep away from rimless", "I'm fed up with rimless ones", "not rimless again",
        "I don't fancy rimless glasses", "anything except rimless", "rimless doesn't suit me", "everything but rimless",
    ],
)  # fmt: skip
def test_rules_out(text: str) -> None:
    """However the dislike is put, before or after the word, it excludes and never wishes."""
    found = change(text)
    assert found.get("avoid_rims") == (Rim.RIMLESS,)
    assert "rims" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no black, brown or grey", {"avoid_colours": ("black", "brown", "grey")}),
        ("neither round nor oval, not round nor oval", {"avoid_shapes": (FrameShape.ROUND, FrameShape.OVAL)}),
        ("not square but round", {"avoid_shapes": (FrameShape.SQUARE,), "shapes": (FrameShape.ROUND,)}),
        ("round, not too shiny", {"shapes": (FrameShape.ROUND,)}),
        ("nothing in gold, everyone wears gold", {"avoid_colours": ("gold",)}),
        ("my old pair was red, now I want blue", {"colours": ("blue",)}),
        ("not for sport, please", {"avoid_uses": ("sport",)}),
        ("I look awful in black", {"avoid_colours": ("black",)}),
        ("brown ones are out, so are pink ones", {"avoid_colours": ("brown", "pink")}),
        ("black is too dark for me", {"avoid_colours": ("black",)}),
    ],
)
def test_scope(text: str, expected: dict[str, Any]) -> None:
    """A negation reaches over a list and no further, and what somebody has is no wish."""
    assert change(text) == expected


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("forget about the square", "shapes", (FrameShape.SQUARE,)),
        ("never mind the titanium", "materials", (Material.TITANIUM,)),
        ("it doesn't have to be black", "colours", ("black",)),
        ("gold doesn't matter any more", "colours", ("gold",)),
        ("half rim isn't important", "rims", (Rim.HALF,)),
    ],
)
def test_sets_aside(text: str, field: str, values: tuple[Any, ...]) -> None:
    """A wish taken back is neither wished nor excluded."""
    wishes = find_wishes(plain(text), ())
    assert wishes.dropped == {field: values}
    assert not wishes.change


@pytest.mark.parametrize(
    ("text", "rim"),
    [
        ("with a proper rim", Rim.FULL), ("a rim all around", Rim.FULL), ("no border around the lens", Rim.RIMLESS),
        ("just glass, nothing else", Rim.RIMLESS), ("without any edge, without edges", Rim.RIMLESS),
        ("the kind with no frame around the glass", Rim.RIMLESS),
    ],
)  # fmt: skip
def test_rims_by_description(text: str, rim: Rim) -> None:
    """A rim described counts as the rim named."""
    found = change(text)
    assert found.get("rims") == (rim,)
    assert "avoid_rims" not in found
