"""The frames a shop can show: read and checked once, immutable afterwards."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.frame import Bridge, Colour, Dimensions, Frame, FrameShape, Material, Rim
from app.domain.spoken_names import NameMatch, find_names
from app.errors import CatalogueError

_Word = Annotated[str, Field(min_length=1, max_length=60)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ColourEntry(_Entry):
    name: _Word
    hex: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class _DimensionsEntry(_Entry):
    a: float = Field(ge=30, le=70)
    b: float = Field(ge=18, le=65)
    dbl: float = Field(ge=10, le=30)
    ed: float = Field(ge=30, le=80)
    temple: float = Field(ge=100, le=170)
    total_width: float = Field(ge=100, le=170)


class _FrameEntry(_Entry):
    sku: Annotated[str, Field(min_length=1, max_length=40)]
    name: _Word
    collection: _Word
    shape: FrameShape
    rim: Rim
    material: Material
    bridge: Bridge
    dimensions: _DimensionsEntry
    weight_g: float = Field(gt=0, le=100)
    colours: Annotated[list[_ColourEntry], Field(min_length=1, max_length=20)]
    price_cents: int = Field(gt=0)
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"
    description: Annotated[str, Field(max_length=500)] = ""
    spring_hinges: bool = False
    progressive_ready: bool = True
    tags: list[_Word] = []

    def to_frame(self) -> Frame:
        return Frame(
            **{
                name: getattr(self, name)
                for name in ("sku", "name", "collection", "shape", "rim", "material", "bridge")
            },
            dimensions=Dimensions(**self.dimensions.model_dump()),
            weight_g=self.weight_g,
            colours=tuple(Colour(colour.name, colour.hex) for colour in self.colours),
            price_cents=self.price_cents,
            currency=self.currency,
            description=self.description,
            spring_hinges=self.spring_hinges,
            progressive_ready=self.progressive_ready,
            tags=tuple(self.tags),
        )


class _Document(_Entry):
    version: Literal[1]
    shop: str = ""
    frames: Annotated[list[object], Field(min_length=1)]


class Catalogue:
    """Frames by SKU, in the order of the file. Raises `CatalogueError` for a doubled SKU or name, or for no frames."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self._frames = tuple(frames)
        if not self._frames:
            raise CatalogueError("the catalogue holds no frames; import at least one")
        for what, values in (("SKU", [f.sku for f in self._frames]), ("name", [f.name.lower() for f in self._frames])):
            value, count = Counter(values).most_common(1)[0]
            if count > 1:
                raise CatalogueError(f"the {what} {value!r} stands {count} times in the catalogue; make it unique")
        self._by_sku = {frame.sku: frame for frame in self._frames}
        self.spoken_names = frozenset(frame.name.lower() for frame in self._frames)
        self._spoken = tuple((frame.sku, frame.name.lower()) for frame in self._frames)

    @classmethod
    def load(cls, path: Path) -> "Catalogue":
        """Read a catalogue file; raises `CatalogueError` naming the entry and what is wrong with it."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CatalogueError(f"the catalogue {path} cannot be read: {error}") from error
        return cls.parse(text)

    @classmethod
    def sample(cls) -> "Catalogue":
        """The sample shop that ships with the program."""
        return cls.parse(files("app.domain").joinpath("sample_catalogue.json").read_text(encoding="utf-8"))

    @classmethod
    def parse(cls, text: str) -> "Catalogue":
        """Read a catalogue from JSON text; raises as `load`."""
        try:
            document = _Document.model_validate(json.loads(text))
        except json.JSONDecodeError as error:
            raise CatalogueError(f"the catalogue is not JSON: {error.msg} at line {error.lineno}") from error
        except ValidationError as error:
            raise CatalogueError(f"the catalogue cannot be used: {_first_problem(error)}") from None
        return cls(_read_entry(number, entry) for number, entry in enumerate(document.frames, start=1))

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[Frame]:
        return iter(self._frames)

    def __contains__(self, sku: object) -> bool:
        return sku in self._by_sku

    def get(self, sku: str) -> Frame | None:
        return self._by_sku.get(sku)

    def __getitem__(self, sku: str) -> Frame:
        """The frame of a SKU; raises `CatalogueError` when the shop does not have it."""
        try:
            return self._by_sku[sku]
        except KeyError:
            raise CatalogueError(f"there is no frame {sku!r} in the catalogue") from None

    @property
    def collections(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(frame.collection for frame in self._frames))

    def find_spoken(
        self, words: tuple[str, ...], *, ordinary: frozenset[str] = frozenset(), threshold: float = 0.82
    ) -> tuple[NameMatch, ...]:
        """Frames named in lower-case `words`, misheard spellings included; `key` is the SKU."""
        return find_names(words, self._spoken, ordinary=ordinary, threshold=threshold)


def _read_entry(number: int, entry: object) -> Frame:
    label = f"entry {number}"
    if isinstance(entry, dict):
        identity = entry.get("sku") or entry.get("name")
        label += f" ({identity})" if isinstance(identity, str) else ""
    try:
        return _FrameEntry.model_validate(entry).to_frame()
    except ValidationError as error:
        raise CatalogueError(f"{label} in the catalogue: {_first_problem(error)}") from None


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in problem["loc"]) or "document"
    return f"{where}: {problem['msg'][:1].lower()}{problem['msg'][1:]}"
