"""Makes sewn cloth of coarse clothes: rounder edges and lapels, drag lines and folds, hems with a stitched line.

Points are relative to the eyes' midpoint, in decimetres, x to the figure's left, y up, z towards the viewer.
"""

from dataclasses import dataclass, replace

import numpy as np
from figure_paint import SkinMap
from figure_parts import Floats, Ints, Part, rounded, vertex_normals
from numpy.typing import NDArray
from PIL import Image

SHARP = np.cos(np.radians(62.0))
REACH = 0.40
SEAM = 0.055
CELL = 0.03
DEEPER = 0.05
NAPE = (1.0, -1.05)
LOOKS = ((0.0, 0.0), (0.10, 0.0), (-0.10, 0.0), (0.0, 0.12), (0.0, -0.12))


@dataclass(frozen=True)
class Cut:
    """How clothes fall: places (x, y) of the figure's left shoulder joint and armpit, the fall of the arms in degrees.

    `folds` is how deep folds are, `stand` how far the collar's inside reaches down to the nape (dm) beyond its make.
    """

    shoulder: tuple[float, float]
    armpit: tuple[float, float]
    fall: float
    folds: float
    stand: float = 0.0


def sewn(part: Part, origin: Floats, cut: Cut) -> Part:
    """The clothes with hanging arms and sixteen triangles for each, their borders curved, and folded."""
    fine = _closed(_hanging(part, origin, cut), origin, cut)
    for _ in range(2):
        fine = _curved(rounded(fine), fine)
    return replace(fine, positions=fine.positions + _folds(fine, origin, cut))


def _hanging(part: Part, origin: Floats, cut: Cut) -> Part:
    """The sleeves, which are made standing away, turned down about the shoulders."""
    p = part.positions - origin
    side = np.where(p[:, 0] < 0, -1.0, 1.0)
    x, y = np.abs(p[:, 0]), p[:, 1]
    beyond = np.where(y > cut.armpit[1], x - cut.armpit[0], (x - cut.armpit[0]) * 0.93 + (y - cut.armpit[1]) * 0.37)
    share = np.clip((beyond + REACH) / (2 * REACH), 0, 1)
    turn = -np.radians(cut.fall) * share * share * (3 - 2 * share)
    dx, dy = x - cut.shoulder[0], y - cut.shoulder[1]
    turned_x = cut.shoulder[0] + dx * np.cos(turn) - dy * np.sin(turn)
    turned_y = cut.shoulder[1] + dx * np.sin(turn) + dy * np.cos(turn)
    return replace(part, positions=origin + np.stack([side * turned_x, turned_y, p[:, 2]], axis=1))


def _closed(part: Part, origin: Floats, cut: Cut) -> Part:
    """The collar behind the neck let down onto the skin, so that nobody looks in beneath it."""
    x, y, z = (part.positions - origin).T
    share = (
        np.clip((NAPE[0] - np.abs(x)) / 0.1, 0, 1)
        * np.clip((NAPE[1] - z) / 0.1, 0, 1)
        * np.clip((-1.15 - y) / 0.1, 0, 1)
    )
    return replace(part, positions=part.positions - share[:, None] * (0.0, cut.stand, 0.0))


def _borders(part: Part) -> Ints:
    """The edges (B, 2), by vertex, that have cloth on one side only; seams of the texture are none."""
    corners = part.triangles
    edges = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    welded = np.sort(part.source[edges], axis=1)
    _, first, count = np.unique(welded, axis=0, return_index=True, return_counts=True)
    return np.asarray(edges[first[count == 1]])


def _curved(fine: Part, coarse: Part) -> Part:
    """Moves the middles of the border's edges onto a curve through the border's corners; sharp corners stay."""
    edges = _borders(coarse)
    welded = coarse.source[edges]
    place = np.zeros((int(coarse.source.max()) + 1, 3))
    place[coarse.source] = coarse.positions
    beside: dict[int, list[int]] = {}
    for a, b in welded.tolist():
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    positions = fine.positions.copy()

    def outer(at: int, other: int) -> Floats:
        """The border's next corner beyond `at`, or its mirror image where the border turns sharply or forks."""
        straight = 2 * place[at] - place[other]
        further = [each for each in beside[at] if each != other]
        if len(further) != 1:
            return np.asarray(straight)
        before, after = place[at] - place[other], place[further[0]] - place[at]
        level = float(before @ after) / max(float(np.linalg.norm(before) * np.linalg.norm(after)), 1e-9)
        return np.asarray(place[further[0]] if level > SHARP else straight)

    sides = np.sort(
        np.concatenate([coarse.triangles[:, [0, 1]], coarse.triangles[:, [1, 2]], coarse.triangles[:, [2, 0]]])
    )
    numbered = {tuple(edge): number for number, edge in enumerate(np.unique(sides, axis=0).tolist())}
    for (v, w), (a, b) in zip(np.sort(edges).tolist(), coarse.source[np.sort(edges)].tolist(), strict=True):
        curve = 9 / 16 * (place[a] + place[b]) - 1 / 16 * (outer(a, b) + outer(b, a))
        positions[len(coarse.positions) + numbered[(v, w)]] = curve
    return replace(fine, positions=positions)


def _wave(values: Floats, seed: int) -> Floats:
    """A smooth irregular wave in -1..1 along `values`, about one crest each unit."""
    random = np.random.default_rng(seed)
    total = np.zeros_like(values)
    for rate in (0.61, 1.0, 1.57):
        total += np.sin(2 * np.pi * rate * values + float(random.uniform(0, 2 * np.pi)))
    return np.asarray(total / 3)


