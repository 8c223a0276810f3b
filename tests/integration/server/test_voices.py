"""Both voices on their real models."""

import asyncio
import re
from collections.abc import AsyncIterator
from itertools import pairwise

import numpy as np
import pytest

from app.domain.consultants import FEMALE_VOICE, ROSTER
from media.audio.resample import resample
from server.asr.port import RATE
from server.asr.whisper import Whisper, whisper_folder
from server.bench.sound_changes import lateness
from server.tts import kokoro
from server.tts.delivery import Delivery
from server.tts.espeak import Espeak
from server.tts.loudness import integrated, true_peak
from server.tts.port import Speech
from server.tts.voices import LOADERS, LoadedVoice

SENTENCES = (
    "Do you have something round for work?",
    "Thank you, I would like to try the second one.",
    "It weighs only twelve grams, and it sits well.",
)
PACED = (
    "Many people with small faces like a narrow bridge, and most of them choose something round in the end.",
    "It weighs only twelve grams, and it sits well.",
)
VOICES = tuple(profile.voice for profile in ROSTER)


@pytest.fixture(params=VOICES)
async def voice(request: pytest.FixtureRequest) -> AsyncIterator[LoadedVoice]:
    loaded = await asyncio.to_thread(LOADERS[request.param], Espeak(), Delivery())
    yield loaded
    await loaded.aclose()


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", "", text.lower().replace("12", "twelve")).split()


