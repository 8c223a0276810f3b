import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import av
import numpy as np
import yaml
from numpy.typing import NDArray

from media.audio.resample import resample
from server.asr.port import RATE
from server.asr.whisper import Whisper, whisper_folder
from server.conversation.end_of_turn import SmartTurn
from server.conversation.voice_activity import Silero, VoiceActivity, Window
from server.tts.espeak import Espeak
from server.tts.piper import Piper
from server.tts.port import Speech
from server.tts.voices import piper_files

DEMONSTRATION = Path(__file__).resolve().parents[4] / "media" / "demonstration"
SENTENCES = (
    "Do you have something round for work?",
    "It is three millimetres wider than your face.",
    "Thank you, I would like to try the second one.",
    "My budget is about two hundred dollars.",
)

Result = TypeVar("Result")


def words(text: str) -> list[str]:
    spelt = text.lower().replace("$200", "two hundred dollars").replace("millimeters", "millimetres")
    spelt = re.sub(r"\b3\b", "three", re.sub(r"(\d)\s?mm\b", r"\1 millimetres", spelt))
    return [word for word in re.sub(r"[^a-z0-9' ]", " ", spelt).split() if word not in {"um", "uh"}]


def errors(wanted: list[str], heard: list[str]) -> int:
    """Word errors by edit distance."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        before, row = row, [i]
        for j, other in enumerate(heard, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (word != other)))
    return row[-1]


def recording() -> NDArray[np.float32]:
    with av.open(str(DEMONSTRATION / "microphone.flac")) as container:
        rate = container.streams.audio[0].rate
        pcm = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
    return resample((pcm / 32768).astype(np.float32), rate, RATE)


def turns() -> list[dict[str, object]]:
    found: list[dict[str, object]] = yaml.safe_load((DEMONSTRATION / "script.yaml").read_text("utf-8"))["turns"]
    return found


def part(sound: NDArray[np.float32], turn: dict[str, object]) -> NDArray[np.float32]:
    start, end = float(str(turn["start"])), float(str(turn["end"]))
    return sound[round((start - 0.5) * RATE) : round((end + 0.15) * RATE)]


async def with_piper(use: Callable[[Piper], Awaitable[Result]]) -> Result:
    voice = await asyncio.to_thread(Piper, piper_files(), Espeak())
    try:
        return await use(voice)
    finally:
        await voice.aclose()


async def spoken(*texts: str) -> list[Speech]:
    async def speak(voice: Piper) -> list[Speech]:
        return [await voice.synthesise(text) for text in texts]

    return await with_piper(speak)


def judged(sound: NDArray[np.float32]) -> list[Window]:
    return VoiceActivity(Silero()).push(sound, 0.0)


async def test_what_the_voice_says_is_heard() -> None:
    """The recogniser understands the consultant's voice with at most three words in twenty wrong."""
    speeches = await spoken(*SENTENCES)
    whisper = await Whisper.load(whisper_folder())
    heard = [await whisper.transcribe(resample(speech.pcm, speech.sample_rate, RATE)) for speech in speeches]
    await whisper.aclose()
    wrong = sum(errors(words(text), words(found.text)) for text, found in zip(SENTENCES, heard, strict=True))
    assert wrong / sum(len(words(text)) for text in SENTENCES) <= 0.15, [found.text for found in heard]


async def test_phonemes_and_words_cover_the_sound_they_name() -> None:
    """Times rise, lie inside the sound, leave no voiced gap, and words carry their own text."""
    (speech,) = await spoken("Swan weighs only seven grams, and costs less.")
    assert [word.text for word in speech.words] == [
        "Swan",
        "weighs",
        "only",
        "seven",
        "grams,",
        "and",
        "costs",
        "less.",
    ]
    for timed in (speech.words, speech.phonemes):
        edges = [moment for item in timed for moment in (item.start, item.end)]
        assert edges == sorted(edges)
        assert edges[0] >= 0.0
        assert edges[-1] <= speech.seconds
    gaps = [(a.end, b.start) for a, b in zip(speech.phonemes, speech.phonemes[1:], strict=False)]
    assert max(after - before for before, after in gaps) < 0.05
    loud = np.flatnonzero(np.abs(speech.pcm) > 0.02) / speech.sample_rate
    assert speech.phonemes[0].start <= loud[0] + 0.1
    assert speech.phonemes[-1].end >= loud[-1] - 0.12


