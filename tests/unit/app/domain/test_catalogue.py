"""Reading catalogues and finding frames in them."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from app.domain.catalogue import Catalogue
from app.domain.frame import Bridge, FrameShape, Material, Rim
from app.errors import CatalogueError


@pytest.fixture(scope="module")
def sample() -> Catalogue:
    return Catalogue.sample()


def document() -> dict[str, Any]:
    text = files("app.domain").joinpath("sample_catalogue.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded | {"frames": loaded["frames"][:3]}


def test_sample_covers_faces_and_tastes(sample: Catalogue) -> None:
    """The sample shop has frames for narrow and broad faces, every shape, rim, material and bridge."""
    widths = [frame.dimensions.total_width for frame in sample]
    bridges = [frame.dimensions.dbl for frame in sample]
    assert len(sample) >= 128
    assert (min(widths), max(widths)) == (118, 150)
    assert (min(bridges), max(bridges)) == (14, 24)
    assert {frame.shape for frame in sample} == set(FrameShape)
    assert {frame.rim for frame in sample} == set(Rim)
    assert {frame.material for frame in sample} == set(Material)
    assert {frame.bridge for frame in sample} == set(Bridge)
    assert all(8900 <= frame.price_cents <= 42000 for frame in sample)


def test_sample_dimensions_are_possible(sample: Catalogue) -> None:
    """Two lenses and a bridge fit into every front, and the effective diameter holds the lens."""
    for frame in sample:
        size = frame.dimensions
        assert 6 <= size.total_width - (2 * size.a + size.dbl) <= 20, frame.sku
        assert max(size.a, size.b) <= size.ed <= (size.a**2 + size.b**2) ** 0.5 + 0.5, frame.sku


def test_sample_names_sound_different(sample: Catalogue) -> None:
    """No name of the sample is taken for another one when spelt right."""
    for frame in sample:
        assert [match.key for match in sample.find_spoken((frame.name.lower(),))] == [frame.sku]


def test_finds_names_in_a_sentence(sample: Catalogue) -> None:
    """Names are found in the order said, plural and misheard spellings included."""
    words = ("compare", "the", "boston", "with", "the", "shicago", "and", "two", "port", "lands")
    names = [sample[match.key].name for match in sample.find_spoken(words)]
    assert names == ["Boston", "Chicago", "Portland"]


def test_does_not_bend_ordinary_words(sample: Catalogue) -> None:
    """A word that is known to be ordinary is no name, however alike."""
    assert sample.find_spoken(("poem",), ordinary=frozenset({"poem"})) == ()


def test_lookup_by_sku(sample: Catalogue) -> None:
    """A known SKU gives its frame, an unknown one an error that names it."""
    assert sample["CTY-101"].name == "Boston"
    assert sample.get("NOPE") is None
    with pytest.raises(CatalogueError, match="NOPE"):
        sample["NOPE"]


def test_names_the_entry_and_the_fault() -> None:
    """A bad value is reported with the entry's number, its SKU and the field."""
    broken = document()
    broken["frames"][1]["dimensions"]["dbl"] = 99
    with pytest.raises(CatalogueError, match=r"entry 2 \(CTY-102\).*dimensions\.dbl: input should be less than"):
        Catalogue.parse(json.dumps(broken))


def test_refuses_a_doubled_sku() -> None:
    """Two frames with one SKU make the catalogue unusable."""
    doubled = document()
    doubled["frames"][2]["sku"] = "CTY-101"
    with pytest.raises(CatalogueError, match="'CTY-101' stands 2 times"):
        Catalogue.parse(json.dumps(doubled))


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "frames": [1]}', '{"version": 1, "frames": []}'])
def test_refuses_what_is_no_catalogue(text: str) -> None:
    """Text of any other form is refused with a catalogue error."""
    with pytest.raises(CatalogueError):
        Catalogue.parse(text)


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    """A missing file is named."""
    with pytest.raises(CatalogueError, match=r"shop\.json"):
        Catalogue.load(tmp_path / "shop.json")


def test_loads_from_a_file(tmp_path: Path) -> None:
    """A file holds the same as its text."""
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    assert [frame.name for frame in Catalogue.load(path)] == ["Boston", "Chicago", "Denver"]
