"""Outlines of lenses and fronts in millimetres, derived from the boxed dimensions alone.

Coordinates: the origin lies on the midline at the height of the boxing centres, x runs to the wearer's temple, y up.
Only the half with x >= 0 is computed; the other half is its mirror image.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.domain.frame import Bridge, Dimensions, Frame, FrameShape, Material, Rim

Point = tuple[float, float]
Outline = tuple[Point, ...]

_SAMPLES = 420
_COARSE = 120
_MAX_SPREAD = 14.0
_SQUAREST = 26.0


@dataclass(frozen=True, slots=True)
class Corners:
    """Superellipse exponents of the four quarters (2 is an ellipse, more is squarer) and how the box is bent.

    `taper` narrows the lower half, `nose` only on the nose's side, `lean` moves the lower half to the temple, `lift`
    raises the upper temporal corner, all as fractions of half the box.
    """

    top_temple: float
    top_nose: float
    low_nose: float
    low_temple: float
    taper: float = 0.0
    lean: float = 0.0
    lift: float = 0.0
    nose: float = 0.0


_CORNERS = {
    FrameShape.ROUND: Corners(2.1, 2.1, 2.1, 2.1),
    FrameShape.OVAL: Corners(2.2, 2.2, 2.15, 2.2),
    FrameShape.PANTO: Corners(2.7, 2.6, 2.05, 2.1, taper=0.10),
    FrameShape.RECTANGLE: Corners(4.4, 3.4, 2.5, 3.2, taper=0.04, lean=0.02, nose=0.13),
    FrameShape.SQUARE: Corners(3.9, 3.2, 2.4, 2.9, taper=0.05, lean=0.02, nose=0.11),
    FrameShape.CAT_EYE: Corners(3.2, 2.3, 2.1, 2.2, taper=0.12, lean=0.0, lift=0.46, nose=0.03),
    FrameShape.AVIATOR: Corners(3.3, 3.3, 1.9, 2.3, taper=0.08, lean=0.13),
    FrameShape.BROWLINE: Corners(3.5, 3.1, 2.1, 2.25, taper=0.08),
}


@dataclass(frozen=True, slots=True)
class Front:
    """The right half of a front: `lens` and, where plastic is, `outer`, its silhouette with bridge and end piece.

    `hinge` is where the temple starts, `bridge_y` the height of the bridge's middle, both in mm.
    """

    lens: Outline
    outer: Outline | None
    hinge: Point
    bridge_y: float
    half_width: float


def lens_outline(shape: FrameShape, dimensions: Dimensions) -> Outline:
    """The lens edge around (0, 0): its box is exactly A x B, its farthest point ED / 2 away where the shape allows.

    ED below max(A, B) or above the box's diagonal cannot be drawn; the nearest possible outline is returned.
    """
    low, high = 0.0, _MAX_SPREAD
    for _ in range(16):
        middle = (low + high) / 2
        if effective_diameter(_boxed(_template(shape, middle, _COARSE), dimensions.a, dimensions.b)) < dimensions.ed:
            low = middle
        else:
            high = middle
    return _boxed(_even(_template(shape, (low + high) / 2, _SAMPLES)), dimensions.a, dimensions.b)


def effective_diameter(outline: Outline) -> float:
    """Twice the distance from the boxing centre (0, 0) to the farthest point, in mm."""
    return 2 * max(math.hypot(x, y) for x, y in outline)


@lru_cache(maxsize=64)
def front_outline(frame: Frame) -> Front:
    """Lens, silhouette, hinge and bridge of a frame's front; the silhouette ends exactly at half the total width."""
    size = frame.dimensions
    centre = (size.a + size.dbl) / 2
    lens = tuple((x + centre, y) for x, y in lens_outline(frame.shape, size))
    half_width = size.total_width / 2
    hinge_y = _hinge_height(frame.shape, size.b)
    bridge_y = size.b * (0.24 if frame.bridge is Bridge.NOSE_PADS else 0.20)
    plastic = is_plastic(frame)
    outer = _silhouette(frame, lens, half_width, hinge_y, bridge_y) if plastic else None
    return Front(lens, outer, (half_width, hinge_y), bridge_y, half_width)


