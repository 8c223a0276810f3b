"""Lip curves from timed phonemes, with coarticulation by dominance functions.

Every phoneme pulls the mouth towards its own shape with a strength that falls off exponentially around its middle, and
the mouth is where the pulls balance (Cohen and Massaro, "Modeling coarticulation in synthetic visual speech", 1993).
Sounds that need a contact (lips for p, b, m; lip and teeth for f, v) pull hardest, so the contact is really made.
"""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from server.animation.port import ARKIT_INDEX, ARKIT_NAMES, Curves
from server.tts.port import Speech, TimedPhoneme

RATE = 100.0
_REST_PULL = 0.35
_REACH_S = 0.045
_LEAD_S = 0.04
_LOUD_FLOOR = 0.55
_ENVELOPE_S = 0.06


@dataclass(frozen=True, slots=True)
class Viseme:
    """A mouth shape: ARKit weights, how strongly it pulls, and how far it reaches beyond its own time (relative)."""

    weights: MappingProxyType[str, float]
    pull: float = 1.0
    reach: float = 1.0


def _both(name: str, weight: float) -> dict[str, float]:
    return {f"{name}Left": weight, f"{name}Right": weight}


def _viseme(pull: float, reach: float, **weights: float | dict[str, float]) -> Viseme:
    flat: dict[str, float] = {}
    for name, weight in weights.items():
        flat.update(weight if isinstance(weight, dict) else {name: weight})
    return Viseme(MappingProxyType(flat), pull, reach)


_REST = _viseme(_REST_PULL, 1.2)
_LIPS = _viseme(
    4.0,
    0.6,
    jawOpen=0.03,
    mouthRollLower=0.22,
    mouthRollUpper=0.18,
    press=_both("mouthPress", 0.45),
    mouthShrugLower=0.1,
)
_LIP_TEETH = _viseme(4.0, 0.75, jawOpen=0.07, mouthRollLower=0.55, up=_both("mouthUpperUp", 0.28), mouthShrugLower=0.12)
_TONGUE_TEETH = _viseme(
    1.6, 0.8, jawOpen=0.16, tongueOut=0.28, low=_both("mouthLowerDown", 0.22), up=_both("mouthUpperUp", 0.1)
)
_TONGUE_RIDGE = _viseme(1.0, 0.8, jawOpen=0.12, low=_both("mouthLowerDown", 0.2), stretch=_both("mouthStretch", 0.08))
_L = _viseme(1.1, 0.9, jawOpen=0.2, tongueOut=0.08, low=_both("mouthLowerDown", 0.24))
_HISS = _viseme(
    1.4,
    0.85,
    jawOpen=0.05,
    stretch=_both("mouthStretch", 0.22),
    low=_both("mouthLowerDown", 0.3),
    up=_both("mouthUpperUp", 0.14),
)
_HUSH = _viseme(1.7, 1.0, jawOpen=0.1, mouthFunnel=0.5, mouthPucker=0.18, low=_both("mouthLowerDown", 0.15))
_BACK = _viseme(0.7, 0.8, jawOpen=0.17, low=_both("mouthLowerDown", 0.1))
_BREATH = _viseme(0.4, 0.8, jawOpen=0.16)
_R = _viseme(1.1, 1.0, jawOpen=0.14, mouthFunnel=0.3, mouthPucker=0.2)
_W = _viseme(1.9, 1.1, jawOpen=0.08, mouthPucker=0.7, mouthFunnel=0.25)
_Y = _viseme(1.0, 0.9, jawOpen=0.12, stretch=_both("mouthStretch", 0.25), smile=_both("mouthSmile", 0.16))
_AH = _viseme(1.3, 1.2, jawOpen=0.52, low=_both("mouthLowerDown", 0.16), up=_both("mouthUpperUp", 0.08))
_AE = _viseme(
    1.3,
    1.2,
    jawOpen=0.44,
    stretch=_both("mouthStretch", 0.26),
    low=_both("mouthLowerDown", 0.22),
    up=_both("mouthUpperUp", 0.14),
)
_UH = _viseme(1.0, 1.0, jawOpen=0.27, low=_both("mouthLowerDown", 0.12))
_EH = _viseme(
    1.1,
    1.1,
    jawOpen=0.3,
    stretch=_both("mouthStretch", 0.2),
    low=_both("mouthLowerDown", 0.18),
    up=_both("mouthUpperUp", 0.08),
)
_IH = _viseme(1.0, 1.0, jawOpen=0.19, stretch=_both("mouthStretch", 0.22), low=_both("mouthLowerDown", 0.16))
_EE = _viseme(
    1.2,
    1.1,
    jawOpen=0.13,
    stretch=_both("mouthStretch", 0.3),
    smile=_both("mouthSmile", 0.24),
    low=_both("mouthLowerDown", 0.18),
)
_AW = _viseme(1.4, 1.2, jawOpen=0.44, mouthFunnel=0.38, mouthPucker=0.1)
_OH = _viseme(1.5, 1.2, jawOpen=0.28, mouthFunnel=0.45, mouthPucker=0.38)
_OO = _viseme(1.6, 1.2, jawOpen=0.13, mouthPucker=0.7, mouthFunnel=0.28)

