"""Reads the MakeHuman base mesh, its shape targets and the parts that are fitted onto it.

Frames: the mesh's own, x to the figure's left, y up, z towards the viewer, in decimetres.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROUNDNESS = 0.65
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """One mesh with its own vertices: positions (N, 3), uv (N, 2) with v downwards, triangles (M, 3).

    `source` (N,) numbers the vertex before seams were split, so that normals run smoothly over them. `morphs` holds
    (N, 3) offsets a name.
    """

    name: str
    positions: Floats
    uv: Floats
    triangles: Ints
    source: Ints
    morphs: dict[str, Floats]

    def keep(self, mask: NDArray[np.bool_]) -> "Part":
        """The part with the triangles of `mask` (M,) alone and without vertices that nothing uses."""
        used, inverse = np.unique(self.triangles[mask], return_inverse=True)
        return replace(
            self,
            positions=self.positions[used],
            uv=self.uv[used],
            triangles=inverse.reshape(-1, 3),
            source=self.source[used],
            morphs={name: delta[used] for name, delta in self.morphs.items()},
        )


@dataclass(frozen=True)
class BaseMesh:
    """`vertices` (19158, 3); `quads` and `quad_uvs` (F, 4) number vertices and `uvs`; `groups` names each face's."""

    vertices: Floats
    uvs: Floats
    quads: Ints
    quad_uvs: Ints
    groups: list[str]


def read_base(path: Path) -> BaseMesh:
    """Read `base.obj`."""
    vertices, uvs, quads, quad_uvs, groups = [], [], [], [], []
    group = ""
    for line in path.read_text().splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(x) for x in rest.split()])
        elif kind == "vt":
            u, v = (float(x) for x in rest.split()[:2])
            uvs.append([u, 1 - v])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corners = [corner.split("/") for corner in rest.split()]
            quads.append([int(corner[0]) - 1 for corner in corners])
            quad_uvs.append([int(corner[1]) - 1 for corner in corners])
            groups.append(group)
    return BaseMesh(np.array(vertices), np.array(uvs), np.array(quads), np.array(quad_uvs), groups)


def read_target(path: Path, count: int) -> Floats:
    """Offsets (count, 3) of a `.target` or `.target.gz` file."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    offsets = np.zeros((count, 3))
    for line in data.decode().splitlines():
        if line and not line.startswith("#"):
            index, *delta = line.split()
            offsets[int(index)] = [float(x) for x in delta]
    return offsets


def split_seams(
    name: str, positions: Floats, uvs: Floats, quads: Ints, quad_uvs: Ints, morphs: dict[str, Floats]
) -> Part:
    """One vertex for each pair of position and texture coordinate."""
    pairs = np.stack([quads.reshape(-1), quad_uvs.reshape(-1)], axis=1)
    unique, inverse = np.unique(pairs, axis=0, return_inverse=True)
    corners = inverse.reshape(-1, 4)
    triangles = np.concatenate([corners[:, [0, 1, 2]], corners[:, [0, 2, 3]]])
    source = unique[:, 0]
    return Part(
        name,
        positions[source],
        uvs[unique[:, 1]],
        triangles,
        source,
        {key: delta[source] for key, delta in morphs.items()},
    )


def read_proxy(name: str, path: Path, base: Floats, morphs: dict[str, Floats], scale: float = 1.0) -> Part:
    """Fit a part onto `base` (19158, 3): each vertex is a weighted sum of three of the base plus its offset."""
    data = json.loads(path.read_text())
    refs = np.array(data["ref_vIdxs"])
    weights = np.array(data["weights"])[:, :, None]
    positions = (base[refs] * weights).sum(axis=1) + np.array(data["offsets"]) * scale
    fitted = {key: (delta[refs] * weights).sum(axis=1) for key, delta in morphs.items()}
    faces = np.array(data["faces"]).reshape(-1, 10)
    uvs = np.array(data["uvs"][0]).reshape(-1, 2)
    uvs[:, 1] = 1 - uvs[:, 1]
    return split_seams(name, positions, uvs, faces[:, 1:5], faces[:, 6:10], fitted)


def hidden_by(path: Path) -> NDArray[np.bool_]:
    """Which of the base's vertices the clothes at `path` cover, (19158,)."""
    return np.array(json.loads(path.read_text())["metadata"]["deleteVerts"], bool)


def vertex_normals(positions: Floats, triangles: Ints, source: Ints) -> Floats:
    """Unit normals (N, 3), weighted by area, smooth over seams."""
    a, b, c = (positions[triangles[:, corner]] for corner in range(3))
    faces = np.cross(b - a, c - a)
    summed = np.zeros((int(source.max()) + 1, 3))
    for corner in range(3):
        np.add.at(summed, source[triangles[:, corner]], faces)
    normals = summed[source]
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.where(length > 1e-12, normals / np.maximum(length, 1e-12), [0.0, 0.0, 1.0])


