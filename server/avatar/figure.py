"""Reads a figure from a glTF 2.0 binary: the few features that our figures use, checked as they are read."""

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import AssetError

MAGIC = b"glTF"
_DTYPES: dict[int, np.dtype[Any]] = {
    5121: np.dtype("u1"),
    5123: np.dtype("<u2"),
    5125: np.dtype("<u4"),
    5126: np.dtype("<f4"),
}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Texture:
    """An encoded picture, PNG or JPEG."""

    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class FigurePart:
    """One mesh, in metres, x to the figure's left, y up, z to the viewer.

    `positions`, `normals` (N, 3); `uv` (N, 2), v downwards; `colour` (N, 4) tint times baked occlusion; `baked` (N, 4):
    sky seen, key light seen, share of the head's movement, spare; all 0..1. `triangles` (M, 3). `morphs` names each
    shape's offsets (N, 3) at weight 1. `translation` (3,) places the part; eyes turn about it.
    """

    name: str
    positions: Floats
    normals: Floats
    uv: Floats
    colour: Floats
    baked: Floats
    triangles: NDArray[np.uint32]
    morphs: Mapping[str, Floats]
    translation: Floats
    texture: Texture
    blended: bool


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where spectacles sit, in metres.

    Points (3,) of the skin on the nose's bridge and above each ear's root; `cornea` is the z of the eyes' front.
    """

    bridge: Floats
    left_ear: Floats
    right_ear: Floats
    cornea: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A head-and-shoulders figure. The origin lies midway between the centres of the eyes."""

    parts: tuple[FigurePart, ...]
    key_light: Floats
    neck_pivot: Floats
    pupillary_distance_mm: float
    iris_diameter_mm: float
    face_width_mm: float
    sha256: str
    anchors: Anchors | None = None

    def has(self, name: str) -> bool:
        """Whether there is a part called `name`."""
        return any(part.name == name for part in self.parts)

    def part(self, name: str) -> FigurePart:
        """The part called `name`; `AssetError` when the figure has none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise AssetError(f"The figure has no part '{name}'. Build it again with packaging/assets/build_figure.py.")


class _Document:
    def __init__(self, tree: Any, binary: bytes) -> None:
        self.tree = tree
        self._binary = binary

    def view(self, number: int) -> bytes:
        entry = self.tree["bufferViews"][number]
        start = entry.get("byteOffset", 0)
        data = self._binary[start : start + entry["byteLength"]]
        if len(data) != entry["byteLength"]:
            raise ValueError("a buffer view reaches beyond the file")
        return data

    def accessor(self, number: int) -> NDArray[Any]:
        """Values (N, width) as stored; normalised integers become float32 in 0..1."""
        entry = self.tree["accessors"][number]
        kind, width, count = _DTYPES[entry["componentType"]], _WIDTHS[entry["type"]], entry["count"]
        if "bufferView" in entry:
            start = entry.get("byteOffset", 0)
            raw = self.view(entry["bufferView"])[start : start + count * width * kind.itemsize]
            values = np.frombuffer(raw, kind).reshape(count, width)
        else:
            values = np.zeros((count, width), kind)
        if "sparse" in entry:
            values = values.copy()
            sparse = entry["sparse"]
            index_kind = _DTYPES[sparse["indices"]["componentType"]]
            rows = np.frombuffer(self.view(sparse["indices"]["bufferView"]), index_kind)
            values[rows] = np.frombuffer(self.view(sparse["values"]["bufferView"]), kind).reshape(len(rows), width)
        if entry.get("normalized"):
            values = values.astype(np.float32) / np.float32(2 ** (8 * kind.itemsize) - 1)
        if values.dtype == np.float32 and not np.isfinite(values).all():
            raise ValueError("a coordinate is not a number")
        return np.asarray(values)


def read_figure(path: Path, sha256: str | None = None) -> Figure:
    """Read the figure at `path`; with `sha256` (hex) the file must have that sum.

    Raises `AssetError` when the file is missing, truncated, altered, or no figure of ours.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror
        raise AssetError(f"The figure {path.name} cannot be read: {reason}. Install the program again.") from error
    digest = hashlib.sha256(data).hexdigest()
    if sha256 is not None and digest != sha256:
        raise AssetError(f"The figure {path.name} is not the file that was shipped. Install the program again.")
    try:
        return _figure(_split(data), digest)
    except (ValueError, KeyError, IndexError, TypeError, struct.error) as error:
        raise AssetError(f"The figure {path.name} is damaged ({error}). Install the program again.") from error


