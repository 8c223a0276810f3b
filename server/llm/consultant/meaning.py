"""What an utterance means, from one reading of it by the sentence encoder and a few fitted linear maps.

Three things are heard: the label of the line as a whole, its traits (what is wished for without being named), and how
the speaker stands to each thing and each number that is named.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np

from app.errors import AssetError
from server.llm.sentence_encoder import Array, MiniLm, Reading, SentenceEncoder, within

MODEL_FILE = Path(__file__).with_name("meanings.npz")

SURE = 0.6
WISHES = frozenset({
    "SEARCH", "CHEAPER", "DEARER", "LIGHTER", "SMALLER", "BIGGER", "BOLDER", "CALMER", "OTHER_COLOUR", "LIKE_THIS",
    "VAGUE_BUDGET",
})  # fmt: skip


class Held(StrEnum):
    """How something named is held, in the order of the fitted map; of a number, what it bounds."""

    MENTIONED = "mentioned"
    WANTED = "wanted"
    RULED_OUT = "ruled out"
    AT_LEAST = "at least"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Maps:
    """Softmax and logistic regressions on a reading, each (weights, bias).

    `labels` and `traits` see the vector of the line (width,); `held` sees the mean state of what is named beside it
    (2 x width,).
    """

    labels: tuple[Array, Array]
    traits: tuple[Array, Array]
    held: tuple[Array, Array]


@dataclass(frozen=True, slots=True)
class Heard:
    """How likely each meaning is: probabilities 0..1 by label and by trait, and the likeliest label."""

    label: str
    odds: Mapping[str, float]
    traits: Mapping[str, float]
    line: str
    reading: Reading
    maps: Maps

    @property
    def probability(self) -> float:
        return self.odds[self.label]

    @property
    def wishes(self) -> float:
        """How likely it is that the line wishes for frames, or for others than those shown."""
        return sum(self.odds.get(label, 0.0) for label in WISHES)

    def at(self, factors: Iterable[tuple[frozenset[str], float]]) -> "Heard":
        """The same, with the odds of labels multiplied by what the moment makes of them."""
        odds = dict(self.odds)
        for labels, factor in factors:
            odds |= {label: odds[label] * factor for label in labels & odds.keys()}
        total = sum(odds.values())
        odds = {label: one / total for label, one in odds.items()}
        return replace(self, label=max(odds, key=lambda one: odds[one]), odds=odds)

    def held(self, phrase: str, least: float = SURE) -> Held | None:
        """How what is named with this phrase, said last, is held; `None` where less sure, or it is not there."""
        places = [found.span() for found in re.finditer(rf"\b{re.escape(phrase)}\b", self.line)]
        if not places:
            return None
        tokens = within(self.reading.spans, *places[-1])
        if not tokens:
            return None
        seen = np.concatenate([self.reading.states[tokens].mean(axis=0), self.reading.vector])
        odds = _softmax(self.maps.held[0] @ seen + self.maps.held[1])
        best = int(odds.argmax())
        return tuple(Held)[best] if odds[best] >= least else None


class Meaning:
    """Hears lines: `labels` and `traits` name what the maps tell of."""

    def __init__(self, encoder: SentenceEncoder, labels: tuple[str, ...], traits: tuple[str, ...], maps: Maps) -> None:
        self._encoder = encoder
        self.labels = labels
        self.traits = traits
        self._maps = maps

    @classmethod
    def installed(cls, path: Path = MODEL_FILE) -> "Meaning":
        """The installed encoder with the fitted maps; raises `AssetError`. Takes a fraction of a second."""
        try:
            with np.load(path, allow_pickle=False) as file:
                kept = {name: file[name] for name in file.files}
            labels, traits = (tuple(str(name) for name in kept.pop(key)) for key in ("labels", "traits"))
            steps = {name: array.astype(np.float32) for name, array in kept.items()}
            maps = Maps(*((steps.pop(f"{one}.weight"), steps.pop(f"{one}.bias")) for one in ("label", "trait", "held")))
        except (OSError, ValueError, KeyError) as error:
            raise AssetError(f"{path} cannot be read: {error}. Install Lunette again.") from error
        return cls(MiniLm.installed(steps), labels, traits, maps)

    def hear(self, line: str) -> Heard:
        """The meaning of a plain line; takes some milliseconds."""
        reading = self._encoder.read(line)
        odds = _softmax(self._maps.labels[0] @ reading.vector + self._maps.labels[1])
        scores = self._maps.traits[0] @ reading.vector + self._maps.traits[1]
        traits = 1 / (1 + np.exp(-scores))
        return Heard(
            self.labels[int(odds.argmax())],
            dict(zip(self.labels, odds.tolist(), strict=True)),
            dict(zip(self.traits, traits.tolist(), strict=True)),
            line,
            reading,
            self._maps,
        )


def _softmax(scores: Array) -> Array:
    grown = np.exp(scores - scores.max())
    odds: Array = grown / grown.sum()
    return odds
