"""What a shopper wants and needs, as far as it is known."""

from dataclasses import dataclass, replace
from typing import Literal

from app.domain.frame import Bridge, Frame, FrameShape, Material, Rim

Size = Literal["very narrow", "narrow", "medium", "wide", "very wide"]
Style = Literal["bold", "trendy", "classic", "elegant", "minimal"]

COLOUR_FAMILIES: dict[str, tuple[str, ...]] = {
    "black": ("black", "matte black"),
    "brown": ("tortoise", "honey tortoise", "chestnut brown", "caramel"),
    "tortoise": ("tortoise", "honey tortoise"),
    "blue": ("navy", "sky blue", "petrol blue"),
    "green": ("forest green", "sage green", "olive green"),
    "red": ("cherry red", "burgundy"),
    "pink": ("rose", "blush pink"),
    "purple": ("plum", "lilac"),
    "grey": ("smoke grey", "slate grey", "gunmetal"),
    "clear": ("crystal",),
    "white": ("white", "ivory", "cream"),
    "beige": ("cream", "ivory", "caramel"),
    "yellow": ("mustard",),
    "gold": ("gold", "rose gold"),
    "silver": ("silver",),
    "bronze": ("bronze", "copper"),
    "orange": ("orange", "copper"),
}


COLOUR_MOODS: dict[str, tuple[str, ...]] = {
    "pastel": ("lilac", "blush pink", "sage green", "sky blue", "ivory", "cream"),
    "earthy": ("tortoise", "honey tortoise", "chestnut brown", "caramel", "olive green", "bronze", "copper"),
    "warm-coloured": (
        "tortoise", "honey tortoise", "caramel", "gold", "rose gold", "copper", "bronze", "burgundy", "mustard",
        "orange",
    ),
    "cool-coloured": ("navy", "silver", "sky blue", "petrol blue", "gunmetal", "slate grey", "teal", "plum"),
    "dark": (
        "black", "matte black", "navy", "forest green", "burgundy", "slate grey", "gunmetal", "chestnut brown", "plum",
    ),
    "pale": ("crystal", "white", "ivory", "cream", "blush pink", "lilac", "sage green", "sky blue"),
}  # fmt: skip


def is_colour(name: str, wanted: str) -> bool:
    """Whether a colourway is the wanted colour, named exactly, by its family ("blue" takes navy) or by its mood."""
    return name in COLOUR_FAMILIES.get(wanted, COLOUR_MOODS.get(wanted, (wanted,))) or wanted in name.split()


def purest(wanted: str) -> tuple[str, ...]:
    """The colourways that a wish for this colour means first, its kin left out ("gold" without rose gold)."""
    return _PUREST.get(wanted, COLOUR_FAMILIES.get(wanted, (wanted,)))


_PUREST: dict[str, tuple[str, ...]] = {
    "red": ("cherry red",), "gold": ("gold",), "bronze": ("bronze",), "orange": ("orange",), "white": ("white",),
}  # fmt: skip


def has_colour(frame: Frame, wanted: str) -> bool:
    """Whether a frame comes in the wanted colour."""
    return any(is_colour(colour.name, wanted) for colour in frame.colours)


@dataclass(frozen=True, slots=True)
class Needs:
    """Hard wishes first: what is named in them is kept as long as any frame can meet it.

    `colours`, `shapes`, `rims`, `materials`, `collections`, `bridges` are alternatives, any of which will do; the
    `avoid_` fields exclude. `uses` and `style` colour the ranking. `thrifty` wants little spent without naming a
    sum. `lens_mm` and `bridge_mm` are sizes to come close to. `like` is a frame to stay close to, `exclude`
    frames never to show.
    """

    budget_cents: int | None = None
    min_price_cents: int | None = None
    colours: tuple[str, ...] = ()
    shapes: tuple[FrameShape, ...] = ()
    rims: tuple[Rim, ...] = ()
    materials: tuple[Material, ...] = ()
    collections: tuple[str, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    avoid_colours: tuple[str, ...] = ()
    avoid_shapes: tuple[FrameShape, ...] = ()
    avoid_rims: tuple[Rim, ...] = ()
    avoid_materials: tuple[Material, ...] = ()
    avoid_uses: tuple[str, ...] = ()
    thrifty: bool = False
    uses: tuple[str, ...] = ()
    style: Style | None = None
    size: Size | None = None
    light: bool = False
    lens_mm: float | None = None
    bridge_mm: float | None = None
    max_weight_g: float | None = None
    max_width_mm: float | None = None
    min_width_mm: float | None = None
    nickel_allergy: bool = False
    low_bridge: bool = False
    strong_lenses: bool = False
    progressive: bool = False
    spring_hinges: bool = False
    no_pads: bool = False
    like: str | None = None
    exclude: tuple[str, ...] = ()

    @property
    def wanted(self) -> bool:
        """Whether anything is wished for, beyond what is ruled out."""
        ruled_out = bool(
            self.avoid_colours or self.avoid_shapes or self.avoid_rims or self.avoid_materials or self.avoid_uses
        )
        bare = (
            replace(self, avoid_colours=(), avoid_shapes=(), avoid_rims=(), avoid_materials=(), avoid_uses=())
            if ruled_out
            else self
        )
        return bare.told > 0 or self.like is not None

    @property
    def told(self) -> int:
        """How many different things are known; 0 means nothing was asked for yet."""
        fields = (
            self.budget_cents, self.min_price_cents, self.colours, self.shapes, self.rims, self.materials,
            self.collections, self.bridges, self.avoid_colours, self.avoid_shapes, self.avoid_rims,
            self.avoid_materials, self.avoid_uses, self.thrifty, self.uses, self.style, self.size, self.lens_mm,
            self.light or self.max_weight_g, self.max_width_mm or self.min_width_mm,
            self.nickel_allergy, self.low_bridge, self.strong_lenses, self.progressive, self.spring_hinges,
            self.no_pads,
        )  # fmt: skip
        return sum(bool(field) for field in fields)
