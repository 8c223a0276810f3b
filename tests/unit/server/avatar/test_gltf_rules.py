"""The bundled figures keep the rules of glTF 2.0 that the Khronos validator checks."""

import io
import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from server.avatar.render_figure import FIGURES

KINDS: dict[int, np.dtype[Any]] = {
    5121: np.dtype("u1"),
    5123: np.dtype("<u2"),
    5125: np.dtype("<u4"),
    5126: np.dtype("<f4"),
}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


class Glb:
    """A binary glTF taken apart without the program's own reader."""

    def __init__(self, data: bytes) -> None:
        (self.length,) = struct.unpack_from("<I", data, 8)
        (text,) = struct.unpack_from("<I", data, 12)
        self.tree: dict[str, Any] = json.loads(data[20 : 20 + text])
        self.text_length = text
        (self.binary_length,) = struct.unpack_from("<I", data, 20 + text)
        self.binary = data[28 + text : 28 + text + self.binary_length]
        self.data_length = len(data)

    def raw(self, view: int) -> bytes:
        entry = self.tree["bufferViews"][view]
        return self.binary[entry["byteOffset"] : entry["byteOffset"] + entry["byteLength"]]

    def values(self, number: int) -> NDArray[Any]:
        entry = self.tree["accessors"][number]
        kind, width = KINDS[entry["componentType"]], WIDTHS[entry["type"]]
        values = np.zeros((entry["count"], width), kind)
        if "bufferView" in entry:
            values = np.frombuffer(self.raw(entry["bufferView"]), kind)[: values.size].reshape(values.shape).copy()
        if "sparse" in entry:
            values[self.sparse_rows(entry)] = np.frombuffer(
                self.raw(entry["sparse"]["values"]["bufferView"]), kind
            ).reshape(-1, width)
        return values

    def sparse_rows(self, entry: dict[str, Any]) -> NDArray[Any]:
        indices = entry["sparse"]["indices"]
        return np.frombuffer(self.raw(indices["bufferView"]), KINDS[indices["componentType"]])

    def primitives(self) -> Iterator[dict[str, Any]]:
        for mesh in self.tree["meshes"]:
            yield from mesh["primitives"]


@pytest.fixture(scope="module", params=["female-professional-consultant", "male-friendly-assistant"])
def glb(request: pytest.FixtureRequest) -> Glb:
    return Glb((FIGURES / f"{request.param}.glb").read_bytes())


def test_the_container_is_whole_and_aligned(glb: Glb) -> None:
    """Chunks are multiples of four bytes, lengths agree, and every buffer view lies aligned within the buffer."""
    assert glb.length == glb.data_length
    assert glb.text_length % 4 == 0
    assert glb.binary_length % 4 == 0
    size = glb.tree["buffers"][0]["byteLength"]
    assert glb.binary_length - 3 <= size <= glb.binary_length
    for view in glb.tree["bufferViews"]:
        assert view["byteOffset"] % 4 == 0
        assert view["byteLength"] > 0
        assert view["byteOffset"] + view["byteLength"] <= size


def test_accessors_tell_their_true_bounds(glb: Glb) -> None:
    """Declared minima and maxima are those of the values, and every value is a number."""
    for number, entry in enumerate(glb.tree["accessors"]):
        values = glb.values(number)
        assert len(values) == entry["count"]
        assert np.isfinite(values).all()
        if "min" in entry:
            assert np.array_equal(np.array(entry["min"], values.dtype), values.min(axis=0)), number
            assert np.array_equal(np.array(entry["max"], values.dtype), values.max(axis=0)), number


def test_sparse_rows_rise_and_stay_inside(glb: Glb) -> None:
    """The rows of a sparse accessor rise strictly, lie below its count, and there are as many as it says."""
    seen = 0
    for entry in glb.tree["accessors"]:
        if "sparse" in entry:
            rows = glb.sparse_rows(entry).astype(int)
            assert len(rows) == entry["sparse"]["count"] <= entry["count"]
            assert (np.diff(rows) > 0).all()
            assert rows[-1] < entry["count"]
            seen += 1
    assert seen > 52


