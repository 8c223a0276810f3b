"""A Kokoro-82M voice (StyleTTS 2, 8-bit ONNX) with the exact time of every phoneme and word.

The graph computes how many 25 ms frames each input symbol lasts; that tensor is made an output, as it is before it is
rounded to whole frames. The voice learnt from
phonemes in the spelling of its own dictionary, into which espeak-ng's are rewritten: one capital for a diphthong, one
sign for an affricate, no length marks. A voice is a table of style vectors, one for each number of symbols.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
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

RATE = 24_000
FRAME = 600
MOST_SYMBOLS = 400
_AHEAD = 1080
"""Samples by which a symbol is heard before its frames, as measured where the sound changes (`bench lipsync`)."""
_LENGTHS = "/encoder/Div_output_0"
_STYLES = (510, 1, 256)
_SPEEDS = (0.5, 2.5)
_TRIAL_SPEED = 1000.0
_WARM_UP = "w\u02c8\u0254\u0279m \u02c8\u028cp."
_REWRITTEN = (
    ("a\u026a", "I"), ("a\u028a", "W"), ("e\u026a", "A"), ("o\u028a", "O"), ("\u0254\u026a", "Y"),
    ("d\u0292", "\u02a4"), ("t\u0283", "\u02a7"), ("\u025c\u02d0\u0279", "\u025c\u0279"),
    ("\u025c\u02d0", "\u025c\u0279"), ("\u025d", "\u025c\u0279"), ("\u025a", "\u0259\u0279"),
    ("\u026a\u0259", "i\u0259"),
    ("\u0294n", "t\u1d4an"), ("\u0294", "t"), ("\u027e", "T"), ("\u0250", "\u0259"), ("\u026c", "l"), ("r", "\u0279"),
    ("g", "\u0261"), ("x", "k"), ("\u00e7", "k"), ("e", "A"), ("o", "\u0254"), ("\u02d0", ""), ("\u0303", ""),
    ("\u0329", ""), ("\u02b2", ""),
)  # fmt: skip
_PARTS: Mapping[str, tuple[tuple[str, float], ...]] = MappingProxyType(
    {
        "I": (("a", 0.6), ("\u026a", 1.0)),
        "W": (("a", 0.6), ("\u028a", 1.0)),
        "A": (("e", 0.6), ("\u026a", 1.0)),
        "O": (("o", 0.6), ("\u028a", 1.0)),
        "Y": (("\u0254", 0.6), ("\u026a", 1.0)),
        "\u02a4": (("d", 0.4), ("\u0292", 1.0)),
        "\u02a7": (("t", 0.4), ("\u0283", 1.0)),
        "T": (("\u027e", 1.0),),
        "\u1d4a": (("\u0259", 1.0),),
    }
)
"""The sounds behind the dictionary's own signs, in the alphabet of the other voices, with their share of its time."""


@dataclass(frozen=True, slots=True)
class KokoroVoice:
    """`parts` are the model file in pieces, joined in memory; `styles` is the voice; `symbols` numbers the alphabet."""

    parts: tuple[Path, ...]
    styles: Path
    symbols: Path
    threads: int = 2


class Kokoro:
    """One loaded voice, shared by all visits; work runs on a thread of its own, one clause at a time."""

    def __init__(self, voice: KokoroVoice, espeak: Espeak, delivery: Delivery | None = None) -> None:
        """Load and warm up; takes about a second. Raises `AssetError` for a broken file."""
        self._espeak = espeak
        self._delivery = delivery or Delivery()
        self._rate = self._delivery.sample_rate(RATE)
        self._speed = 1.0
        self._executor = workbench("kokoro")
        try:
            self._ids: dict[str, int] = json.loads(voice.symbols.read_text("utf-8"))
            self._styles = np.fromfile(voice.styles, np.float32).reshape(_STYLES)
            model = b"".join(part.read_bytes() for part in voice.parts)
            self.fingerprint = hashlib.sha256(model + self._styles.tobytes()).hexdigest()
            self._session: Any = self._executor.submit(open_voice, model, _LENGTHS, voice.threads).result()
            if self._delivery.speed != 1.0:
                speed = 1 / stretch(self._trial_lengths(), self._delivery.speed, whole)
                self._speed = min(max(speed, _SPEEDS[0]), _SPEEDS[1])
            self._session.run(None, self._feed([self._ids[character] for character in _WARM_UP], self._speed))
        except Exception as error:
            self._executor.shutdown(wait=False)
            raise AssetError(f"the voice {voice.styles.name} cannot be loaded: {error}") from error

    async def synthesise(self, text: str) -> Speech:
        """Speak one clause; text without anything to say gives no samples."""
        said = await pronounce(speakable(text), self._espeak)
        if said is None:
            return silence(self._rate)
        said = replace(said, pieces=tuple(rewritten(piece) for piece in said.pieces))
        owners = [(piece, character) for piece, character in said.characters if character in self._ids]
        sounds, spans, offset = [np.empty(0, np.float32)], [np.empty((0, 2))], 0
        for run in runs([character for _, character in owners]):
            symbols = [self._ids[character] for character in run]
            pcm, lengths = await inferred(self._executor, self._session, self._feed(symbols, self._speed))
            edges = (offset - _AHEAD + np.concatenate([[0.0], np.cumsum(whole(lengths)) * FRAME])) / self._rate
            spans.append(np.stack([edges[1:-2], edges[2:-1]], axis=1))
            sounds.append(pcm)
            offset += len(pcm)
        times = np.concatenate(spans)
        times[:-1, 1] = times[1:, 0]
        phonemes, words = timed(said, owners, times, _PARTS)
        sound, written = np.concatenate(sounds), as_written(text, words)
        return await done_by(self._executor, finished, sound, self._rate, phonemes, written, said.pause)

    async def aclose(self) -> None:
        """Safe to call twice."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _trial_lengths(self) -> NDArray[np.float32]:
        """How many frames each symbol of some sentences lasts at speed 1, spoken in a hurry as that costs less."""
        spelt = " ".join(rewritten(word) for word in TRIAL.split(" "))
        symbols = [self._ids[character] for character in spelt if character in self._ids]
        _, lengths = self._session.run(None, self._feed(symbols, _TRIAL_SPEED))
        return np.asarray(lengths.reshape(-1) * np.float32(_TRIAL_SPEED), np.float32)

    def _feed(self, symbols: list[int], speed: float) -> dict[str, NDArray[Any]]:
        return {
            "tokens": np.array([[0, *symbols, 0]], np.int64),
            "style": self._styles[min(len(symbols), len(self._styles)) - 1],
            "speed": np.array([speed], np.float32),
        }


def whole(lengths: NDArray[np.float32]) -> NDArray[np.float32]:
    """The frames that the graph makes of them: at least one for each symbol."""
    return np.maximum(np.round(lengths), np.float32(1.0))


def runs(characters: list[str]) -> list[list[str]]:
    """Pieces that the graph can take, cut between words where that can be."""
    pieces = []
    while len(characters) > MOST_SYMBOLS:
        spaces = [index for index, character in enumerate(characters[:MOST_SYMBOLS]) if character == " "]
        end = spaces[-1] + 1 if spaces else MOST_SYMBOLS
        pieces.append(characters[:end])
        characters = characters[end:]
    return [*pieces, characters] if characters else pieces


def rewritten(ipa: str) -> str:
    """A word of espeak-ng's American English in the voice's own spelling."""
    for heard, written in _REWRITTEN:
        ipa = ipa.replace(heard, written)
    return ipa
