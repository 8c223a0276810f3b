"""Prepared phrases on disk, so that the next start has them at once.

Only sentences of our own are ever written, never what is said in a visit. A file is named by a digest of everything its
sound depends on; a file that cannot be read is made anew, and the oldest give way when there are too many.
"""

import contextlib
import hashlib
import io
import json
import os
import tempfile
from pathlib import Path

import numpy as np

from server.tts.port import Speech, TimedPhoneme, TimedWord

MOST_BYTES = 32_000_000
_FORMAT = 3
_SUFFIX = ".phrase.npz"


def default_folder() -> Path | None:
    """The user's cache folder for phrases; `None` where the system names none."""
    base = os.environ.get("XDG_CACHE_HOME") or (f"{os.environ['HOME']}/.cache" if os.environ.get("HOME") else "")
    return Path(base) / "lunette" / "phrases" if base else None


class PhraseStore:
    """One voice's phrases in `folder`; `voice` names all that its sound depends on.

    Never raises: without a folder that can be written nothing is kept.
    """

    def __init__(self, folder: Path | None, voice: str, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._voice = voice
        self._most_bytes = most_bytes

    def load(self, phrase: str) -> Speech | None:
        """The phrase as it was kept; `None` when there is none that can be used."""
        if self._folder is None:
            return None
        file = self._file(self._folder, phrase)
        try:
            with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as kept:
                told = json.loads(str(kept["told"]))
                pcm = kept["pcm"].astype(np.float32) / 32767.0
            speech = Speech(
                pcm,
                int(told["rate"]),
                tuple(TimedWord(str(text), float(start), float(end)) for text, start, end in told["words"]),
                tuple(
                    TimedPhoneme(str(symbol), float(start), float(end), bool(stressed))
                    for symbol, start, end, stressed in told["phonemes"]
                ),
            )
        except FileNotFoundError:
            return None
        except Exception:  # noqa: BLE001 - whatever is wrong with the file, it is made anew
            with contextlib.suppress(OSError):
                file.unlink()
            return None
        return speech if speech.sample_rate > 0 and pcm.ndim == 1 else None

    def save(self, phrase: str, speech: Speech) -> None:
        """Keep a phrase; complete or not at all."""
        if self._folder is None:
            return
        told = {
            "rate": speech.sample_rate,
            "words": [(word.text, word.start, word.end) for word in speech.words],
            "phonemes": [(phoneme.symbol, phoneme.start, phoneme.end, phoneme.stressed) for phoneme in speech.phonemes],
        }
        pcm = np.round(np.clip(speech.pcm, -1.0, 1.0) * 32767.0).astype(np.int16)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(suffix=".part", dir=self._folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    np.savez(file, pcm=pcm, told=np.array(json.dumps(told)))
                Path(name).replace(self._file(self._folder, phrase))
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            self._make_room(self._folder)

    def _file(self, folder: Path, phrase: str) -> Path:
        digest = hashlib.sha256(json.dumps([_FORMAT, self._voice, phrase]).encode()).hexdigest()
        return folder / f"{digest[:40]}{_SUFFIX}"

    def _make_room(self, folder: Path) -> None:
        files = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime, reverse=True)
        kept = 0
        for file in files:
            kept += file.stat().st_size
            if kept > self._most_bytes:
                file.unlink(missing_ok=True)
