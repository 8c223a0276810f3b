"""What an utterance means as a whole: a label with its probability, from a sentence vector and a fitted linear map."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.errors import AssetError
from server.llm.sentence_encoder import Array, MiniLm, SentenceEncoder

MODEL_FILE = Path(__file__).with_name("meanings.npz")


@dataclass(frozen=True, slots=True)
class Heard:
    """How likely each meaning is: probabilities 0..1 by label, and the likeliest label."""

    label: str
    odds: Mapping[str, float]

    @property
    def probability(self) -> float:
        return self.odds[self.label]


class Meaning:
    """Softmax regression on sentence vectors: `weights` (labels, width) and `bias` (labels,), float."""

    def __init__(self, encoder: SentenceEncoder, labels: tuple[str, ...], weights: Array, bias: Array) -> None:
        self._encoder = encoder
        self.labels = labels
        self._weights = weights.astype(np.float32)
        self._bias = bias.astype(np.float32)

    @classmethod
    def installed(cls, path: Path = MODEL_FILE) -> "Meaning":
        """The installed encoder with the fitted map; raises `AssetError`. Takes a fraction of a second."""
        try:
            with np.load(path, allow_pickle=False) as kept:
                labels = tuple(str(label) for label in kept["labels"])
                return cls(MiniLm.installed(), labels, kept["weights"], kept["bias"])
        except (OSError, ValueError, KeyError) as error:
            raise AssetError(f"{path} cannot be read: {error}. Install Lunette again.") from error

    def hear(self, line: str) -> Heard:
        """The meaning of a plain line; takes some milliseconds."""
        scores = self._weights @ self._encoder.encode([line])[0] + self._bias
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return Heard(self.labels[int(odds.argmax())], dict(zip(self.labels, odds.tolist(), strict=True)))