def is_plastic(frame: Frame) -> bool:
    """Whether the front has a body of acetate or nylon rather than wire."""
    return frame.rim is not Rim.RIMLESS and frame.material in {Material.ACETATE, Material.TR90, Material.MIXED}


def wire_thickness(material: Material) -> float:
    """Width of a wire rim seen from the front, mm."""
    return {Material.TITANIUM: 1.15, Material.STEEL: 1.35, Material.ALUMINIUM: 2.1}.get(material, 1.3)


def _template(shape: FrameShape, spread: float, samples: int) -> Outline:
    """The shape's outline in a box of about 2 x 2; `spread` 0 makes it elliptic, 1 is typical.

    More stretches the upper temporal corner first, which is where most lenses reach farthest.
    """
    if shape is FrameShape.GEOMETRIC:
        return _rounded_polygon(spread)
    corners = _CORNERS[shape]
    character = min(1.0, max(0.9, spread))
    points = []
    for index in range(samples):
        angle = 2 * math.pi * index / samples
        cos, sin = math.cos(angle), math.sin(angle)
        if sin >= 0:
            exponent = corners.top_temple if cos >= 0 else corners.top_nose
        else:
            exponent = corners.low_temple if cos >= 0 else corners.low_nose
        reach = spread if cos >= 0 <= sin else min(spread, 1 + 0.22 * (spread - 1))
        power = 2 / min(_SQUAREST, max(1.85, 2 + (exponent - 2) * reach))
        x = math.copysign(abs(cos) ** power, cos)
        y = math.copysign(abs(sin) ** power, sin)
        depth = (1 - y) / 2
        x = x * (1 - corners.taper * character * depth**1.4) + corners.lean * character * max(0.0, -y) ** 1.5
        if x < 0:
            x *= 1 - corners.nose * character * depth**1.6
        y += corners.lift * character * max(0.0, (x + 1) / 2) ** 1.25 * max(0.0, (y + 1) / 2) ** 1.5
        points.append((x, y))
    return tuple(points)


def _rounded_polygon(spread: float) -> Outline:
    """A hexagon with rounded corners; its level sides grow with `spread`."""
    side = min(0.97, 0.3 + 0.22 * spread)
    points = [(side, 1.0), (-side * 1.08, 1.0), (-1.0, 0.12), (-side, -1.0), (side * 0.86, -1.0), (1.0, 0.22)]
    for step in range(5):
        cut = 0.14 if step == 0 else 0.25
        points = [
            (p[0] + (q[0] - p[0]) * part, p[1] + (q[1] - p[1]) * part)
            for p, q in zip(points, points[1:] + points[:1], strict=True)
            for part in (cut, 1 - cut)
        ]
    return tuple(points)


def _boxed(points: Outline, width: float, height: float) -> Outline:
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    middle_x, middle_y = (left + right) / 2, (low + high) / 2
    return tuple(((x - middle_x) * width / (right - left), (y - middle_y) * height / (high - low)) for x, y in points)


def _even(points: Sequence[Point]) -> Outline:
    """The closed polyline sampled at equal steps along its length."""
    closed = [*points, points[0]]
    steps = [math.dist(p, q) for p, q in pairwise(closed)]
    total = sum(steps)
    result: list[Point] = []
    index, walked = 0, 0.0
    for sample in range(_SAMPLES):
        target = total * sample / _SAMPLES
        while index < len(steps) - 1 and walked + steps[index] < target:
            walked += steps[index]
            index += 1
        part = (target - walked) / steps[index] if steps[index] else 0.0
        p, q = closed[index], closed[index + 1]
        result.append((p[0] + (q[0] - p[0]) * part, p[1] + (q[1] - p[1]) * part))
    return tuple(result)


def _hinge_height(shape: FrameShape, height: float) -> float:
    share = {
        FrameShape.CAT_EYE: 0.37,
        FrameShape.BROWLINE: 0.34,
        FrameShape.AVIATOR: 0.30,
        FrameShape.ROUND: 0.14,
        FrameShape.PANTO: 0.26,
    }
    return height * share.get(shape, 0.26)


