"""A frame of the catalogue sits on a figure in true millimetres."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.frame import Bridge, Colour, Dimensions, Frame, FrameShape, Material, Rim
from app.errors import AssetError
from server.avatar.eyewear import PART, lens_outline, wearing
from server.avatar.figure import read_figure
from server.avatar.render_figure import FIGURES

FRAME = Frame(
    "LN-1",
    "Test",
    "Test",
    FrameShape.RECTANGLE,
    Rim.FULL,
    Material.ACETATE,
    Bridge.SADDLE,
    Dimensions(52, 36, 18, 55, 145, 140),
    24,
    (Colour("black", "#1a1a1a"), Colour("red", "#a02020")),
    19900,
)
BOTH = pytest.mark.parametrize(
    "path",
    [FIGURES / f"{name}.glb" for name in ("female-professional-consultant", "male-friendly-assistant")],
    ids=lambda path: path.stem,
)


@pytest.mark.parametrize("shape", list(FrameShape))
def test_a_lens_is_as_wide_and_high_as_its_box(shape: FrameShape) -> None:
    """Whatever the shape, its edge fills the boxing rectangle exactly and is centred in it."""
    outline = lens_outline(replace(FRAME, shape=shape)) * 1000
    assert np.ptp(outline, axis=0) == pytest.approx((52, 36))
    assert outline.max(axis=0) + outline.min(axis=0) == pytest.approx((0, 0), abs=1e-9)


@BOTH
def test_the_front_stands_before_the_eyes_and_clear_of_the_nose(path: Path) -> None:
    """Between the lenses nothing lies inside the skin, and the front is about as wide as the catalogue says."""
    figure = wearing(read_figure(path), FRAME)
    worn, skin = figure.part(PART), figure.part("skin")
    width = np.ptp(worn.positions[worn.positions[:, 2] > 0.015, 0]) * 1000
    assert 138 < width < 150
    bridge = worn.positions[np.abs(worn.positions[:, 0]) < 0.004]
    near = skin.positions[np.abs(skin.positions[:, 0]) < 0.004]
    for x, y, z in bridge:
        beside = near[(np.abs(near[:, 1] - y) < 0.004) & (np.abs(near[:, 0] - x) < 0.004)]
        assert len(beside) == 0 or z > beside[:, 2].max() - 0.001


@BOTH
def test_the_sides_reach_both_ears(path: Path) -> None:
    """Each side passes within 4 mm of where its ear begins."""
    figure = wearing(read_figure(path), FRAME)
    assert figure.anchors is not None
    for ear in (figure.anchors.left_ear, figure.anchors.right_ear):
        assert np.linalg.norm(figure.part(PART).positions - ear, axis=1).min() < 0.004


@pytest.mark.parametrize("rim", list(Rim))
def test_the_mesh_is_sound(rim: Rim) -> None:
    """For every kind of rim normals are unit, indices lie inside, and no triangle names a vertex twice."""
    figure = wearing(read_figure(BOTH.args[1][0]), replace(FRAME, rim=rim))
    part = figure.part(PART)
    assert np.linalg.norm(part.normals, axis=1) == pytest.approx(1, abs=1e-5)
    assert part.triangles.max() < len(part.positions)
    a, b, c = part.triangles.T
    assert not ((a == b) | (b == c) | (c == a)).any()
    assert len(part.triangles) < 5_000


def test_another_frame_replaces_the_first() -> None:
    """Only one frame is worn, in the colour asked for."""
    figure = read_figure(BOTH.args[1][1])
    first = wearing(figure, FRAME)
    second = wearing(first, FRAME, colour=1)
    assert [part.name for part in second.parts].count(PART) == 1
    assert first.part(PART).texture != second.part(PART).texture


def test_a_figure_without_anchors_is_refused() -> None:
    """A figure whose file does not tell where spectacles sit is an asset error."""
    with pytest.raises(AssetError, match="nose and ears"):
        wearing(replace(read_figure(BOTH.args[1][1]), anchors=None), FRAME)
