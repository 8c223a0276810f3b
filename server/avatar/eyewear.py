"""Builds a spectacle frame of the catalogue in true millimetres and sets it on a figure's nose and ears."""

import io
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.domain.frame import Frame, FrameShape, Material, Rim
from app.errors import AssetError
from server.avatar.figure import Anchors, Figure, FigurePart, Texture

Floats = NDArray[np.float64]
Tube = tuple[Floats, Floats, NDArray[np.int64]]
PART = "eyewear"
AROUND, SECTION = 56, 8
PANTOSCOPIC = np.radians(8.0)
VERTEX_DISTANCE = 0.012
BELOW_PUPIL = 0.0035
TIP = 0.035
_ROUNDNESS = {
    FrameShape.ROUND: 2.0,
    FrameShape.OVAL: 2.1,
    FrameShape.PANTO: 2.35,
    FrameShape.AVIATOR: 2.3,
    FrameShape.CAT_EYE: 2.7,
    FrameShape.GEOMETRIC: 2.8,
    FrameShape.BROWLINE: 3.0,
    FrameShape.SQUARE: 3.6,
    FrameShape.RECTANGLE: 4.2,
}
_THICK = {Material.ACETATE: (0.0021, 0.0019), Material.TR90: (0.0017, 0.0016), Material.MIXED: (0.0016, 0.0015)}
_WIRE = (0.0008, 0.0009)


def wearing(figure: Figure, frame: Frame, colour: int = 0) -> Figure:
    """The figure with `frame` on, in the colourway number `colour`; what it wore before comes off.

    The boxing centres stand A + DBL apart at 12 mm before the eyes, tilted by 8 degrees; the sides run to the ears.
    Raises `AssetError` when the figure's file does not say where its nose and ears are.
    """
    if figure.anchors is None:
        raise AssetError("The figure does not say where its nose and ears are. Install the program again.")
    tubes = _front(frame, figure.anchors) + _sides(frame, figure.anchors)
    positions, normals, triangles = _joined(tubes)
    count = len(positions)
    part = FigurePart(
        PART,
        positions.astype(np.float32),
        normals.astype(np.float32),
        np.full((count, 2), 0.5, np.float32),
        np.ones((count, 4), np.float32),
        np.tile(np.array([1, 1, 1, 0], np.float32), (count, 1)),
        triangles,
        {},
        np.zeros(3, np.float32),
        _plain(frame.colours[colour].hex),
        False,
    )
    return replace(figure, parts=(*(other for other in figure.parts if other.name != PART), part))


def lens_outline(frame: Frame, count: int = AROUND) -> Floats:
    """The left lens's edge (count, 2) in metres about its boxing centre, A wide and B high, temple side positive."""
    power = 2 / _ROUNDNESS[frame.shape]
    turn = np.arange(count) * 2 * np.pi / count
    x = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power
    y = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** power
    if frame.shape is FrameShape.AVIATOR:
        x = x + 0.10 * np.clip(-y, 0, 1) * (1 - x**2)
        y = y - 0.12 * np.clip(x, -1, 0) * (1 - y**2)
    if frame.shape is FrameShape.PANTO:
        x = x * (1 - 0.10 * np.clip(-y, 0, 1))
    if frame.shape is FrameShape.CAT_EYE:
        x = x + 0.12 * np.clip(x, 0, 1) * np.clip(y, 0, 1)
        y = y + 0.45 * np.clip(x, 0, 1) ** 3 * np.clip(y, 0, 1)
    size = np.array([np.ptp(x), np.ptp(y)])
    middle = np.array([x.max() + x.min(), y.max() + y.min()]) / 2
    box = np.array([frame.dimensions.a, frame.dimensions.b]) / 1000
    return np.asarray((np.stack([x, y], axis=1) - middle) / size * box)


def _plane(anchors: Anchors, points: Floats) -> Floats:
    """Points (N, 2) of the frame's front (m, from midway between the boxing centres) where they stand on the face."""
    forward = anchors.cornea + VERTEX_DISTANCE
    y = points[:, 1] * np.cos(PANTOSCOPIC) - BELOW_PUPIL
    wrap = 0.35 * points[:, 0] ** 2
    return np.stack([points[:, 0], y, forward + points[:, 1] * np.sin(PANTOSCOPIC) - wrap], axis=1)


