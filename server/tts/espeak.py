"""Phonemes from the `espeak-ng` program, which runs as a process of its own and is talked to over pipes."""

import asyncio
import shutil
from collections import OrderedDict

from app.errors import AssetError, DeadlineError, ServiceError

_DEADLINE_S = 5.0
_REMEMBERED_WORDS = 4096


class Espeak:
    """`language` is an espeak-ng voice name. Raises `AssetError` when the program is not installed."""

    def __init__(self, language: str = "en-us", program: str = "espeak-ng") -> None:
        path = shutil.which(program)
        if path is None:
            raise AssetError(f"the program {program} is missing: install the package espeak-ng")
        self._command = (path, "-q", "--ipa", "-v", language, "--stdin")
        self._word_counts: OrderedDict[str, int] = OrderedDict()

    async def phonemes(self, text: str) -> tuple[str, ...]:
        """IPA with stress marks, one string a spoken word; `text` is one phrase without inner punctuation."""
        return tuple((await self._run(text)).replace("_", "").split())

    async def spoken_words(self, words: tuple[str, ...]) -> tuple[int, ...]:
        """How many spoken words each written one becomes: "189" is read as several."""
        unknown = [word for word in dict.fromkeys(words) if word not in self._word_counts]
        if unknown:
            lines = (await self._run("".join(f"{word}.\n\n" for word in unknown))).strip().split("\n")
            counts = [len(line.split()) for line in lines] if len(lines) == len(unknown) else [1] * len(unknown)
            self._word_counts.update(zip(unknown, counts, strict=True))
        result = tuple(self._word_counts[word] for word in words)
        while len(self._word_counts) > _REMEMBERED_WORDS:
            self._word_counts.popitem(last=False)
        return result

    async def _run(self, text: str) -> str:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(_DEADLINE_S):
                output, _ = await process.communicate(text.encode())
        except TimeoutError:
            raise DeadlineError("the pronunciation program did not answer") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise ServiceError(f"the pronunciation program failed with status {process.returncode}")
        return output.decode()
