"""The speech recognition port."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RATE = 16_000


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said; empty when nothing was. `seconds` is the time the recogniser worked."""

    text: str
    seconds: float


class Recogniser(Protocol):
    """Transcribes one utterance: float32 mono of 16 kHz. Raises `ServiceError` and its kinds."""

    async def transcribe(self, pcm: NDArray[np.float32]) -> Transcript: ...

    async def aclose(self) -> None: ...
