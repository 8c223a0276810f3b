"""Writes a glTF 2.0 binary with morph targets as sparse accessors. The same input gives the same bytes."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FLOAT, UBYTE, USHORT, UINT = 5126, 5121, 5123, 5125
ARRAY_BUFFER, ELEMENT_BUFFER = 34962, 34963

GRAIN = 2.0**-17
"""Of lengths 8 micrometres: what lies below is not seen, and zeros pack well."""


class GlbWriter:
    """Collects buffers and nodes, then writes one file."""

    def __init__(self, generator: str, copyright_text: str) -> None:
        self._binary = bytearray()
        self.document: dict[str, Any] = {
            "asset": {"version": "2.0", "generator": generator, "copyright": copyright_text},
            "scene": 0,
            "scenes": [{"nodes": []}],
            "nodes": [],
            "meshes": [],
            "materials": [],
            "textures": [],
            "images": [],
            "samplers": [{"magFilter": 9729, "minFilter": 9985, "wrapS": 33071, "wrapT": 33071}],
            "accessors": [],
            "bufferViews": [],
        }

    def view(self, data: bytes, target: int | None = None) -> int:
        """Append a buffer view and return its number."""
        self._binary += b"\0" * (-len(self._binary) % 4)
        entry: dict[str, Any] = {"buffer": 0, "byteOffset": len(self._binary), "byteLength": len(data)}
        if target is not None:
            entry["target"] = target
        self._binary += data
        self.document["bufferViews"].append(entry)
        return len(self.document["bufferViews"]) - 1

    def _accessor(self, entry: dict[str, Any]) -> int:
        self.document["accessors"].append(entry)
        return len(self.document["accessors"]) - 1

    def floats(self, values: NDArray[np.float64], *, bounds: bool = False) -> int:
        """Accessor of float32 vectors (N, 2..4), rounded to `GRAIN`."""
        data = _rounded(values)
        entry = {
            "bufferView": self.view(data.tobytes(), ARRAY_BUFFER),
            "componentType": FLOAT,
            "count": len(data),
            "type": f"VEC{data.shape[1]}",
        }
        if bounds:
            entry |= {"min": data.min(axis=0).tolist(), "max": data.max(axis=0).tolist()}
        return self._accessor(entry)

    def bytes4(self, values: NDArray[np.float64]) -> int:
        """Accessor of normalised bytes (N, 4) from values in 0..1."""
        data = np.rint(np.clip(values, 0, 1) * 255).astype("u1")
        view = self.view(data.tobytes(), ARRAY_BUFFER)
        return self._accessor(
            {"bufferView": view, "componentType": UBYTE, "normalized": True, "count": len(data), "type": "VEC4"}
        )

    def indices(self, triangles: NDArray[np.int64]) -> int:
        """Accessor of triangle indices (M, 3)."""
        kind, code = ("<u2", USHORT) if triangles.max() < 65535 else ("<u4", UINT)
        view = self.view(triangles.astype(kind).tobytes(), ELEMENT_BUFFER)
        return self._accessor({"bufferView": view, "componentType": code, "count": triangles.size, "type": "SCALAR"})

    def sparse(self, offsets: NDArray[np.float64], threshold: float) -> int:
        """Accessor of float32 offsets (N, 3), rounded to `GRAIN`, keeping those longer than `threshold`."""
        rows = np.flatnonzero(np.linalg.norm(offsets, axis=1) > threshold)
        entry: dict[str, Any] = {"componentType": FLOAT, "count": len(offsets), "type": "VEC3"}
        kept = _rounded(offsets[rows])
        low, high = np.zeros(3), np.zeros(3)
        if len(rows):
            low, high = kept.min(axis=0), kept.max(axis=0)
            if len(rows) < len(offsets):
                low, high = np.minimum(low, 0), np.maximum(high, 0)
            entry["sparse"] = {
                "count": len(rows),
                "indices": {"bufferView": self.view(rows.astype("<u2").tobytes()), "componentType": USHORT},
                "values": {"bufferView": self.view(kept.tobytes())},
            }
        entry |= {"min": low.tolist(), "max": high.tolist()}
        return self._accessor(entry)

    def texture(self, image: bytes, mime: str) -> int:
        """Embed an encoded image and return the number of its texture."""
        self.document["images"].append({"bufferView": self.view(image), "mimeType": mime})
        self.document["textures"].append({"sampler": 0, "source": len(self.document["images"]) - 1})
        return len(self.document["textures"]) - 1

    def write(self, path: Path) -> bytes:
        """Write the file and return its bytes."""
        self._binary += b"\0" * (-len(self._binary) % 4)
        self.document["buffers"] = [{"byteLength": len(self._binary)}]
        text = json.dumps(self.document, separators=(",", ":"), sort_keys=True).encode()
        text += b" " * (-len(text) % 4)
        total = 12 + 8 + len(text) + 8 + len(self._binary)
        data = struct.pack("<4sII", b"glTF", 2, total)
        data += struct.pack("<I4s", len(text), b"JSON") + text
        data += struct.pack("<I4s", len(self._binary), b"BIN\0") + bytes(self._binary)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return data


def _rounded(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.rint(values / GRAIN) * GRAIN, "<f4")