def island(part: Part, vertex: int) -> NDArray[np.bool_]:
    """Which vertices (N,) hang together with `vertex` in texture space."""
    reached = np.zeros(len(part.positions), bool)
    reached[vertex] = True
    count = 0
    while count < reached.sum():
        count = int(reached.sum())
        reached[part.triangles[reached[part.triangles].any(axis=1)]] = True
    return reached


def rounded(part: Part, chosen: Callable[[Floats, Floats], NDArray[np.bool_]] | None = None) -> Part:
    """Edges halved, the new vertices raised onto the curve that the normals tell (Phong tessellation), in each shape.

    `chosen` says by an edge's ends (E, 2, 3) and how far its middle is raised (E,) which edges; all without it. A
    triangle becomes as many as its edges ask for, up to four.
    """
    sides = np.sort(np.concatenate([part.triangles[:, [0, 1]], part.triangles[:, [1, 2]], part.triangles[:, [2, 0]]]))
    edges, numbers = np.unique(sides, axis=0, return_inverse=True)
    rest = _raised(part.positions, part, edges)
    straight = part.positions[edges].mean(axis=1)
    split = np.ones(len(edges), bool)
    if chosen is not None:
        split = chosen(part.positions[edges], np.linalg.norm(rest - straight, axis=1))
    edges, rest = edges[split], rest[split]
    middle = np.where(split, len(part.positions) + np.cumsum(split) - 1, -1)[numbers.reshape(3, -1)]
    a, b = edges[:, 0], edges[:, 1]
    welded = np.sort(part.source[edges], axis=1)
    _, fresh = np.unique(welded, axis=0, return_inverse=True)
    morphs = {}
    for name, delta in part.morphs.items():
        moved = _raised(part.positions + delta, part, edges) - rest if chosen is not None else (delta[a] + delta[b]) / 2
        morphs[name] = np.concatenate([delta, np.where(delta[edges].any(axis=(1, 2))[:, None], moved, 0)])
    return replace(
        part,
        positions=np.concatenate([part.positions, rest]),
        uv=np.concatenate([part.uv, (part.uv[a] + part.uv[b]) / 2]),
        triangles=_divided(part.triangles, middle),
        source=np.concatenate([part.source, int(part.source.max()) + 1 + fresh.reshape(-1)]),
        morphs=morphs,
    )


def _raised(positions: Floats, part: Part, edges: Ints) -> Floats:
    """The middles (E, 3) of edges on the curve that the normals at their ends tell."""
    normals = vertex_normals(positions, part.triangles, part.source)
    middle = positions[edges].mean(axis=1)
    raised = np.zeros_like(middle)
    for end in edges.T:
        away = ((middle - positions[end]) * normals[end]).sum(axis=1, keepdims=True)
        raised += (middle - away * normals[end]) / 2
    return np.asarray(middle + ROUNDNESS * (raised - middle))


def _divided(triangles: Ints, middle: Ints) -> Ints:
    """The triangles (M, 3) divided at the vertices `middle` (3, M) of their edges ab, bc, ca; -1 is none."""
    i, j, k = triangles.T
    ab, bc, ca = middle
    count = (middle >= 0).sum(axis=0)
    quarters = ((i, ab, ca), (ab, j, bc), (ca, bc, k), (ab, bc, ca))
    found = [triangles[count == 0], *(np.stack(corners, axis=1)[count == 3] for corners in quarters)]
    for p, q, r, pq, qr in ((i, j, k, ab, bc), (j, k, i, bc, ca), (k, i, j, ca, ab)):
        one = (count == 1) & (pq >= 0)
        found += [np.stack(corners, axis=1)[one] for corners in ((p, pq, r), (pq, q, r))]
        two = (count == 2) & (pq >= 0) & (qr >= 0)
        found += [np.stack(corners, axis=1)[two] for corners in ((pq, q, qr), (p, pq, qr), (p, qr, r))]
    return np.concatenate(found)


def joined(one: Part, other: Part) -> Part:
    """Both meshes as one part, named as the first; neither may have morphs."""
    assert not one.morphs
    assert not other.morphs
    return replace(
        one,
        positions=np.concatenate([one.positions, other.positions]),
        uv=np.concatenate([one.uv, other.uv]),
        triangles=np.concatenate([one.triangles, other.triangles + len(one.positions)]),
        source=np.concatenate([one.source, other.source + int(one.source.max()) + 1]),
    )
