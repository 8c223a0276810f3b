"""Models that are missing, cut short or altered: each is one error with the file's name."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AssetError
from server.conversation.end_of_turn import MODEL, SmartTurn
from server.tts import voices
from server.tts.espeak import Espeak
from server.tts.kokoro import Kokoro
from server.tts.piper import Piper

Harm = Callable[[Path, Path], Path]


def _cut(file: Path, folder: Path) -> Path:
    """A copy that holds the first tenth."""
    copy = folder / file.name
    content = file.read_bytes()
    copy.write_bytes(content[: len(content) // 10])
    return copy


def _altered(file: Path, folder: Path) -> Path:
    """A copy whose first bytes are others."""
    copy = folder / file.name
    copy.write_bytes(b"\xff" * 64 + file.read_bytes()[64:])
    return copy


def _gone(file: Path, folder: Path) -> Path:
    """A name without a file."""
    return folder / file.name


@pytest.mark.parametrize("harm", [_cut, _altered, _gone])
def test_a_harmed_voice_is_named(harm: Harm, tmp_path: Path) -> None:
    """Daniel's model and Miriam's style table are read whole or refused."""
    piper, kokoro = voices.piper_files(), voices.kokoro_files()
    with pytest.raises(AssetError, match=piper.model.name):
        Piper(replace(piper, model=harm(piper.model, tmp_path)), Espeak())
    if harm is not _altered:
        with pytest.raises(AssetError, match=kokoro.styles.name):
            Kokoro(replace(kokoro, styles=harm(kokoro.styles, tmp_path)), Espeak())


@pytest.mark.parametrize("harm", [_cut, _altered, _gone])
async def test_a_harmed_end_of_turn_model_is_named(harm: Harm, tmp_path: Path) -> None:
    """The model that hears when a shopper is done is refused with its name."""
    with pytest.raises(AssetError, match=MODEL.name):
        await SmartTurn.load(await asyncio.to_thread(harm, MODEL, tmp_path))


@pytest.mark.parametrize("find", [voices.piper_files, voices.kokoro_files])
def test_a_voice_that_was_not_installed_says_what_to_run(
    find: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that is not there is told as the voice that it is."""
    monkeypatch.setattr(voices, "_folder", lambda _package: None)
    with pytest.raises(AssetError, match=r"voice .* is missing: "):
        find()
