"""Lip curves from timed phonemes, with coarticulation by dominance functions.

Every sound pulls the mouth towards its own shape with a strength that falls off beside its own time, and the mouth is
where the pulls balance (Cohen and Massaro, "Modeling coarticulation in synthetic visual speech", 1993). Contacts (lips
for p, b, m; lower lip and teeth for f, v; tongue and teeth for th and l) are laid over that in full, however short the
sound and however open its neighbours; p and b part before their end, which is the burst of air. Of the neighbours only
lip rounding shines through closed lips, and less of it where the tongue is to be seen. A last smoothing bounds how fast
anything moves. All of it is a little early, since a picture is on show until the next.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from server.animation import sound_shapes
from server.animation.loudness import envelope
from server.animation.port import ARKIT_INDEX, ARKIT_NAMES, Curves
from server.animation.viseme_table import SHAPES, Contact, Viseme
from server.tts.port import Speech, TimedPhoneme

RATE = 100.0
Floats = NDArray[np.float64]

_CORE = 0.6
_REACH_S = 0.032
_SHORTEST_PAUSE_S = 0.08
_REST_PULL = 1.5
_LEAD_S = 0.012
_CLOSE_S = 0.05
_RELEASE_S = 0.05
_HELD = (0.1, 0.7)
_HELD_BEFORE_BURST = (-0.15, 0.5)
_BURSTING = frozenset("pb")
_SHORTEST_HOLD_S = 0.036
_SMOOTH_S = 0.07
_START_S, _END_S = 0.06, 0.1
_QUIET_GAIN = 0.8
_CHUNK = 256


class VisemeAnimator:
    """Curves from phonemes; from the sound alone where an engine tells no phonemes."""

    def animate(self, speech: Speech) -> Curves:
        """Curves at 100 Hz that last as long as the sound and begin and end at rest.

        Phonemes without finite times, or outside the sound, are left out.
        """
        count = math.ceil(speech.seconds * RATE) + 1
        phonemes = _usable(speech)
        loudness = envelope(speech, RATE, count)
        if phonemes:
            values = _blend(phonemes, count) * (_QUIET_GAIN + (1 - _QUIET_GAIN) * loudness)[:, None] ** _OPENERS
            values = _with_contacts(values, phonemes)
        else:
            values = sound_shapes.shapes(speech, RATE, count)
        values = _smoothed(values) * _edges(count)[:, None]
        return Curves(RATE, np.clip(values, 0.0, 1.0).astype(np.float32))


def _mask(*names: str) -> Floats:
    mask = np.zeros(len(ARKIT_NAMES))
    mask[[ARKIT_INDEX[name] for name in names]] = 1.0
    return mask


_OPENERS = _mask("jawOpen", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthUpperUpLeft", "mouthUpperUpRight")
_ROUNDING_KEPT = 0.55 * _mask("mouthPucker")
_ROUNDING_LOST = 0.4 * _mask("mouthPucker", "mouthFunnel")
_TONGUE_WAY = _mask("jawOpen", "tongueOut") > 0


def _usable(speech: Speech) -> tuple[TimedPhoneme, ...]:
    """What can be shown, in order of time and within the sound."""
    end = speech.seconds
    known = [
        TimedPhoneme(phoneme.symbol, max(phoneme.start, 0.0), min(phoneme.end, end))
        for phoneme in speech.phonemes
        if phoneme.symbol in SHAPES and math.isfinite(phoneme.start) and math.isfinite(phoneme.end)
    ]
    return tuple(sorted((each for each in known if each.start < each.end), key=lambda each: each.start))


def _pauses(phonemes: Sequence[TimedPhoneme], end: float) -> list[tuple[float, float]]:
    """Where nothing sounds for longer than between two words, and a moment before and after everything."""
    edges = [-_SHORTEST_PAUSE_S, *(phoneme.end for phoneme in phonemes)]
    starts = [*(phoneme.start for phoneme in phonemes), end + _SHORTEST_PAUSE_S]
    return [(low, high) for low, high in zip(edges, starts, strict=True) if high - low >= _SHORTEST_PAUSE_S]


def _blend(phonemes: Sequence[TimedPhoneme], count: int) -> Floats:
    """The balance of all pulls (count, 52)."""
    shapes = [SHAPES[phoneme.symbol] for phoneme in phonemes]
    spans = [(phoneme.start, phoneme.end) for phoneme in phonemes]
    pauses = _pauses(phonemes, (count - 1) / RATE)
    rest = Viseme(np.zeros(len(ARKIT_NAMES)), _REST_PULL, 0.9)
    shapes += [rest] * len(pauses)
    span = np.array(spans + pauses) - _LEAD_S
    half = (span[:, 1] - span[:, 0]) / 2
    middle = span.mean(axis=1)
    core = np.where(np.arange(len(shapes)) < len(phonemes), half * _CORE, half)
    reach = (half - core) * 0.9 + _REACH_S * np.array([shape.reach for shape in shapes])
    pulls = np.array([shape.pull for shape in shapes])
    targets = np.stack([shape.weights for shape in shapes])
    times = np.arange(count) / RATE
    values = np.empty((count, len(ARKIT_NAMES)))
    for first in range(0, count, _CHUNK):
        beyond = np.maximum(np.abs(times[first : first + _CHUNK, None] - middle) - core, 0) / reach
        strength = pulls * np.exp(-(np.minimum(beyond, 12.0) ** 2))
        values[first : first + _CHUNK] = strength @ targets / np.maximum(strength.sum(axis=1, keepdims=True), 1e-9)
    return values


def _with_contacts(values: Floats, phonemes: Sequence[TimedPhoneme]) -> Floats:
    """Lay each contact over the blend: held for most of its sound, reached and left within a lip's own time."""
    count = len(values)
    for phoneme in phonemes:
        shape = SHAPES[phoneme.symbol]
        if shape.contact is Contact.NONE:
            continue
        length = phoneme.end - phoneme.start
        held = _HELD_BEFORE_BURST if phoneme.symbol in _BURSTING else _HELD
        low, high = (phoneme.start + share * length for share in held)
        widen = max(_SHORTEST_HOLD_S - (high - low), 0) / 2
        low, high = low - widen - _LEAD_S, high + widen - _LEAD_S
        first = max(math.floor((low - _CLOSE_S) * RATE), 0)
        last = min(math.ceil((high + _RELEASE_S) * RATE) + 1, count)
        times = np.arange(first, last) / RATE
        nearness = np.minimum((times - low) / _CLOSE_S, (high - times) / _RELEASE_S) + 1
        gate = (0.5 - 0.5 * np.cos(np.pi * np.clip(nearness, 0, 1)))[:, None]
        now, full = values[first:last], gate * shape.weights
        if shape.contact is Contact.LIPS:
            values[first:last] = now * (1 - gate * (1 - _ROUNDING_KEPT)) + full
        else:
            values[first:last] = np.where(_TONGUE_WAY, np.maximum(now, full), now * (1 - gate * _ROUNDING_LOST))
    return values


def _smoothed(values: Floats) -> Floats:
    """Without corners: a weighted mean over `_SMOOTH_S`, with rest outside."""
    reach = round(_SMOOTH_S * RATE / 2)
    kernel = np.hanning(2 * reach + 3)[1:-1]
    kernel /= kernel.sum()
    padded = np.pad(values, ((reach, reach), (0, 0)))
    return np.asarray(sum(weight * padded[shift : shift + len(values)] for shift, weight in enumerate(kernel)))


def _edges(count: int) -> Floats:
    """0 at both ends and 1 between (count,)."""
    times = np.arange(count) / RATE
    nearest = np.minimum(times / _START_S, times[::-1] / _END_S)
    edges: Floats = 0.5 - 0.5 * np.cos(np.pi * np.clip(nearest, 0, 1))
    return edges