def _front(frame: Frame, anchors: Anchors) -> list[Tube]:
    half = frame.dimensions.frame_pd / 2000
    thick = _THICK.get(frame.material, _WIRE)
    outline = lens_outline(frame)
    grown = outline * (1 + 1.0 * thick[0] / np.abs(outline).max(axis=0))
    tubes = []
    for side in (1, -1):
        rim = grown * [side, 1] + [side * half, 0]
        if frame.rim is Rim.FULL:
            tubes.append(_tube(_plane(anchors, rim), thick, closed=True))
        elif frame.rim is Rim.HALF:
            upper = np.roll(rim, 2, axis=0)[: AROUND // 2 + 5]
            tubes.append(_tube(_plane(anchors, upper), thick, closed=False))
    inner = half - frame.dimensions.a / 2000
    height = 0.16 * frame.dimensions.b / 1000
    along = np.linspace(-1, 1, 13)
    bridge = np.stack([along * (inner + thick[0] * 0.3), height + 0.0022 * (1 - along**2)], axis=1)
    path = _plane(anchors, bridge)
    path[:, 2] = np.maximum(path[:, 2], anchors.bridge[2] + thick[1] + 0.0008) + 0.0006 * (1 - along**2)
    tubes.append(_tube(path, (thick[0] * 1.05, thick[1]), closed=False))
    return tubes


def _sides(frame: Frame, anchors: Anchors) -> list[Tube]:
    thick = _THICK.get(frame.material, _WIRE)
    half, wide = frame.dimensions.frame_pd / 2000, frame.dimensions.total_width / 2000
    tubes = []
    for side, ear in ((1, anchors.left_ear), (-1, anchors.right_ear)):
        edge = _plane(
            anchors, np.array([[side * (half + frame.dimensions.a / 2000), 0.22 * frame.dimensions.b / 1000]])
        )[0]
        hinge = np.array([side * wide, edge[1], edge[2] - 0.004])
        over = ear + np.array([side * 0.001, 0.002, 0.0])
        share = np.linspace(0, 1, 9)[:, None]
        straight = hinge + share * (over - hinge)
        straight[:, 0] += side * 0.003 * np.sin(np.pi * share[:, 0])
        tip = over + np.array([[-side * 0.002, -0.35, -0.6], [-side * 0.004, -0.75, -0.95]]) * [[1, TIP, TIP]]
        path = np.concatenate([edge[None], straight, tip])
        tubes.append(_tube(path, (thick[1] * 0.75, thick[0] * 1.15), closed=False))
    return tubes


def _tube(path: Floats, radii: tuple[float, float], *, closed: bool) -> Tube:
    """A tube about `path` (N, 3) with an oval section of `radii` (m): across the path, and along z or, on a side, y."""
    count = len(path)
    ahead = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0)
    if not closed:
        ahead[0], ahead[-1] = path[1] - path[0], path[-1] - path[-2]
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    depth = np.where(np.abs(ahead[:, 2:]) < 0.7, [0.0, 0.0, 1.0], [0.0, 1.0, 0.0])
    depth = depth - (depth * ahead).sum(axis=1, keepdims=True) * ahead
    depth /= np.linalg.norm(depth, axis=1, keepdims=True)
    across = np.cross(depth, ahead)
    turn = np.arange(SECTION) * 2 * np.pi / SECTION
    ring = (
        np.cos(turn)[None, :, None] * across[:, None] * radii[0]
        + np.sin(turn)[None, :, None] * depth[:, None] * radii[1]
    )
    outward = (
        np.cos(turn)[None, :, None] * across[:, None] / radii[0]
        + np.sin(turn)[None, :, None] * depth[:, None] / radii[1]
    )
    outward /= np.linalg.norm(outward, axis=2, keepdims=True)
    steps = count if closed else count - 1
    i, j = np.meshgrid(np.arange(steps), np.arange(SECTION), indexing="ij")
    a, b = i * SECTION + j, i * SECTION + (j + 1) % SECTION
    c, d = (i + 1) % count * SECTION + j, (i + 1) % count * SECTION + (j + 1) % SECTION
    quads = np.stack([a, b, d, a, d, c], axis=-1).reshape(-1, 3)
    if not closed:
        fan = np.stack([np.zeros(SECTION - 2, int), np.arange(2, SECTION), np.arange(1, SECTION - 1)], axis=1)
        quads = np.concatenate([quads, fan, fan[:, ::-1] + (count - 1) * SECTION])
    return (path[:, None] + ring).reshape(-1, 3), outward.reshape(-1, 3), quads


def _joined(
    tubes: list[Tube],
) -> tuple[Floats, Floats, NDArray[np.uint32]]:
    firsts = np.cumsum([0, *(len(positions) for positions, _, _ in tubes)])
    triangles = np.concatenate([tube[2] + first for tube, first in zip(tubes, firsts, strict=False)])
    return np.concatenate([t[0] for t in tubes]), np.concatenate([t[1] for t in tubes]), triangles.astype(np.uint32)


def _plain(colour: str) -> Texture:
    rgb = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    out = io.BytesIO()
    Image.new("RGB", (4, 4), rgb).save(out, "PNG")
    return Texture(out.getvalue(), "image/png")
