"""Where a clause is stressed, so that head and brows can keep time with it."""

import numpy as np

from server.avatar.cues import Accent, Spoken
from server.tts.port import Speech

SPACING = 0.28
WINDOW = 0.12
LAST_BONUS = 1.25
ENDS, ASKS = ".!?", "?"


def spoken(speech: Speech, start: float) -> Spoken:
    """The cue for a clause that starts at media time `start` (s)."""
    last = speech.words[-1].text.rstrip("\"')\u201d\u2019") if speech.words else ""
    return Spoken(
        start,
        start + speech.seconds,
        tuple(Accent(start + at, strength) for at, strength in stresses(speech)),
        closes=last[-1:] in ENDS and bool(last),
        asks=last[-1:] == ASKS,
    )


def stresses(speech: Speech) -> list[tuple[float, float]]:
    """Seconds from the first sample, and strength 0..1: the stressed sounds, or the loudest where none are told."""
    times = [phoneme.start for phoneme in speech.phonemes if phoneme.stressed] or _peaks(speech)
    loud = [_loudness(speech, at) for at in times]
    loudest = max(loud, default=0.0)
    if loudest <= 0.0:
        return []
    strengths = [value / loudest for value in loud]
    strengths[-1] = min(strengths[-1] * LAST_BONUS, 1.0)
    return list(zip(times, strengths, strict=True))


def _loudness(speech: Speech, at: float) -> float:
    first = max(round(at * speech.sample_rate), 0)
    piece = speech.pcm[first : first + round(WINDOW * speech.sample_rate)]
    return float(np.sqrt(np.mean(piece**2))) if piece.size else 0.0


def _peaks(speech: Speech) -> list[float]:
    """The beginnings of the loudest moments of the sound, apart from each other."""
    step = max(round(speech.sample_rate * 0.02), 1)
    count = speech.pcm.size // step
    if count < 5:
        return []
    power = np.sqrt(np.mean(speech.pcm[: count * step].reshape(count, step) ** 2, axis=1))
    smooth = np.convolve(power, np.ones(5) / 5, mode="same")
    floor = 0.5 * float(smooth.max())
    found: list[float] = []
    for index in np.argsort(-smooth):
        if smooth[index] < floor or floor <= 0.0:
            break
        at = float(index) * step / speech.sample_rate
        if all(abs(at - other) >= SPACING for other in found):
            found.append(at)
    return [max(at - WINDOW / 2, 0.0) for at in sorted(found)]