_SHAPES: MappingProxyType[str, Viseme] = MappingProxyType(
    {
        symbol: shape
        for symbols, shape in (
            ("pbm", _LIPS),
            ("fv", _LIP_TEETH),
            ("\u03b8\u00f0", _TONGUE_TEETH),
            ("tdn\u027e", _TONGUE_RIDGE),
            ("l\u026b", _L),
            ("sz", _HISS),
            ("\u0283\u0292", _HUSH),
            ("kg\u0261\u014bxq", _BACK),
            ("h\u0294", _BREATH),
            ("r\u0279", _R),
            ("w", _W),
            ("j", _Y),
            ("a\u0251", _AH),
            ("\u00e6", _AE),
            ("\u0259\u0250\u028c", _UH),
            ("\u025a\u025c\u025d", _R),
            ("e\u025b", _EH),
            ("\u026a\u1d7b\u0268", _IH),
            ("iy", _EE),
            ("\u0254\u0252", _AW),
            ("o", _OH),
            ("u\u028a", _OO),
        )
        for symbol in symbols
    }
)


class VisemeAnimator:
    """Curves from phonemes; from the loudness of the sound where an engine tells no phonemes."""

    def animate(self, speech: Speech) -> Curves:
        """Curves at 100 Hz that last as long as the sound and end at rest."""
        count = int(np.ceil(speech.seconds * RATE)) + 1
        loudness = _envelope(speech, count)
        if not speech.phonemes:
            return Curves(RATE, _from_loudness(loudness))
        values = _blend(speech.phonemes, count)
        values *= (_LOUD_FLOOR + (1 - _LOUD_FLOOR) * loudness)[:, None] ** _openers()
        return Curves(RATE, np.clip(values, 0.0, 1.0).astype(np.float32))


def _blend(phonemes: tuple[TimedPhoneme, ...], count: int) -> NDArray[np.float64]:
    times = np.arange(count) / RATE
    shapes = [_SHAPES.get(phoneme.symbol, _REST) for phoneme in phonemes]
    starts = np.array([phoneme.start for phoneme in phonemes])
    ends = np.array([phoneme.end for phoneme in phonemes])
    middles = (starts + ends) / 2 - np.minimum(_LEAD_S, (ends - starts) / 2) * 0.5
    reaches = (ends - starts) / 2 * 0.7 + _REACH_S * np.array([shape.reach for shape in shapes])
    pulls = np.array([shape.pull for shape in shapes])
    targets = np.zeros((len(shapes), len(ARKIT_NAMES)))
    for row, shape in enumerate(shapes):
        for name, weight in shape.weights.items():
            targets[row, ARKIT_INDEX[name]] = weight
    values = np.empty((count, len(ARKIT_NAMES)))
    for first in range(0, count, 256):
        distance = np.abs(times[first : first + 256, None] - middles[None, :]) / reaches[None, :]
        strength = pulls * np.exp(-(distance**2))
        values[first : first + 256] = strength @ targets / (strength.sum(axis=1, keepdims=True) + 0.05)
    return values


def _envelope(speech: Speech, count: int) -> NDArray[np.float64]:
    """Loudness 0..1 at the curve rate, relative to the loudest moment."""
    power = np.concatenate([[0.0], np.cumsum(speech.pcm.astype(np.float64) ** 2)])
    centres = np.arange(count) / RATE * speech.sample_rate
    half = _ENVELOPE_S / 2 * speech.sample_rate
    low = np.clip(centres - half, 0, len(speech.pcm)).astype(int)
    high = np.clip(centres + half, 1, len(speech.pcm)).astype(int)
    level: NDArray[np.float64] = np.sqrt((power[high] - power[low]) / np.maximum(high - low, 1))
    top = float(level.max(initial=0.0))
    return level / top if top > 0 else level


def _from_loudness(loudness: NDArray[np.float64]) -> NDArray[np.float32]:
    values = np.zeros((len(loudness), len(ARKIT_NAMES)), np.float32)
    values[:, ARKIT_INDEX["jawOpen"]] = 0.5 * loudness**0.7
    values[:, ARKIT_INDEX["mouthFunnel"]] = 0.12 * loudness
    for side in ("Left", "Right"):
        values[:, ARKIT_INDEX[f"mouthLowerDown{side}"]] = 0.18 * loudness
    return values


def _openers() -> NDArray[np.float64]:
    """1 for the shapes that a louder voice opens wider, 0 for the others."""
    mask = np.zeros(len(ARKIT_NAMES))
    for name in ("jawOpen", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthUpperUpLeft", "mouthUpperUpRight"):
        mask[ARKIT_INDEX[name]] = 1.0
    return mask
