import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.errors import AssetError, CapacityError
from server.asr.whisper import MAX_WAITING, Whisper, is_speech


@pytest.mark.parametrize(
    ("text", "no_speech", "logprob", "compression", "wanted"),
    [
        ("Do you have any round ones?", 0.1, -0.1, 0.9, True),
        ("Yes.", 0.2, -0.5, 0.4, True),
        ("Thank you.", 0.1, -0.2, 0.6, True),
        (".", 0.1, -0.1, 0.1, False),
        ("I don't know.", 0.9, -1.6, 0.7, False),
        ("Thank you.", 0.9, -0.3, 0.6, False),
        ("You", 0.3, -0.8, 0.3, False),
        ("so so so so so so so so so so", 0.1, -0.1, 3.1, False),
    ],
)
def test_tells_speech_from_what_noise_turns_into(
    text: str, no_speech: float, logprob: float, compression: float, wanted: bool
) -> None:
    """Repetition, doubt and the words that silence is mistaken for are not taken for speech."""
    assert is_speech(text, no_speech, logprob, compression) is wanted


async def test_a_crowd_is_refused_instead_of_queued_without_end() -> None:
    """Beyond the bound an utterance is refused at once, and the ones that wait are served."""

    class Slow:
        def words(self, pcm: Any) -> str:
            return f"{pcm.size}"

    executor = ThreadPoolExecutor(1, "shared-whisper")
    whisper = Whisper(Slow(), executor)  # type: ignore[arg-type]
    pcm = np.zeros(16_000, np.float32)
    waiting = [asyncio.create_task(whisper.transcribe(pcm)) for _ in range(MAX_WAITING + 1)]
    await asyncio.sleep(0)
    with pytest.raises(CapacityError):
        await whisper.transcribe(pcm)
    served = await asyncio.gather(*waiting)
    assert {transcript.text for transcript in served} == {"16000"}
    await whisper.aclose()
    await whisper.aclose()


async def test_a_broken_model_is_named(tmp_path: Path) -> None:
    """A folder without a usable model raises an error that names it."""
    (tmp_path / "model.bin").write_bytes(b"nonsense")
    with pytest.raises(AssetError, match=str(tmp_path)):
        await Whisper.load(tmp_path)
