"""The speech synthesis port."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word as it is written, and when it sounds: seconds from the first sample."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class TimedPhoneme:
    """One IPA symbol (stress and length marks left out), and when it sounds: seconds from the first sample.

    `stressed` where the main stress of a word falls on it.
    """

    symbol: str
    start: float
    end: float
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken text: float32 mono in -1..1. `phonemes` is empty when the engine tells none."""

    pcm: NDArray[np.float32]
    sample_rate: int
    words: tuple[TimedWord, ...]
    phonemes: tuple[TimedPhoneme, ...]

    @property
    def seconds(self) -> float:
        return len(self.pcm) / self.sample_rate


class Synthesiser(Protocol):
    """Speaks one clause at a time. Raises `ServiceError` and its kinds; `AssetError` when a voice cannot be loaded."""

    async def synthesise(self, text: str) -> Speech: ...

    async def aclose(self) -> None: ...
