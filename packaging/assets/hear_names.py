"""Speak every frame's name with the consultant's voice, transcribe it, and count the names that are found again.

Run `PYTHONPATH=. python packaging/assets/hear_names.py`; it takes a minute or two. Replace names that are missed in
`build_catalogue.py`.
"""

import asyncio

import numpy as np

from app.domain.catalogue import Catalogue
from server.asr.whisper import Whisper, whisper_folder
from server.llm.consultant.references import InView, find_references
from server.llm.consultant.spelling import mended
from server.llm.consultant.words import plain
from server.tts.espeak import Espeak
from server.tts.piper import Piper
from server.tts.voices import piper_files

RATE = 16_000
SILENCE = np.zeros(RATE // 3, np.float32)


async def main() -> None:
    catalogue = Catalogue.sample()
    recogniser = await Whisper.load(whisper_folder())
    voice = Piper(piper_files(), Espeak())
    frames = list(catalogue)
    found = 0
    for start in range(0, len(frames), 3):
        names = [frame.name for frame in frames[start : start + 3]]
        speech = await voice.synthesise(f"Show me the {', the '.join(names[:-1])} and the {names[-1]}.")
        moments = np.arange(0, speech.seconds, 1 / RATE)
        pcm = np.interp(moments, np.arange(len(speech.pcm)) / speech.sample_rate, speech.pcm).astype(np.float32)
        heard = (await recogniser.transcribe(np.concatenate([SILENCE, pcm, SILENCE]))).text
        references = find_references(mended(plain(heard), catalogue.spoken_names), catalogue, InView((), ()))
        missed = [frame.name for frame in frames[start : start + 3] if frame.sku not in references.skus]
        found += len(names) - len(missed)
        if missed:
            print(f"{heard} | missed {', '.join(missed)}")
    print(f"{found} of {len(frames)} names found")
    await voice.aclose()
    await recogniser.aclose()


if __name__ == "__main__":
    asyncio.run(main())