async def test_a_closed_mouth_is_quiet() -> None:
    """The closure of "p" is far quieter than the vowels beside it: the times belong to the sound."""
    (speech,) = await spoken("A paper cup of apples.")

    def level(start: float, end: float) -> float:
        piece = speech.pcm[round(start * speech.sample_rate) : round(end * speech.sample_rate)]
        return float(np.sqrt(np.mean(piece**2)))

    closures = [level(p.start, (p.start + p.end) / 2) for p in speech.phonemes if p.symbol == "p"]
    vowels = [level(p.start, p.end) for p in speech.phonemes if p.symbol in "eæʌɐə"]
    assert len(closures) == 4
    assert np.median(closures) < 0.5 * np.median(vowels)


async def test_the_bundled_shopper_is_understood() -> None:
    """Of the recording's words at most one in twenty is wrong."""
    whisper = await Whisper.load(whisper_folder())
    sound, script = recording(), turns()
    heard = [await whisper.transcribe(part(sound, turn)) for turn in script]
    await whisper.aclose()
    wanted = [words(str(turn["text"])) for turn in script]
    wrong = sum(errors(text, words(found.text)) for text, found in zip(wanted, heard, strict=True))
    assert wrong / sum(map(len, wanted)) <= 0.05, [found.text for found in heard]


async def test_noise_is_not_put_into_words() -> None:
    """Silence, hiss, a hum, a click and the recording's room give an empty transcript."""
    rng = np.random.default_rng(3)
    hum = np.sin(2 * np.pi * 120 * np.arange(2 * RATE) / RATE) * 0.05
    click = rng.standard_normal(RATE // 2) * np.exp(-np.arange(RATE // 2) / 800) * 0.3
    sounds = (np.zeros(RATE), rng.standard_normal(2 * RATE) * 0.01, hum, click, recording()[: 5 * RATE])
    whisper = await Whisper.load(whisper_folder())
    heard = [(await whisper.transcribe(sound.astype(np.float32))).text for sound in sounds]
    await whisper.aclose()
    assert heard == [""] * len(sounds)


def test_voice_is_found_where_the_script_has_it() -> None:
    """Speech is found in every turn of the recording, and never in the room's noise between turns."""
    windows, script = judged(recording()), turns()
    spans = [(float(str(turn["start"])), float(str(turn["end"]))) for turn in script]
    for start, end in spans:
        assert any(window.voiced for window in windows if start < window.end < end)
    outside = [w.end for w in windows if w.voiced and not any(a - 0.2 < w.end < b + 0.4 for a, b in spans)]
    assert outside == []


def test_noise_is_no_voice() -> None:
    """Loud hiss, a hum and clicks are not taken for a voice."""
    rng = np.random.default_rng(4)
    hiss = rng.standard_normal(5 * RATE) * 0.05
    hum = np.sin(2 * np.pi * 100 * np.arange(5 * RATE) / RATE) * 0.2
    clicks = np.zeros(5 * RATE)
    clicks[:: RATE // 2] = 0.8
    for noise in (hiss, hum, clicks):
        assert sum(window.voiced for window in judged(noise.astype(np.float32))) == 0


async def test_finished_sentences_are_told_from_hesitations() -> None:
    """Most turns of the recording are judged finished 400 ms after their end, phrases that end in "um" are not."""
    sound = recording()
    finished = [
        sound[round((float(str(turn["start"])) - 0.6) * RATE) : round((float(str(turn["end"])) + 0.4) * RATE)]
        for turn in turns()
    ]
    hesitating = []
    for speech in await spoken("My budget is about, um,", "Do you have any, uh,", "The second one, and,"):
        said = resample(speech.pcm, speech.sample_rate, RATE)
        said = said[: np.flatnonzero(np.abs(said) > 0.01)[-1]]
        hesitating.append(np.concatenate([said, np.zeros(round(0.4 * RATE), np.float32)]))
    judge = await SmartTurn.load()
    over = [await judge.probability(pcm) for pcm in finished]
    going_on = [await judge.probability(pcm) for pcm in hesitating]
    await judge.aclose()
    assert np.mean(np.array(over) > 0.5) >= 0.9
    assert max(going_on) < 0.5


def test_the_program_that_pronounces_is_a_separate_one() -> None:
    """No part of a GPL phonemiser is loaded into the companion."""
    assert not {"piper", "espeakng_loader", "phonemizer"} & set(sys.modules)
