"""A Piper voice (VITS, ONNX) with the exact time of every phoneme and word.

The voice's graph computes how many 256-sample hops each input symbol lasts, and rounds that up; the tensor before the
rounding is made an output. Symbols are interleaved with pads between a start and an end mark, as the voice was trained.
Every second symbol lasts only a frame or two, so half the scale of all lengths is far from half the time: where
another rate is asked for, the scale is found once from the lengths of a few sentences.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import AssetError
from server.tts.delivery import Delivery, finished, silence
from server.tts.espeak import Espeak
from server.tts.frame_rounding import TRIAL, stretch
from server.tts.onnx_voice import done_by, inferred, open_voice, workbench
from server.tts.port import Speech
from server.tts.pronunciation import pronounce, timed
from server.tts.spoken_text import speakable
from server.tts.written_text import as_written

HOP = 256
_PAD, _START, _END = "_", "^", "$"
_LENGTHS = "/Mul_1_output_0"
_WARM_UP = "w\u02c8\u0254\u02d0m \u02c8\u028cp."
_TRIAL_SCALE = 0.1


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice file with its configuration."""

    model: Path
    config: Path
    threads: int = 2


class Piper:
    """One loaded voice, shared by all visits; work runs on a thread of its own, one clause at a time."""

    def __init__(self, voice: PiperVoice, espeak: Espeak, delivery: Delivery | None = None) -> None:
        """Load and warm up; takes about a second. Raises `AssetError` for a broken file."""
        self._espeak = espeak
        self._delivery = delivery or Delivery()
        self._executor = workbench("piper")
        try:
            config = json.loads(voice.config.read_text("utf-8"))
            self._ids: dict[str, int] = {symbol: ids[0] for symbol, ids in config["phoneme_id_map"].items()}
            self._rate = self._delivery.sample_rate(int(config["audio"]["sample_rate"]))
            inference = config["inference"]
            self._length = float(inference["length_scale"])
            self._noises = float(inference["noise_scale"]), float(inference["noise_w"])
            model = voice.model.read_bytes()
            self.fingerprint = hashlib.sha256(model).hexdigest()
            self._session: Any = self._executor.submit(open_voice, model, _LENGTHS, voice.threads).result()
            if self._delivery.speed != 1.0:
                self._length *= stretch(self._trial_lengths() * np.float32(self._length), self._delivery.speed, np.ceil)
            self._session.run(
                None, self._feed(self._symbols([(0, character) for character in _WARM_UP])[0], self._length)
            )
        except Exception as error:
            self._executor.shutdown(wait=False)
            raise AssetError(f"the voice {voice.model.name} cannot be loaded: {error}") from error

    async def synthesise(self, text: str) -> Speech:
        """Speak one clause; text without anything to say gives no samples."""
        said = await pronounce(speakable(text), self._espeak)
        if said is None:
            return silence(self._rate)
        symbols, owners = self._symbols(said.characters)
        pcm, lengths = await inferred(self._executor, self._session, self._feed(symbols, self._length))
        edges = np.concatenate([[0.0], np.cumsum(np.ceil(lengths)) * HOP / self._rate])
        first = 2 + 2 * np.arange(len(owners))
        phonemes, words = timed(said, owners, np.stack([edges[first], edges[first + 2]], axis=1))
        written = as_written(text, words)
        return await done_by(self._executor, finished, pcm, self._rate, phonemes, written, said.pause)

    async def aclose(self) -> None:
        """Safe to call twice."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _symbols(self, characters: list[tuple[int, str]]) -> tuple[list[int], list[tuple[int, str]]]:
        """Ids with pads, and the symbols that stand among them; unknown characters are left out."""
        owners = [(piece, character) for piece, character in characters if character in self._ids]
        ids = [self._ids[_START], self._ids[_PAD]]
        for _, character in owners:
            ids += [self._ids[character], self._ids[_PAD]]
        return [*ids, self._ids[_END]], owners

    def _trial_lengths(self) -> NDArray[np.float32]:
        """How many frames each symbol of some sentences lasts at scale 1, spoken in a hurry as that costs less."""
        symbols = self._symbols([(0, character) for character in TRIAL])[0]
        _, lengths = self._session.run(None, self._feed(symbols, _TRIAL_SCALE))
        return np.asarray(lengths.reshape(-1) / np.float32(_TRIAL_SCALE), np.float32)

    def _feed(self, symbols: list[int], length: float) -> dict[str, NDArray[Any]]:
        return {
            "input": np.array([symbols], np.int64),
            "input_lengths": np.array([len(symbols)], np.int64),
            "scales": np.array([self._noises[0], length, self._noises[1]], np.float32),
        }
