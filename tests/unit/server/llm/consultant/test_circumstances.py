"""Wishes told as a look, a life or a nuisance."""

from typing import Any

import pytest

from app.domain.frame import FrameShape, Material, Rim
from server.llm.consultant.wishes import find_wishes
from server.llm.consultant.words import plain


def change(text: str) -> dict[str, Any]:
    return dict(find_wishes(plain(text), ()).change)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("I want the Clark Kent look", FrameShape.RECTANGLE), ("like Buddy Holly wore", FrameShape.SQUARE),
        ("Harry Potter ones", FrameShape.ROUND), ("something John Lennon would wear", FrameShape.ROUND),
        ("like Malcolm X", FrameShape.BROWLINE), ("think Audrey Hepburn", FrameShape.CAT_EYE),
        ("Top Gun style", FrameShape.AVIATOR), ("cop glasses", FrameShape.AVIATOR), ("pilot ones", FrameShape.AVIATOR),
        ("those with the dark line on top", FrameShape.BROWLINE), ("cat shaped ones", FrameShape.CAT_EYE),
        ("I'd love to look like a librarian", FrameShape.CAT_EYE),
    ],
)  # fmt: skip
def test_looks(text: str, shape: FrameShape) -> None:
    """A figure to look like, or a description, stands for a shape."""
    assert shape in change(text)["shapes"]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("they make me look like a librarian", FrameShape.CAT_EYE), ("way too cop for me", FrameShape.AVIATOR),
        ("I'd look like a secretary in those", FrameShape.CAT_EYE), ("that looks like Malcolm X", FrameShape.BROWLINE),
        ("no pilot glasses", FrameShape.AVIATOR),
    ],
)  # fmt: skip
def test_disliked_looks(text: str, shape: FrameShape) -> None:
    """A look complained about rules its shape out."""
    found = change(text)
    assert shape in found["avoid_shapes"]
    assert "shapes" not in found


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("they keep sliding off my nose", {"low_bridge": True, "light": True}),
        ("I need a pair that stays put", {"low_bridge": True, "light": True}),
        ("mine leave marks on my nose", {"light": True}),
        ("my nose is always sore", {"light": True}),
        ("they sit on the tip of my nose", {"low_bridge": True, "light": True}),
        ("they bounce when I jog", {"uses": ("sport",), "low_bridge": True}),
        ("it makes me look older", {"style": "bold"}),
        ("nothing that shouts", {"style": "minimal"}),
        ("for a night at the theater", {"style": "elegant"}),
        ("they pinch at the temples", {"size": "wide"}),
        ("I wear hearing aids", {"light": True, "materials": (Material.TITANIUM, Material.STEEL)}),
        ("he sits on everything", {"materials": (Material.TR90,), "spring_hinges": True, "avoid_rims": (Rim.RIMLESS,)}),
        ("my glasses keep getting trodden on", {"materials": (Material.TR90,), "spring_hinges": True}),
        ("I sweat a lot", {"uses": ("sport",), "spring_hinges": True}),
        ("for my daughter's wedding", {"style": "elegant"}),
        ("a loud pair for a wedding", {"style": "bold"}),
        ("something fashionable", {"style": "trendy"}),
        ("I want to look sharp", {"style": "classic"}),
        ("too wild, something in between", {"style": "trendy"}),
    ],
)
def test_circumstances(text: str, fields: dict[str, Any]) -> None:
    """A nuisance or an occasion sets the fields that answer it."""
    found = change(text)
    assert {name: found.get(name) for name in fields} == fields


def test_a_thick_line_on_top_is_no_thick_frame() -> None:
    """The brow described as thick asks for no material."""
    assert change("with that thick line on top") == {"shapes": (FrameShape.BROWLINE,)}


def test_less_of_a_shape_asks_for_its_neighbours() -> None:
    """Asking for less round leads to panto and oval."""
    found = change("too round, a bit less round please")
    assert found["shapes"] == (FrameShape.PANTO, FrameShape.OVAL)
    assert found["avoid_shapes"] == (FrameShape.ROUND,)
