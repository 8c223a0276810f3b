"""Whether the shopper has said all they wanted to say, judged from how it sounds.

Smart Turn v3.2 (BSD-2, Daily) hears the last eight seconds as Whisper's log-mel features: 80 Slaney mel bands,
windows of 25 ms every 10 ms, the sound brought to zero mean and unit variance first.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.errors import AssetError, ServiceError

RATE = 16_000
SECONDS = 8
MODEL = Path(__file__).parent / "models" / "smart-turn-v3.2-cpu.onnx"

_FFT = 400
_HOP = 160
_BANDS = 80
_FLOOR = 1e-10
_VARIANCE_FLOOR = 1e-7
_BREAK_HZ, _BREAK_MEL = 1000.0, 15.0
_LOG_STEP = np.log(6.4) / 27.0


class EndOfTurn(Protocol):
    """Judges float32 mono of 16 kHz that ends in silence."""

    async def probability(self, pcm: NDArray[np.float32]) -> float:
        """How likely the speaker is done, 0..1. Raises `ServiceError`."""


class SmartTurn:
    """An `EndOfTurn` on ONNX Runtime, shared by all visits; use `load`."""

    def __init__(self, session: Any, executor: ThreadPoolExecutor) -> None:
        self._session = session
        self._executor = executor

    @classmethod
    async def load(cls, path: Path = MODEL, threads: int = 1) -> "SmartTurn":
        """Load and warm up off the loop. Raises `AssetError`."""
        executor = ThreadPoolExecutor(1, "shared-end-of-turn")
        try:
            session = await asyncio.get_running_loop().run_in_executor(executor, _load, path, threads)
        except Exception as error:
            executor.shutdown(wait=False)
            raise AssetError(f"The end-of-turn model {path.name} cannot be loaded: {error}") from error
        return cls(session, executor)

    async def probability(self, pcm: NDArray[np.float32]) -> float:
        """How likely the speaker of the last eight seconds of `pcm` is done."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, _judge, self._session, pcm)
        except RuntimeError as error:
            raise ServiceError("The end-of-turn model failed.") from error

    async def aclose(self) -> None:
        """Let go of the model; safe to call twice."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._session = None


def _load(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    _judge(session, np.zeros(RATE, np.float32))
    return session


def _judge(session: Any, pcm: NDArray[np.float32]) -> float:
    (result,) = session.run(None, {"input_features": features(pcm)[None]})
    return float(np.asarray(result).reshape(-1)[0])


def features(pcm: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log-mel features of the last eight seconds, shorter sound preceded by silence: float32 of shape (80, 800)."""
    count = RATE * SECONDS
    sound = np.zeros(count, np.float32)
    tail = pcm[-count:]
    sound[count - tail.size :] = tail
    sound = (sound - sound.mean()) / np.sqrt(sound.var() + _VARIANCE_FLOOR)
    padded = np.pad(sound.astype(np.float64), _FFT // 2, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP][:-1]
    window, filters = _tables()
    power = np.abs(np.fft.rfft(windows * window, axis=-1)) ** 2
    mel = np.log10(np.maximum(power @ filters, _FLOOR)).T
    scaled: NDArray[np.float64] = (np.maximum(mel, mel.max() - 8.0) + 4.0) / 4.0
    return scaled.astype(np.float32)


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The window, shape (400,), and the mel filters, shape (201, 80), each of unit area."""
    window = np.hanning(_FFT + 1)[:-1]
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), _BANDS + 2))
    bins = np.linspace(0.0, RATE / 2, _FFT // 2 + 1)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    filters = np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (edges[2:] - edges[:-2]))
    return window, filters


def _mel(hertz: float) -> float:
    return hertz * _BREAK_MEL / _BREAK_HZ if hertz < _BREAK_HZ else _BREAK_MEL + np.log(hertz / _BREAK_HZ) / _LOG_STEP


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = mel * _BREAK_HZ / _BREAK_MEL
    return np.where(mel < _BREAK_MEL, linear, _BREAK_HZ * np.exp(_LOG_STEP * (mel - _BREAK_MEL)))
