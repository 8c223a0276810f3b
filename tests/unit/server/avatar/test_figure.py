"""Each bundled figure is read whole, and anything else is refused with a sentence."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from app.errors import AssetError
from server.animation.port import ARKIT_NAMES
from server.avatar.figure import read_figure
from server.avatar.render_figure import CONSULTANT, FIGURES

BUNDLED = FIGURES / f"{CONSULTANT}.glb"
BOTH = pytest.mark.parametrize(
    "path",
    [FIGURES / f"{name}.glb" for name in ("female-professional-consultant", "male-friendly-assistant")],
    ids=lambda path: path.stem,
)


@BOTH
def test_the_bundled_figure_has_every_part_and_shape(path: Path) -> None:
    """Its skin knows all 52 ARKit shapes, and what a face needs is there."""
    figure = read_figure(path)
    assert sorted(figure.part("skin").morphs) == sorted(ARKIT_NAMES)
    names = {part.name for part in figure.parts}
    assert names == {"clothes", "skin", "teeth", "tongue", "eyeLeft", "eyeRight", "brows", "hair", "lashes"}
    assert sum(len(part.triangles) for part in figure.parts if part.name != "clothes") < 25_000
    assert len(figure.part("clothes").triangles) < 21_000
    assert path.stat().st_size < 5_000_000


@BOTH
def test_every_shape_but_the_looks_moves_the_skin(path: Path) -> None:
    """No shape of the skin is empty except that of the tongue."""
    skin = read_figure(path).part("skin")
    still = {name for name, offsets in skin.morphs.items() if not np.abs(offsets).max() > 2e-4}
    assert still == {"tongueOut"}


@BOTH
def test_it_is_in_metres_with_its_eyes_where_it_says(path: Path) -> None:
    """The eyes' centres are as far apart as the pupillary distance, the origin midway between them."""
    figure = read_figure(path)
    left, right = figure.part("eyeLeft").translation, figure.part("eyeRight").translation
    assert np.linalg.norm(left - right) * 1000 == pytest.approx(figure.pupillary_distance_mm, abs=0.01)
    assert np.abs(left + right).max() < 1e-5
    assert left[0] > 0
    assert 120 < figure.face_width_mm < 170


@BOTH
def test_normals_are_unit_and_light_is_baked(path: Path) -> None:
    """Normals have length one, and baked light covers most of 0..1 on the skin."""
    skin = read_figure(path).part("skin")
    assert np.linalg.norm(skin.normals, axis=1) == pytest.approx(1, abs=1e-3)
    assert skin.baked[:, 0].min() < 0.2
    assert skin.baked[:, 0].max() > 0.9


def test_the_two_figures_are_two_people() -> None:
    """They differ in the distance of their eyes and in the width of their faces."""
    she, he = (read_figure(path) for path in BOTH.args[1])
    assert she.pupillary_distance_mm == pytest.approx(61)
    assert he.pupillary_distance_mm == pytest.approx(63.5)
    assert abs(she.face_width_mm - he.face_width_mm) > 1


def test_a_missing_figure_is_refused(tmp_path: Path) -> None:
    """A file that is not there is an asset error naming it."""
    with pytest.raises(AssetError, match=r"nobody\.glb cannot be read"):
        read_figure(tmp_path / "nobody.glb")


@pytest.mark.parametrize("length", [0, 11, 12, 19, 5_000, -1])
def test_a_truncated_figure_is_refused(tmp_path: Path, length: int) -> None:
    """A figure cut anywhere is an asset error, never a crash."""
    cut = tmp_path / "cut.glb"
    cut.write_bytes(BUNDLED.read_bytes()[:length])
    with pytest.raises(AssetError, match="damaged"):
        read_figure(cut)


def test_an_altered_figure_is_refused(tmp_path: Path) -> None:
    """One changed byte is noticed when the sum is known."""
    data = bytearray(BUNDLED.read_bytes())
    digest = read_figure(BUNDLED).sha256
    data[len(data) // 2] ^= 1
    altered = tmp_path / "altered.glb"
    altered.write_bytes(data)
    with pytest.raises(AssetError, match="not the file that was shipped"):
        read_figure(altered, digest)


def rewritten(target: Path, change: str, value: object) -> None:
    """The bundled figure with one entry of its JSON replaced; `change` is a path with slashes."""
    data = BUNDLED.read_bytes()
    (length,) = struct.unpack_from("<I", data, 12)
    tree = json.loads(data[20 : 20 + length])
    *way, last = [int(step) if step.isdigit() else step for step in change.split("/")]
    entry = tree
    for step in way:
        entry = entry[step]
    entry[last] = value
    text = json.dumps(tree).encode()
    text += b" " * (-len(text) % 4)
    rest = data[20 + length :]
    target.write_bytes(
        struct.pack("<4sII", b"glTF", 2, 20 + len(text) + len(rest))
        + struct.pack("<I4s", len(text), b"JSON")
        + text
        + rest
    )


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("accessors/0/count", 10**9),
        ("accessors/0/componentType", 1),
        ("bufferViews/0/byteOffset", 10**9),
        ("meshes/0/primitives/0/attributes/POSITION", 10**6),
        ("meshes/0/primitives/0/attributes", {}),
        ("nodes", []),
        ("asset/extras", {}),
    ],
)
def test_a_figure_that_contradicts_itself_is_refused(tmp_path: Path, change: str, value: object) -> None:
    """Wrong counts, types and references are asset errors."""
    broken = tmp_path / "broken.glb"
    rewritten(broken, change, value)
    with pytest.raises(AssetError, match="damaged"):
        read_figure(broken)


def test_a_missing_part_is_named() -> None:
    """Asking for a part that is not there says which."""
    with pytest.raises(AssetError, match="no part 'hat'"):
        read_figure(BUNDLED).part("hat")
