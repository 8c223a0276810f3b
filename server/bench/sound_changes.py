"""How well timed phonemes fit the sound that they time: the truth under the lip benchmark's own.

Where a vowel passes into a stop, or a fricative into a vowel, the spectrum changes at the very boundary (Stevens,
"Acoustic Phonetics", 1998, landmarks). Its change is averaged over many such boundaries by the distance from the time
told; where the average is greatest, there the sound really changes.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from server.bench.peak import peak
from server.tts.port import Speech

Floats = NDArray[np.float64]
VOWELS = frozenset(
    "a\u0251\u00e6\u028c\u0259\u0250\u1d4ae\u025b\u026a\u1d7b\u0268iy\u0254\u0252ou\u028a\u025c\u025d\u025a"
)
STOPS = frozenset("ptkbd\u0261g")
FRICATIVES = frozenset("sz\u0283\u0292f\u03b8")
STEP, WINDOW, APART = 0.0025, 0.012, 4
FARTHEST = 0.12
BANDS = np.geomspace(100.0, 8000.0, 25)
FLOOR = 0.01
SMOOTH = 5
TOGETHER = 0.02


def lateness(speeches: Sequence[Speech]) -> float:
    """Seconds by which boundaries are told later than the sound changes; NaN where there is no boundary to look at."""
    reach = round(FARTHEST / STEP)
    changes = [
        course[place - reach : place + reach + 1]
        for speech in speeches
        for course in [_change(speech)]
        for place in _boundaries(speech)
        if reach <= place < len(course) - reach
    ]
    if not changes:
        return float("nan")
    mean = np.convolve(np.mean(changes, axis=0), np.ones(SMOOTH) / SMOOTH, "same")
    return (reach - peak(mean)) * STEP


def _boundaries(speech: Speech) -> list[int]:
    """The steps nearest to boundaries at which the spectrum changes at once."""
    return [
        round((after.start - WINDOW / 2) / STEP)
        for before, after in pairwise(speech.phonemes)
        if after.start - before.end < TOGETHER
        and (
            (before.symbol in VOWELS and after.symbol in STOPS)
            or (before.symbol in FRICATIVES and after.symbol in VOWELS)
        )
    ]


def _change(speech: Speech) -> Floats:
    """How much the spectrum changes about each step (N,)."""
    width = round(WINDOW * speech.sample_rate)
    count = max(int((speech.seconds - WINDOW) / STEP), 0)
    starts = (np.arange(count) * STEP * speech.sample_rate).astype(int)
    windows = speech.pcm.astype(np.float64)[starts[:, None] + np.arange(width)] * np.hanning(width)
    spectrum = np.abs(np.fft.rfft(windows, axis=1))
    band = np.searchsorted(BANDS, np.fft.rfftfreq(width, 1 / speech.sample_rate))
    power = np.stack([spectrum[:, band == number].sum(axis=1) for number in range(1, len(BANDS))], axis=1)
    level = np.log(power + FLOOR * max(float(power.mean()), 1e-9))
    change = np.zeros(count)
    if count > 2 * APART:
        change[APART:-APART] = np.sqrt(((level[2 * APART :] - level[: -2 * APART]) ** 2).mean(axis=1))
    return change