def test_vertices_are_sound(glb: Glb) -> None:
    """Attributes are as long as the positions, which have bounds; normals are unit; colours are normalised bytes."""
    for primitive in glb.primitives():
        attributes, accessors = primitive["attributes"], glb.tree["accessors"]
        count = accessors[attributes["POSITION"]]["count"]
        assert {accessors[number]["count"] for number in attributes.values()} == {count}
        assert {"min", "max"} <= accessors[attributes["POSITION"]].keys()
        assert np.abs(np.linalg.norm(glb.values(attributes["NORMAL"]), axis=1) - 1).max() < 5e-4
        assert accessors[attributes["COLOR_0"]]["normalized"] is True
        assert all(
            name.startswith("_") or name in {"POSITION", "NORMAL", "TEXCOORD_0", "COLOR_0"} for name in attributes
        )


def test_triangles_are_sound(glb: Glb) -> None:
    """Indices come in threes, name existing vertices, and no triangle names one vertex twice."""
    for primitive in glb.primitives():
        indices = glb.values(primitive["indices"]).reshape(-1)
        count = glb.tree["accessors"][primitive["attributes"]["POSITION"]]["count"]
        assert len(indices) % 3 == 0
        assert indices.max() < count
        a, b, c = indices.reshape(-1, 3).T
        assert not ((a == b) | (b == c) | (c == a)).any()


def test_shapes_are_named_and_weighed(glb: Glb) -> None:
    """Each mesh has as many weights and names as shapes, and a shape has as many offsets as there are vertices."""
    for mesh in glb.tree["meshes"]:
        primitive = mesh["primitives"][0]
        targets = primitive.get("targets", [])
        assert len(mesh.get("weights", [])) == len(targets)
        assert len(mesh.get("extras", {}).get("targetNames", [])) == len(targets)
        count = glb.tree["accessors"][primitive["attributes"]["POSITION"]]["count"]
        assert all(glb.tree["accessors"][target["POSITION"]]["count"] == count for target in targets)


def test_pictures_are_what_they_say(glb: Glb) -> None:
    """Every embedded picture decodes as its media type."""
    for image in glb.tree["images"]:
        with Image.open(io.BytesIO(glb.raw(image["bufferView"]))) as picture:
            assert image["mimeType"] == f"image/{str(picture.format).lower()}"
            picture.load()


def test_nodes_form_one_tree(glb: Glb) -> None:
    """Each node but the root has exactly one parent, the scene names the root, and all are reached from it."""
    nodes = glb.tree["nodes"]
    children = [child for node in nodes for child in node.get("children", [])]
    assert len(children) == len(set(children)) == len(nodes) - 1
    (root,) = glb.tree["scenes"][glb.tree["scene"]]["nodes"]
    reached, waiting = set(), [root]
    while waiting:
        number = waiting.pop()
        assert number not in reached
        reached.add(number)
        waiting += nodes[number].get("children", [])
    assert reached == set(range(len(nodes)))


def test_extras_are_objects_and_everything_is_used(glb: Glb) -> None:
    """Extras are objects, and no material, texture, picture or accessor lies unused."""
    tree = glb.tree
    assert isinstance(tree["asset"]["extras"], dict)
    assert all(isinstance(mesh.get("extras", {}), dict) for mesh in tree["meshes"])
    used = {
        number for primitive in glb.primitives() for number in (*primitive["attributes"].values(), primitive["indices"])
    }
    used |= {target["POSITION"] for primitive in glb.primitives() for target in primitive.get("targets", [])}
    assert used == set(range(len(tree["accessors"])))
    assert {primitive["material"] for primitive in glb.primitives()} == set(range(len(tree["materials"])))
    textures = {entry["pbrMetallicRoughness"]["baseColorTexture"]["index"] for entry in tree["materials"]}
    assert textures == set(range(len(tree["textures"])))
    assert {texture["source"] for texture in tree["textures"]} == set(range(len(tree["images"])))
