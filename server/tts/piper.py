"""A Piper voice (VITS, ONNX) with the exact time of every phoneme and word.

The voice's graph computes how many 256-sample hops each input symbol lasts, but does not hand it out. A serialised
protobuf message is extended by appending fields to its end, so a few bytes after the model name that tensor as a second
output. Symbols are interleaved with pads between a start and an end mark, as the voice was trained.
"""

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from app.errors import AssetError, ServiceError
from server.tts.espeak import Espeak
from server.tts.port import Speech, TimedPhoneme, TimedWord
from server.tts.spoken_text import captioned, speakable

HOP = 256
_PAD, _START, _END = "_", "^", "$"
_DURATIONS = "/Ceil_output_0"
_PHRASE = re.compile(r"((?:[^,;:.!?()\"]|(?<=\d)[.:](?=\d))+)([,;:.!?()\"]*)")
_STRESS = frozenset("\u02c8\u02cc")
_LENGTH = frozenset("\u02d0\u02d1")
_PAUSES = {",": 0.06, ";": 0.15, ":": 0.15, ".": 0.28, "!": 0.28, "?": 0.30}
_SILENCE = 0.004
_LEAD_S = 0.02
_LOUDNESS = 0.1
_PEAK = 0.95


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A voice file with its configuration. `speed` 1.0 is as recorded."""

    model: Path
    config: Path
    speed: float = 1.0
    threads: int = 2


class Piper:
    """One loaded voice, shared by all visits; work runs on a thread of its own, one clause at a time."""

    def __init__(self, voice: PiperVoice, espeak: Espeak) -> None:
        """Load and warm up; takes about a second. Raises `AssetError` for a broken file."""
        self._espeak = espeak
        self._executor = ThreadPoolExecutor(1, "piper")
        try:
            config = json.loads(voice.config.read_text("utf-8"))
            self._ids: dict[str, int] = {symbol: ids[0] for symbol, ids in config["phoneme_id_map"].items()}
            self._rate = int(config["audio"]["sample_rate"])
            inference = config["inference"]
            self._scales = np.array(
                [inference["noise_scale"], inference["length_scale"] / voice.speed, inference["noise_w"]], np.float32
            )
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = voice.threads
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            model = voice.model.read_bytes() + _extra_output(_DURATIONS)
            self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            self._infer(self._symbols(["w\u02c8\u0254\u02d0m", " ", "\u02c8\u028cp", "."])[0])
        except Exception as error:
            self._executor.shutdown(wait=False)
            raise AssetError(f"the voice {voice.model.name} cannot be loaded: {error}") from error

    async def synthesise(self, text: str) -> Speech:
        """Speak one clause; text without anything to say gives no samples."""
        spoken = speakable(text)
        phrases = [(words.strip(), ends) for words, ends in _PHRASE.findall(spoken) if words.strip()]
        if not phrases:
            return Speech(np.empty(0, np.float32), self._rate, (), ())
        written = tuple(word for words, _ in phrases for word in words.split())
        pronounced = await asyncio.gather(*(self._espeak.phonemes(words) for words, _ in phrases))
        pieces: list[str] = []
        for (_, ends), words in zip(phrases, pronounced, strict=True):
            pieces += [part for word in words for part in (word, " ")][:-1]
            pieces += [ends[0] if ends[:1] in _PAUSES else ",", " "]
        symbols, owners = self._symbols(pieces[:-1])
        inference = asyncio.get_running_loop().run_in_executor(self._executor, self._infer, symbols)
        counts = await self._espeak.spoken_words(written)
        try:
            pcm, durations = await inference
        except RuntimeError as error:
            raise ServiceError("the voice failed") from error
        times = np.concatenate([[0.0], np.cumsum(durations) * HOP / self._rate])
        phonemes, spoken_times = _timeline(pieces[:-1], owners, times)
        timed = _written_times(_with_punctuation(phrases), counts, spoken_times)
        return _finish(pcm, self._rate, list(captioned(timed)), phonemes, _PAUSES.get(spoken[-1], 0.1))

    async def aclose(self) -> None:
        """Safe to call twice."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _symbols(self, pieces: list[str]) -> tuple[list[int], list[tuple[int, str]]]:
        """Ids with pads, and for each symbol in order its piece and character; unknown characters are left out."""
        ids = [self._ids[_START], self._ids[_PAD]]
        owners: list[tuple[int, str]] = []
        for index, piece in enumerate(pieces):
            for character in piece:
                if character in self._ids:
                    ids += [self._ids[character], self._ids[_PAD]]
                    owners.append((index, character))
        return [*ids, self._ids[_END]], owners

    def _infer(self, symbols: list[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        feed = {
            "input": np.array([symbols], np.int64),
            "input_lengths": np.array([len(symbols)], np.int64),
            "scales": self._scales,
        }
        sound, durations = self._session.run(None, feed)
        return sound.reshape(-1), durations.reshape(-1)


def _timeline(
    pieces: list[str], owners: list[tuple[int, str]], times: NDArray[np.float64]
) -> tuple[list[TimedPhoneme], list[tuple[float, float]]]:
    """Phonemes with their marks folded in, and the span of each spoken word."""
    phonemes: list[TimedPhoneme] = []
    spans: dict[int, tuple[float, float]] = {}
    carried: float | None = None
    for number, (piece, character) in enumerate(owners):
        start, end = float(times[2 + 2 * number]), float(times[4 + 2 * number])
        if character.isspace() or character in _PAUSES:
            phonemes.append(TimedPhoneme(" ", start, end))
            continue
        spans[piece] = (spans.get(piece, (start, end))[0], end)
        if character in _LENGTH and phonemes:
            phonemes[-1] = TimedPhoneme(phonemes[-1].symbol, phonemes[-1].start, end)
            continue
        if character in _STRESS:
            carried = start
            continue
        phonemes.append(TimedPhoneme(character, start if carried is None else carried, end))
        carried = None
    return phonemes, [spans[index] for index in range(len(pieces)) if index in spans]


def _with_punctuation(phrases: list[tuple[str, str]]) -> tuple[str, ...]:
    """The written words, the last one of a phrase with the marks that follow it."""
    return tuple(
        word + "".join(mark for mark in ends if mark in _PAUSES) * (number == len(words.split()) - 1)
        for words, ends in phrases
        for number, word in enumerate(words.split())
    )


def _written_times(
    written: tuple[str, ...], counts: tuple[int, ...], spoken: list[tuple[float, float]]
) -> list[TimedWord]:
    """Spread the spoken words over the written ones; in proportion where the voice joins or splits them otherwise."""
    edges = np.concatenate([[0], np.cumsum(np.maximum(counts, 1))])
    if not spoken:
        return []
    if edges[-1] != len(spoken):
        edges = np.round(edges * len(spoken) / edges[-1]).astype(int)
    words = []
    for word, first, last in zip(written, edges, edges[1:], strict=False):
        low = min(int(first), len(spoken) - 1)
        high = min(max(int(last) - 1, low), len(spoken) - 1)
        words.append(TimedWord(word, spoken[low][0], spoken[high][1]))
    return words


def _finish(
    pcm: NDArray[np.float32], rate: int, words: list[TimedWord], phonemes: list[TimedPhoneme], pause: float
) -> Speech:
    """Cut leading silence, set the loudness and end with the pause that the punctuation asks for."""
    loud = np.flatnonzero(np.abs(pcm) > _SILENCE)
    if loud.size == 0:
        return Speech(np.empty(0, np.float32), rate, (), ())
    first = max(0, int(loud[0]) - round(_LEAD_S * rate))
    last = int(loud[-1]) + 1
    body = pcm[first:last]
    voiced = body[np.abs(body) > _SILENCE]
    gain = min(_LOUDNESS / float(np.sqrt(np.mean(voiced**2))), _PEAK / float(np.abs(body).max()))
    sound = np.concatenate([body * gain, np.zeros(round(pause * rate), np.float32)]).astype(np.float32)
    shift, end = first / rate, len(sound) / rate

    def moved(moment: float) -> float:
        return min(max(moment - shift, 0.0), end)

    return Speech(
        sound,
        rate,
        tuple(TimedWord(word.text, moved(word.start), moved(word.end)) for word in words),
        tuple(TimedPhoneme(phoneme.symbol, moved(phoneme.start), moved(phoneme.end)) for phoneme in phonemes),
    )


def _extra_output(tensor: str) -> bytes:
    """ModelProto bytes that add `tensor` (float32) to the graph's outputs."""
    element = _field(1, b"\x08\x01")
    info = _field(1, tensor.encode()) + _field(2, element)
    return _field(7, _field(12, info))


def _field(number: int, payload: bytes) -> bytes:
    """A length-delimited protobuf field."""
    return _varint(number << 3 | 2) + _varint(len(payload)) + payload


def _varint(value: int) -> bytes:
    encoded = b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])