def _split(data: bytes) -> _Document:
    magic, version, total = struct.unpack_from("<4sII", data)
    if magic != MAGIC or version != 2:
        raise ValueError("not a glTF 2.0 binary")
    if total != len(data):
        raise ValueError(f"{len(data)} bytes instead of {total}")
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at < total:
        length, kind = struct.unpack_from("<I4s", data, at)
        chunks[kind] = data[at + 8 : at + 8 + length]
        if len(chunks[kind]) != length:
            raise ValueError("a chunk is cut off")
        at += 8 + length
    return _Document(json.loads(chunks[b"JSON"]), chunks[b"BIN\0"])


def _figure(document: _Document, digest: str) -> Figure:
    extras = document.tree["asset"]["extras"]
    parts = tuple(_part(document, node) for node in document.tree["nodes"] if "mesh" in node)
    if not parts:
        raise ValueError("it holds no mesh")
    return Figure(
        parts,
        np.array(extras["keyLight"], np.float32),
        np.array(extras["neckPivot"], np.float32),
        float(extras["pupillaryDistanceMm"]),
        float(extras["irisDiameterMm"]),
        float(extras["faceWidthMm"]),
        digest,
        None if "eyewear" not in extras else _anchors(extras["eyewear"]),
    )


def _anchors(entry: dict[str, Any]) -> Anchors:
    bridge, left, right = (np.array(entry[name], np.float32).reshape(3) for name in ("bridge", "leftEar", "rightEar"))
    return Anchors(bridge, left, right, float(entry["cornea"]))


def _part(document: _Document, node: dict[str, Any]) -> FigurePart:
    mesh = document.tree["meshes"][node["mesh"]]
    primitive = mesh["primitives"][0]
    attributes = primitive["attributes"]
    arrays = {
        name: np.asarray(document.accessor(attributes[name]), np.float32)
        for name in ("POSITION", "NORMAL", "TEXCOORD_0", "COLOR_0", "_BAKED")
    }
    count = len(arrays["POSITION"])
    triangles = document.accessor(primitive["indices"]).astype(np.uint32).reshape(-1, 3)
    if any(len(values) != count for values in arrays.values()) or triangles.max() >= count:
        raise ValueError(f"the part '{mesh['name']}' does not fit together")
    names = mesh.get("extras", {}).get("targetNames", [])
    targets = primitive.get("targets", [])
    if len(names) != len(targets):
        raise ValueError(f"the shapes of '{mesh['name']}' have no names")
    material = document.tree["materials"][primitive["material"]]
    image = document.tree["images"][
        document.tree["textures"][material["pbrMetallicRoughness"]["baseColorTexture"]["index"]]["source"]
    ]
    return FigurePart(
        str(node["name"]),
        arrays["POSITION"],
        arrays["NORMAL"],
        arrays["TEXCOORD_0"],
        arrays["COLOR_0"],
        arrays["_BAKED"],
        triangles,
        {name: np.asarray(document.accessor(target["POSITION"])) for name, target in zip(names, targets, strict=True)},
        np.array(node.get("translation", (0, 0, 0)), np.float32),
        Texture(document.view(image["bufferView"]), str(image["mimeType"])),
        material.get("alphaMode") == "BLEND",
    )
