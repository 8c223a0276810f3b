"""A spectacle frame as the catalogue knows it, measured by the boxing system (ISO 8624)."""

from dataclasses import dataclass
from enum import StrEnum


class Rim(StrEnum):
    FULL = "full"
    HALF = "half"
    RIMLESS = "rimless"


class Bridge(StrEnum):
    SADDLE = "saddle"
    KEYHOLE = "keyhole"
    NOSE_PADS = "nose pads"


class FrameShape(StrEnum):
    ROUND = "round"
    OVAL = "oval"
    PANTO = "panto"
    RECTANGLE = "rectangle"
    SQUARE = "square"
    CAT_EYE = "cat-eye"
    AVIATOR = "aviator"
    BROWLINE = "browline"
    GEOMETRIC = "geometric"


class Material(StrEnum):
    ACETATE = "acetate"
    TITANIUM = "titanium"
    STEEL = "stainless steel"
    TR90 = "TR90"
    ALUMINIUM = "aluminium"
    MIXED = "acetate and metal"


@dataclass(frozen=True, slots=True)
class Colour:
    """A colourway: the name said to the shopper and its sRGB value (`#rrggbb`)."""

    name: str
    hex: str


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Boxed dimensions in millimetres.

    `a` lens width, `b` lens height, `dbl` distance between lenses, `ed` effective lens diameter, `temple` side length,
    `total_width` front from end piece to end piece (never 2A + DBL).
    """

    a: float
    b: float
    dbl: float
    ed: float
    temple: float
    total_width: float

    @property
    def frame_pd(self) -> float:
        """Distance between the boxing centres, A + DBL, in mm."""
        return self.a + self.dbl


@dataclass(frozen=True, slots=True)
class Frame:
    """One model in the catalogue. `price_cents` is in `currency` minor units; `weight_g` without lenses."""

    sku: str
    name: str
    collection: str
    shape: FrameShape
    rim: Rim
    material: Material
    bridge: Bridge
    dimensions: Dimensions
    weight_g: float
    colours: tuple[Colour, ...]
    price_cents: int
    currency: str = "USD"
    description: str = ""
    spring_hinges: bool = False
    progressive_ready: bool = True
    tags: tuple[str, ...] = ()

    @property
    def nickel_free(self) -> bool:
        """Whether the front is of a material that usually holds no nickel; screws and hinges may hold some."""
        return self.material in {Material.ACETATE, Material.TITANIUM, Material.TR90, Material.ALUMINIUM}
