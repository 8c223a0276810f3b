"""What a mouth should do while timed phonemes sound, told without our own curves: the truth of the lip benchmark.

Each class of sounds has an opening of the lips, 0 closed to 1 as for an open vowel. Vowels follow their height in the
chart of the International Phonetic Association, rounded ones half as open; consonants follow the order of jaw heights
that Keating, Lindblom, Lubker and Kreiman measured ("Variability in jaw height for segments in English and Swedish
VCVs", 1994). Mouths move smoothly: the steps are smoothed by a Gaussian as wide as a lip takes to open or close.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from server.tts.port import Speech, TimedPhoneme

Floats = NDArray[np.float64]
BILABIALS = frozenset("pbm")
LABIODENTALS = frozenset("fv")
TONGUE_SOUNDS = frozenset("\u03b8\u00f0l\u026b")
STEP = 0.005
MOVEMENT_SIGMA = 0.042
SHORTEST_PAUSE = 0.08
ENVELOPE_SECONDS = 0.08
FLOOR_DB = -40.0
_OPENINGS = (
    (0.0, "pbm"),
    (0.08, "fv"),
    (0.12, "w\u0283\u0292sz"),
    (0.2, "td\u027en\u03b8\u00f0r\u0279j"),
    (0.25, "u\u028a"),
    (0.3, "iykg\u0261\u014blx\u026b"),
    (0.4, "\u026a\u1d7b\u0268o\u0254\u025a\u025c\u025dh\u0294"),
    (0.5, "\u0259\u0250\u0252"),
    (0.6, "e\u025b\u028c"),
    (0.85, "\u00e6"),
    (1.0, "a\u0251"),
)
_BY_SYMBOL = {symbol: opening for opening, symbols in _OPENINGS for symbol in symbols}


def opening(phonemes: Sequence[TimedPhoneme], seconds: float) -> Floats:
    """The opening (N,) every `STEP` seconds of a sound of `seconds`, closed before, after and in pauses.

    Gaps too short to be pauses belong half to the sound before and half to the one after.
    """
    count = round(seconds / STEP) + 1
    stepped = np.zeros(count)
    moments = np.arange(count) * STEP
    sounding = [phoneme for phoneme in phonemes if phoneme.symbol in _BY_SYMBOL]
    for index, phoneme in enumerate(sounding):
        start, end = phoneme.start, phoneme.end
        if index and start - sounding[index - 1].end < SHORTEST_PAUSE:
            start = (start + sounding[index - 1].end) / 2
        if index + 1 < len(sounding) and sounding[index + 1].start - end < SHORTEST_PAUSE:
            end = (end + sounding[index + 1].start) / 2
        stepped[(moments >= start) & (moments < end)] = _BY_SYMBOL[phoneme.symbol]
    reach = round(4 * MOVEMENT_SIGMA / STEP)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * STEP / MOVEMENT_SIGMA) ** 2)
    return np.convolve(stepped, kernel / kernel.sum())[reach : reach + count]


def loudness(speech: Speech) -> Floats:
    """How loud the sound is (N,) every `STEP` seconds: 0 at 40 dB below its loudest moment, 1 there."""
    count = round(speech.seconds / STEP) + 1
    power = np.concatenate([[0.0], np.cumsum(speech.pcm.astype(np.float64) ** 2)])
    centres = np.arange(count) * STEP * speech.sample_rate
    half = ENVELOPE_SECONDS / 2 * speech.sample_rate
    low = np.clip(centres - half, 0, len(speech.pcm)).astype(int)
    high = np.clip(centres + half, 0, len(speech.pcm)).astype(int)
    level = (power[high] - power[low]) / np.maximum(high - low, 1)
    decibels = 10 * np.log10(np.maximum(level, 1e-12) / max(float(level.max()), 1e-12))
    found: Floats = np.clip(1 - decibels / FLOOR_DB, 0, 1)
    return found