async def test_what_is_said_is_heard_and_timed(voice: LoadedVoice) -> None:
    """The recogniser understands the voice; words and phonemes rise, lie inside the sound and cover what is loud."""
    whisper = await Whisper.load(whisper_folder())
    try:
        missed = total = 0
        for sentence in SENTENCES:
            speech = await voice.synthesise(sentence)
            padded = np.pad(resample(speech.pcm, speech.sample_rate, RATE), (RATE // 2, RATE // 2))
            heard = words((await whisper.transcribe(padded)).text)
            missed += sum(word not in heard for word in words(sentence))
            total += len(words(sentence))
            timed_and_covered(speech, sentence)
    finally:
        await whisper.aclose()
    assert missed / total <= 0.1


def timed_and_covered(speech: Speech, sentence: str) -> None:
    assert [word.text for word in speech.words] == sentence.split()
    for timed in (speech.words, speech.phonemes):
        edges = [moment for item in timed for moment in (item.start, item.end)]
        assert edges == sorted(edges)
        assert 0.0 <= edges[0] <= edges[-1] <= speech.seconds + 1e-6
    gaps = [after.start - before.end for before, after in zip(speech.phonemes, speech.phonemes[1:], strict=False)]
    assert max(gaps) < 0.03
    loud = np.flatnonzero(np.abs(speech.pcm) > 0.05) / speech.sample_rate
    assert speech.phonemes[0].start <= loud[0] + 0.05
    assert speech.phonemes[-1].end >= loud[-1] - 0.08
    assert speech.seconds - speech.phonemes[-1].end < 0.45


async def test_phonemes_are_told_where_the_sound_changes(voice: LoadedVoice) -> None:
    """Over the stops and fricatives of some sentences the spectrum changes within 15 ms of the times told."""
    speeches = [await voice.synthesise(sentence) for sentence in (*SENTENCES, *PACED)]
    assert abs(lateness(speeches)) <= 0.015


async def test_lips_know_the_sounds_behind_the_symbols(voice: LoadedVoice) -> None:
    """Diphthongs and affricates are told as the sounds they are made of, without capitals or marks."""
    speech = await voice.synthesise("Boys judge my own cheap house.")
    symbols = "".join(phoneme.symbol for phoneme in speech.phonemes)
    for pair in ("\u0254\u026a", "d\u0292", "a\u026a", "o\u028a", "t\u0283", "a\u028a"):
        assert pair in symbols, (pair, symbols)
    assert not re.search("[A-Z\u02c8\u02cc\u02d0\u02a4\u02a7]", symbols)


async def test_both_voices_are_equally_loud() -> None:
    """A longer answer is spoken within one loudness unit by both, below the ceiling of peaks."""
    loudness = []
    for voice_id in VOICES:
        loaded = await asyncio.to_thread(LOADERS[voice_id], Espeak(), Delivery())
        try:
            speeches = [await loaded.synthesise(sentence) for sentence in SENTENCES]
        finally:
            await loaded.aclose()
        sound = np.concatenate([speech.pcm for speech in speeches])
        loudness.append(integrated(sound, speeches[0].sample_rate))
        assert 20 * np.log10(true_peak(sound)) <= -1.0
    assert abs(loudness[0] - loudness[1]) <= 1.0
    assert all(-20.0 <= value <= -16.0 for value in loudness)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("voice_id", VOICES)
async def test_rate_and_pitch_are_obeyed(voice_id: str) -> None:
    """A voice asked for a rate speaks at it; a higher one keeps its time and raises the fundamental."""
    spoken = []
    sentences = PACED * (1 if voice_id == FEMALE_VOICE else 4)
    for delivery in (Delivery(), Delivery(rate=0.8), Delivery(rate=1.3), Delivery(pitch=3.0)):
        loaded = await asyncio.to_thread(LOADERS[voice_id], Espeak(), delivery)
        try:
            spoken.append([await loaded.synthesise(sentence) for sentence in sentences])
        finally:
            await loaded.aclose()
    plain, _, fast, high = spoken
    took = [sum(one.phonemes[-1].end - one.phonemes[0].start for one in speeches) for speeches in spoken]
    assert [took[0] / seconds for seconds in took[1:]] == pytest.approx([0.8, 1.3, 1.0], rel=0.06)
    for speech, sentence in zip(fast, sentences, strict=True):
        timed_and_covered(speech, sentence)
    raised = 12 * np.log2(
        np.median([fundamental(one) for one in high]) / np.median([fundamental(one) for one in plain])
    )
    assert raised == pytest.approx(3.0, abs=1.0)


def fundamental(speech: Speech) -> float:
    """The median fundamental (Hz) of the voiced parts, by autocorrelation."""
    rate, size = speech.sample_rate, round(0.05 * speech.sample_rate)
    found = []
    for start in range(0, len(speech.pcm) - size, size):
        part = speech.pcm[start : start + size]
        if np.sqrt(np.mean(part**2)) < 0.05:
            continue
        power = np.fft.irfft(np.abs(np.fft.rfft(part - part.mean(), 4 * size)) ** 2)
        low, high = rate // 350, rate // 70
        lag = low + int(np.argmax(power[low:high]))
        if power[lag] > 0.5 * power[0]:
            found.append(rate / lag)
    return float(np.median(found))


async def test_odd_and_long_texts_are_spoken_or_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Odd texts give bounded sound or none; a text beyond what Kokoro's graph takes at once is spoken in runs."""
    monkeypatch.setattr(kokoro, "MOST_SYMBOLS", 30)
    loaded = await asyncio.to_thread(LOADERS[FEMALE_VOICE], Espeak(), Delivery())
    try:
        for text in ("", " ", "\U0001f600", "...", "\u4e2d\u6587", "\u00e9\u00e8", "&"):
            assert (await loaded.synthesise(text)).seconds < 5.0
        sentence = "These frames are light, strong and quite easy to bend"
        long = await loaded.synthesise(sentence)
    finally:
        await loaded.aclose()
    timed_and_covered(long, sentence)


async def test_signs_and_markup_are_read_sensibly(voice: LoadedVoice) -> None:
    """Emoji, markup, an address, sizes and a price become bounded speech; 4,000 signs are silent."""
    written = "**Try** this \U0001f600 <b>one</b>, 52-18, for $129.50: https://shop.example/x?id=1"
    speech = await voice.synthesise(written)
    assert 3.0 < speech.seconds < 14.0
    assert speech.phonemes[-1].end <= speech.seconds
    assert all(before.end <= after.start + 1e-6 for before, after in pairwise(speech.words))
    assert (await voice.synthesise("\U0001f600" * 4000)).seconds == 0.0
    assert (await voice.synthesise("x" * 4000)).seconds < 2.0
