"""How well the consultant's lips follow the voice, measured on the very pictures that a shopper sees.

Sentences of our own are spoken and animated, every picture is drawn as for a shopper (only closer, so that the
landmarker has enough pixels), and the lips that the landmarker finds are held against the timed phonemes, as these are
against the sound itself (`phonemes_late_ms`). `closed` is
what the landmarker reads on this figure while it is silent: the mean and three standard deviations.
"""

import asyncio
import resource
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.protocol.messages import ConsultantState
from server.animation.port import Animator
from server.avatar.motion.life import Life
from server.avatar.pose import FacePose, neutral_weights
from server.bench import lip_reference as reference
from server.bench import sound_changes
from server.bench.lip_watching import LipReader, Picture, Portrait
from server.bench.peak import peak
from server.tts.port import Speech, Synthesiser, TimedPhoneme

SENTENCES = Path(__file__).parent / "lip_sentences.txt"
FPS = 30
SEED = 7
SILENT_SECONDS = 4.0
NEAR = 0.03
"""Seconds before and after a sound in which its closure counts."""
LARGEST_LAG = 0.25
TONGUE_PIXELS = 12
NOISE_DEVIATIONS = 3.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence: its sound, when it begins on the benchmark's clock, and the openings read from its pictures.

    Picture n is `n / FPS` after `start`; its opening is NaN without a face. `tongue` counts its visible pixels in the
    middle of each sound that needs it.
    """

    speech: Speech
    start: float
    openings: Floats
    tongue: tuple[int, ...]


async def speak(voice: Synthesiser, seconds: float) -> list[Speech]:
    """The sentences in order, as many as last `seconds`, from the first again if they do not; lets go of the voice."""
    sentences = SENTENCES.read_text("utf-8").splitlines()
    spoken: list[Speech] = []
    total = 0.0
    try:
        while total < seconds:
            speech = await voice.synthesise(sentences[len(spoken) % len(sentences)])
            spoken.append(speech)
            total += speech.seconds
    finally:
        await voice.aclose()
    return spoken


def watch(speeches: list[Speech], animator: Animator, portrait: Portrait, reader: LipReader) -> list[Utterance]:
    """Draw and read every picture of the sentences, one after the other."""
    motion = Life(SEED)
    start = SILENT_SECONDS
    watched: list[Utterance] = []
    for speech in speeches:
        curves = animator.animate(speech)
        count = int(speech.seconds * FPS) + 1
        poses = [
            motion.pose(start + index / FPS, ConsultantState.SPEAKING, curves.at(index / FPS)) for index in range(count)
        ]
        openings = _read(poses, portrait, reader)
        tongue = tuple(
            portrait.tongue_pixels(poses[min(round((sound.start + sound.end) / 2 * FPS), count - 1)])
            for sound in _sounds(speech, reference.TONGUE_SOUNDS)
        )
        watched.append(Utterance(speech, start, openings, tongue))
        start += count / FPS
    return watched


def closed_opening(portrait: Portrait, reader: LipReader) -> float:
    """The largest reading that counts as closed on this figure."""
    motion = Life(SEED + 1)
    poses = [
        motion.pose(index / FPS, ConsultantState.SPEAKING, neutral_weights())
        for index in range(int(SILENT_SECONDS * FPS))
    ]
    openings = _read(poses[FPS:], portrait, reader)
    return float(np.nanmean(openings) + NOISE_DEVIATIONS * np.nanstd(openings))


def measures(watched: list[Utterance], closed: float) -> dict[str, object]:
    """All figures of one animator; times in milliseconds."""
    openings = np.concatenate([each.openings for each in watched])
    aperture = [reference.opening(each.speech.phonemes, each.speech.seconds) for each in watched]
    loudness = [reference.loudness(each.speech) for each in watched]
    correlation, best, lag = _follow(watched, aperture)
    with_sound, _, sound_lag = _follow(watched, loudness)
    bilabials = _smallest(watched, reference.BILABIALS)
    labiodentals = _smallest(watched, reference.LABIODENTALS)
    tongue = np.array([pixels for each in watched for pixels in each.tongue])
    return {
        "seconds": round(sum(each.speech.seconds for each in watched), 1),
        "pictures": len(openings),
        "faces_found_share": round(float(np.isfinite(openings).mean()), 4),
        "lag_ms": round(lag * 1000, 1),
        "phonemes_late_ms": round(sound_changes.lateness([each.speech for each in watched]) * 1000, 1),
        "correlation": round(correlation, 3),
        "correlation_at_lag": round(best, 3),
        "loudness_correlation": round(with_sound, 3),
        "loudness_lag_ms": round(sound_lag * 1000, 1),
        "bilabials": len(bilabials),
        "bilabials_closed_share": _share(bilabials <= closed),
        "labiodentals": len(labiodentals),
        "labiodentals_touching_share": _share(labiodentals <= closed),
        "tongue_sounds": len(tongue),
        "tongue_shown_share": _share(tongue >= TONGUE_PIXELS),
        "opening_p5_p50_p95": [round(float(np.nanpercentile(openings, level)), 4) for level in (5, 50, 95)],
    }


def _read(poses: list[FacePose], portrait: Portrait, reader: LipReader) -> Floats:
    def drawn() -> Iterator[Picture]:
        for pose in poses:
            yield portrait.picture(pose)

    return np.array([np.nan if opening is None else opening for opening in reader.read(drawn())])


def _sounds(speech: Speech, symbols: frozenset[str]) -> list[TimedPhoneme]:
    return [phoneme for phoneme in speech.phonemes if phoneme.symbol in symbols]


def _smallest(watched: list[Utterance], symbols: frozenset[str]) -> Floats:
    """The smallest opening in the pictures of each such sound."""
    smallest: list[float] = []
    for each in watched:
        moments = np.arange(len(each.openings)) / FPS
        for sound in _sounds(each.speech, symbols):
            near = each.openings[(moments >= sound.start - NEAR) & (moments <= sound.end + NEAR)]
            smallest.append(float(np.nanmin(near)) if np.isfinite(near).any() else np.inf)
    return np.array(smallest)


def _follow(watched: list[Utterance], courses: list[Floats]) -> tuple[float, float, float]:
    """Correlation of opening and `courses` as they are and at the best lag; that lag, positive when lips are late."""
    lags = np.round(np.arange(-LARGEST_LAG, LARGEST_LAG + 1e-9, reference.STEP), 6)
    openings = np.concatenate([each.openings for each in watched])
    seen = np.isfinite(openings)
    found = []
    for lag in lags:
        expected = np.concatenate(
            [
                np.interp(np.arange(len(each.openings)) / FPS - lag, np.arange(len(course)) * reference.STEP, course)
                for each, course in zip(watched, courses, strict=True)
            ]
        )
        found.append(float(np.corrcoef(openings[seen], expected[seen])[0, 1]))
    values = np.array(found)
    best = peak(values)
    return float(values[len(values) // 2]), float(values[round(best)]), float(lags[0] + best * reference.STEP)


def _share(hits: NDArray[np.bool_]) -> float | None:
    return round(float(hits.mean()), 4) if len(hits) else None


def run(seconds: float, figure: str, voice: Synthesiser, animator: Animator) -> dict[str, object]:
    """The benchmark: with phonemes, and on a tenth of the sentences from the sound alone."""
    speeches = asyncio.run(speak(voice, seconds))
    portrait = Portrait(figure)
    try:
        with LipReader() as reader:
            closed = closed_opening(portrait, reader)
            timed = measures(watch(speeches, animator, portrait, reader), closed)
            deaf = [replace(speech, phonemes=()) for speech in speeches[:: max(1, len(speeches) // 12)]]
            kept = speeches[:: max(1, len(speeches) // 12)]
            heard = [
                replace(each, speech=speech)
                for each, speech in zip(watch(deaf, animator, portrait, reader), kept, strict=True)
            ]
            sound_only = measures(heard, closed)
    finally:
        portrait.close()
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "figure": figure,
        "closed_opening": round(closed, 4),
        **timed,
        "sound_only": sound_only,
        "processor_seconds": round(own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime, 1),
    }
