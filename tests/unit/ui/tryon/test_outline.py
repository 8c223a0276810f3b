"""Drawings come from the boxed dimensions and keep to them."""

import pytest

from app.domain.catalogue import Catalogue
from app.domain.frame import Bridge, Dimensions, Frame, FrameShape, Rim
from ui.tryon.outline import effective_diameter, front_outline, lens_outline

FRAMES = tuple(Catalogue.sample())


@pytest.mark.parametrize("shape", FrameShape)
def test_a_lens_fills_its_box_exactly(shape: FrameShape) -> None:
    """The outline's box is A wide and B high around the boxing centre."""
    outline = lens_outline(shape, Dimensions(a=52, b=38, dbl=18, ed=55, temple=145, total_width=138))
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    assert (min(xs), max(xs), min(ys), max(ys)) == pytest.approx((-26, 26, -19, 19), abs=1e-6)


@pytest.mark.parametrize("ed", [53.0, 55.0, 57.0, 60.0])
def test_a_rectangle_reaches_its_effective_diameter(ed: float) -> None:
    """The farthest point of the edge lies ED / 2 from the boxing centre."""
    outline = lens_outline(FrameShape.RECTANGLE, Dimensions(a=52, b=34, dbl=18, ed=ed, temple=145, total_width=138))
    assert effective_diameter(outline) == pytest.approx(ed, abs=0.1)


def test_every_sample_frame_is_drawn_as_wide_as_it_is() -> None:
    """Lenses stand DBL apart, and a plastic front ends at half its total width."""
    wrong = []
    for frame in FRAMES:
        front, size = front_outline(frame), frame.dimensions
        gap = 2 * min(x for x, _ in front.lens)
        reach = max(x for x, _ in front.outer) if front.outer else front.hinge[0]
        if abs(gap - size.dbl) > 1e-6 or abs(2 * reach - size.total_width) > 0.1:
            wrong.append((frame.sku, gap, reach))
    assert wrong == []


def test_the_rim_lies_outside_the_lens() -> None:
    """Nowhere does a plastic rim cut into the lens's box."""
    for frame in FRAMES:
        front = front_outline(frame)
        if front.outer is None:
            continue
        assert max(y for _, y in front.outer) >= max(y for _, y in front.lens)
        assert min(y for _, y in front.outer) <= min(y for _, y in front.lens) + 1e-3


def test_a_plastic_bridge_joins_both_halves() -> None:
    """Saddle and keyhole fronts of plastic meet at the midline; wire fronts have no silhouette."""
    fixed = [f for f in FRAMES if f.bridge in {Bridge.SADDLE, Bridge.KEYHOLE} and f.rim is Rim.FULL]
    assert fixed
    assert all(_joined(frame) for frame in fixed)
    assert all(front_outline(frame).outer is None for frame in FRAMES if frame.rim is Rim.RIMLESS)


def _joined(frame: Frame) -> bool:
    outer = front_outline(frame).outer
    return outer is not None and min(x for x, _ in outer) <= 0