def _silhouette(frame: Frame, lens: Outline, half_width: float, hinge_y: float, bridge_y: float) -> Outline:
    thickness = _rim_thickness(frame)
    outer = []
    count = len(lens)
    for index, (x, y) in enumerate(lens):
        before, after = lens[index - 2], lens[(index + 2) % count]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        normal_x, normal_y = dy / length, -dx / length
        depth = thickness(y, normal_x, normal_y)
        outer.append((x + normal_x * depth, y + normal_y * depth))
    middle = (frame.dimensions.a + frame.dimensions.dbl) / 2
    room = half_width - max(x for x, _ in outer)
    if room < 0:
        outer = [(x + (room * (x - middle) / (half_width - room - middle) if x > middle else 0.0), y) for x, y in outer]
    outer = [_end_piece(point, middle, half_width, hinge_y, frame) for point in _even(outer)]
    if frame.material is not Material.MIXED and frame.bridge is not Bridge.NOSE_PADS:
        outer = [_bridge(point, middle, bridge_y, frame) for point in _even(outer)]
    elif frame.material is not Material.MIXED:
        outer = [_bridge(point, middle, bridge_y, frame, slim=True) for point in _even(outer)]
    return tuple(outer)


def _rim_thickness(frame: Frame) -> Callable[[float, float, float], float]:
    top, low = (3.5, 2.5) if frame.material is Material.ACETATE else (2.5, 1.9)
    half = frame.rim is Rim.HALF or frame.shape is FrameShape.BROWLINE
    brow = frame.shape is FrameShape.BROWLINE
    height = frame.dimensions.b
    nose = min(low, frame.dimensions.dbl / 2 - 1.5)

    def thickness(y: float, normal_x: float, normal_y: float) -> float:
        depth = low + (top - low) * _smooth((normal_y + 1) / 2)
        if brow:
            depth += 1.6 * max(0.0, normal_y)
        if normal_x < 0:
            depth += (nose - depth) * normal_x**2
        elif normal_x > 0:
            depth += 0.5 * normal_x**2
        if half:
            depth *= _smooth((y / height + 0.16) / 0.22)
        return depth

    return thickness


def _end_piece(point: Point, middle: float, half_width: float, hinge_y: float, frame: Frame) -> Point:
    x, y = point
    if x <= middle:
        return point
    reach = 2.2 if frame.rim is Rim.HALF else 3.1 if frame.material is Material.ACETATE else 2.6
    pull = math.exp(-(((y - hinge_y) / (reach * 1.25)) ** 4))
    return x + (half_width - x) * pull * _smooth((x - middle) / (half_width - middle) * 2.2), y


def _bridge(point: Point, middle: float, bridge_y: float, frame: Frame, *, slim: bool = False) -> Point:
    x, y = point
    if x >= middle:
        return point
    bold = frame.material is Material.ACETATE and not slim
    top = bridge_y + (3.2 if bold else 2.3)
    low = bridge_y - (2.6 if bold else 2.0)
    overlap = -0.25
    target = overlap
    if frame.bridge is Bridge.KEYHOLE:
        radius = min(3.1, frame.dimensions.dbl * 0.17)
        eye = low - radius * 0.55
        low = eye - radius * 1.35
        if y < eye + radius:
            rise = (y - eye) / radius
            target = radius * math.sqrt(max(0.0, 1 - rise * rise)) if rise > -0.72 else radius * 0.69
    fillet_top, fillet_low = 2.6, (3.0 if frame.bridge is Bridge.KEYHOLE else frame.dimensions.b * 0.24)
    pull = 1 - max(_arch((y - top) / fillet_top), _arch((low - y) / fillet_low))
    return x + (target - x) * pull, y


def _arch(part: float) -> float:
    """A quarter ellipse from (0, 0), where it rises steeply, to (1, 1), where it is level."""
    inside = min(1.0, max(0.0, part))
    return math.sqrt(1 - (1 - inside) ** 2)


def _smooth(value: float) -> float:
    part = min(1.0, max(0.0, value))
    return part * part * (3 - 2 * part)