def _folds(part: Part, origin: Floats, cut: Cut) -> Floats:
    """Offsets (N, 3): folds that fan out from the armpits and soft drapes over the chest."""
    p = part.positions - origin
    x, y = np.abs(p[:, 0]), p[:, 1]
    away = np.hypot(x - cut.armpit[0], y - cut.armpit[1])
    angle = np.arctan2(y - cut.armpit[1], cut.armpit[0] - x)
    side = np.where(p[:, 0] > 0, 0.0, 0.37)
    fan = (
        _wave(angle * 1.9 + side + 0.35 * away, 4)
        * np.exp(-(((away - 0.75) / 0.50) ** 2))
        * np.clip((away - 0.25) / 0.5, 0, 1)
    )
    drape = _wave(p[:, 0] * 1.1 + 0.35 * (y + 2.6) * np.sign(p[:, 0]), 9) * np.clip((-2.25 - y) / 0.8, 0, 1) * 0.6
    fine = 0.22 * _wave(p[:, 0] * 2.3 + y * 1.4, 12) * _wave(y * 1.7 - p[:, 0] * 0.8, 15)
    quiet = np.clip((-1.75 - y) / 0.4, 0, 1)
    welded = np.zeros((int(part.source.max()) + 1, 3))
    welded[part.source] = vertex_normals(part.positions, part.triangles, part.source)
    return np.asarray((cut.folds * quiet * (fan + drape + fine))[:, None] * welded[part.source])


def seen_from_front(part: Part, cloud: Floats, origin: Floats) -> NDArray[np.bool_]:
    """Which triangles (M,) a viewer in front can see past the points `cloud` (K, 3) of everything there is.

    Behind the neck more is kept, since the head gives it free when it turns.
    """
    x, y, z = (part.positions - origin).T
    nape = (np.abs(x) < NAPE[0]) & (z < NAPE[1]) & (y > -1.8)
    seen = np.zeros(len(part.positions), bool)
    for sideways, upwards in LOOKS:
        direction = np.array([sideways, upwards, 1.0]) / np.linalg.norm([sideways, upwards, 1.0])
        right = np.cross([0.0, 1.0, 0.0], direction)
        right /= np.linalg.norm(right)
        frame = np.stack([right, np.cross(direction, right), direction])
        placed, asked = cloud @ frame.T, part.positions @ frame.T
        low = np.minimum(placed[:, :2].min(axis=0), asked[:, :2].min(axis=0))
        cells = np.floor((placed[:, :2] - low) / CELL).astype(np.int64)
        wanted = np.floor((asked[:, :2] - low) / CELL).astype(np.int64)
        width, height = np.maximum(cells.max(axis=0), wanted.max(axis=0)) + 1
        grid = np.full(int(width * height), -1e9)
        np.maximum.at(grid, cells[:, 1] * width + cells[:, 0], placed[:, 2])
        seen |= asked[:, 2] + DEEPER > grid[wanted[:, 1] * width + wanted[:, 0]]
    for where in (np.ones_like(nape), np.ones_like(nape), nape):
        reached = np.zeros(int(part.source.max()) + 1, bool)
        reached[part.source[part.triangles[seen[part.triangles].any(axis=1)]].reshape(-1)] = True
        seen |= reached[part.source] & where
    return np.asarray(seen[part.triangles].any(axis=1))


def stitched(image: Image.Image, cloth: SkinMap, part: Part, origin: Floats) -> Image.Image:
    """The cloth's picture, as large as the map, with a stitched line along every hem."""
    size = cloth.shown.shape[0]
    pixels = np.asarray(image.convert("RGB").resize((size, size), Image.Resampling.BICUBIC), float) / 255
    ends = part.positions[_borders(part)] - origin
    steps = np.linspace(0, 1, 4, endpoint=False)
    hem = (ends[:, 0, None] * (1 - steps[:, None]) + ends[:, 1, None] * steps[:, None]).reshape(-1, 3)
    rows, columns = np.nonzero(cloth.shown & (cloth.place[:, :, 1] > -3.4))
    spots = cloth.place[rows, columns]
    near = np.full((size, size), 9.0)
    near[rows, columns] = _nearest(spots, hem)
    line = np.exp(-(((near - SEAM) / 0.008) ** 2))
    edge = np.exp(-((near / 0.016) ** 2))
    shaded = pixels * ((1 - 0.22 * line) * (1 + 0.10 * edge))[:, :, None]
    return Image.fromarray(np.rint(np.clip(shaded, 0, 1) * 255).astype("u1"))


def _nearest(spots: Floats, hem: Floats) -> Floats:
    """How far each of `spots` (N, 3) is from the nearest of `hem` (K, 3), looked up by cells; 9 where none is near."""
    cell = 2.2 * SEAM
    low = np.minimum(spots.min(axis=0), hem.min(axis=0)) - cell
    buckets: dict[tuple[int, int, int], list[int]] = {}
    for number, key in enumerate(np.floor((hem - low) / cell).astype(int).tolist()):
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                for k in (-1, 0, 1):
                    buckets.setdefault((key[0] + i, key[1] + j, key[2] + k), []).append(number)
    found = np.full(len(spots), 9.0)
    keys = np.floor((spots - low) / cell).astype(np.int64)
    unique, inverse = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(inverse.reshape(-1), kind="stable")
    bounds = np.concatenate([[0], np.cumsum(np.bincount(inverse.reshape(-1)))])
    for number, key in enumerate(unique.tolist()):
        if near := buckets.get((key[0], key[1], key[2])):
            inside = order[bounds[number] : bounds[number + 1]]
            found[inside] = np.linalg.norm(spots[inside][:, None] - hem[near][None], axis=2).min(axis=1)
    return found
