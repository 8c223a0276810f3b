"""Bakes soft light into vertices: how much of the sky and of the key light each one sees.

The figure is sampled as a cloud of points. For each of many directions the cloud is dropped into a depth grid across
that direction; a vertex is lit when nothing lies above it in its cell.
"""

from dataclasses import dataclass

import numpy as np
from figure_parts import Floats, Part
from numpy.typing import NDArray

CELL = 0.020
SPACING = 0.015
BIAS = 0.026


@dataclass(frozen=True)
class Visibility:
    """0..1 for each vertex (N,): of a uniform sky, weighted by cosine, and of a wide lamp in the key direction."""

    sky: Floats
    key: Floats


def surface_points(part: Part, alpha: NDArray[np.uint8] | None) -> Floats:
    """Points (K, 3) spread over a part, closer than a grid cell; holes of the alpha texture (H, W) are left out."""
    corners = part.positions[part.triangles]
    edge = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    steps = np.clip(np.ceil(edge / SPACING).astype(int), 1, 40)
    clouds = []
    for count in np.unique(steps):
        chosen = part.triangles[steps == count]
        i, j = np.meshgrid(np.arange(count), np.arange(count), indexing="ij")
        inside = (i + j) < count
        u = (i[inside] + 1 / 3) / count
        v = (j[inside] + 1 / 3) / count
        share = np.stack([1 - u - v, u, v], axis=1)
        points = np.einsum("kc,tcx->tkx", share, part.positions[chosen]).reshape(-1, 3)
        if alpha is not None:
            uv = np.einsum("kc,tcx->tkx", share, part.uv[chosen]).reshape(-1, 2)
            height, width = alpha.shape
            x = np.clip((uv[:, 0] * width).astype(int), 0, width - 1)
            y = np.clip((uv[:, 1] * height).astype(int), 0, height - 1)
            points = points[alpha[y, x] > 110]
        clouds.append(points)
    return np.concatenate(clouds)


def directions(count: int) -> Floats:
    """Unit vectors (count, 3) spread evenly over the sphere."""
    k = np.arange(count) + 0.5
    y = 1 - 2 * k / count
    around = k * np.pi * (3 - np.sqrt(5))
    radius = np.sqrt(1 - y * y)
    return np.stack([radius * np.cos(around), y, radius * np.sin(around)], axis=1)


def cone(axis: Floats, spread: float, count: int) -> Floats:
    """Unit vectors (count, 3) around `axis`, a disc of half-angle `spread` radians."""
    side = np.cross(axis, [0.0, 1.0, 0.0])
    side /= np.linalg.norm(side)
    up = np.cross(side, axis)
    k = np.arange(count) + 0.5
    radius = np.tan(spread) * np.sqrt(k / count)
    around = k * np.pi * (3 - np.sqrt(5))
    rays = axis + radius[:, None] * (np.cos(around)[:, None] * side + np.sin(around)[:, None] * up)
    return np.asarray(rays / np.linalg.norm(rays, axis=1, keepdims=True))


def _lit(cloud: Floats, points: Floats, normals: Floats, direction: Floats) -> NDArray[np.bool_]:
    side = np.cross(direction, [0.13, 0.98, 0.15])
    side /= np.linalg.norm(side)
    up = np.cross(side, direction)
    frame = np.stack([side, up, direction])
    placed = np.einsum("nx,fx->nf", cloud, frame)
    lifted = np.einsum("nx,fx->nf", points + normals * 0.012, frame)
    low = np.minimum(placed[:, :2].min(axis=0), lifted[:, :2].min(axis=0))
    cells = np.floor((placed[:, :2] - low) / CELL).astype(np.int64)
    asked = np.floor((lifted[:, :2] - low) / CELL).astype(np.int64)
    width = int(max(cells[:, 0].max(), asked[:, 0].max())) + 1
    height = int(max(cells[:, 1].max(), asked[:, 1].max())) + 1
    grid = np.full(width * height, -1e9)
    np.maximum.at(grid, cells[:, 1] * width + cells[:, 0], placed[:, 2])
    return np.asarray(lifted[:, 2] + BIAS > grid[asked[:, 1] * width + asked[:, 0]])


def visibility(cloud: Floats, points: Floats, normals: Floats, key: Floats, rays: int = 160) -> Visibility:
    """Bake `points` (N, 3) with `normals` among the occluding `cloud` (K, 3)."""
    sky, weight = np.zeros(len(points)), np.zeros(len(points))
    for direction in directions(rays):
        if direction[1] < -0.75:
            continue
        cosine = np.clip(normals @ direction, 0, None)
        weight += cosine
        sky += cosine * _lit(cloud, points, normals, direction)
    lamp = np.zeros(len(points))
    lamps = cone(key, 0.30, 40)
    for direction in lamps:
        lamp += _lit(cloud, points, normals, direction)
    return Visibility(sky / np.maximum(weight, 1e-6), lamp / len(lamps))


def smooth(values: Floats, part: Part, rounds: int) -> Floats:
    """Average `values` (N,) with their neighbours along edges, over seams."""
    count = int(part.source.max()) + 1
    edges = part.source[
        np.concatenate([part.triangles[:, [0, 1]], part.triangles[:, [1, 2]], part.triangles[:, [2, 0]]])
    ]
    welded = np.zeros(count)
    welded[part.source] = values
    for _ in range(rounds):
        total, number = welded.copy(), np.ones(count)
        for a, b in ((0, 1), (1, 0)):
            np.add.at(total, edges[:, a], welded[edges[:, b]])
            np.add.at(number, edges[:, a], 1)
        welded = total / number
    return welded[part.source]
