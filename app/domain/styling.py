"""Which frame shapes stylists like for which face shape.

This is a convention of stylists, not evidence, and whoever shows it must say so. It weighs least in a ranking.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.frame import Frame, FrameShape, Rim

CONVENTION_NOTE = "a stylists' convention, not a rule"


@dataclass(frozen=True, slots=True)
class Advice:
    """What the convention says for one face shape; `why` completes "because they ..."."""

    prefer: frozenset[FrameShape]
    avoid: frozenset[FrameShape]
    why: str
    prefer_rimless: bool = False


def _advice(prefer: str, avoid: str, why: str, *, rimless: bool = False) -> Advice:
    return Advice(
        frozenset(FrameShape(name) for name in prefer.split()),
        frozenset(FrameShape(name) for name in avoid.split()),
        why,
        rimless,
    )


CONVENTION: Mapping[str, Advice] = MappingProxyType(
    {
        "round": _advice("rectangle square geometric cat-eye browline", "round", "add some angles"),
        "square": _advice("oval round panto", "square geometric", "soften straight lines"),
        "oval": _advice("rectangle panto square round browline aviator", "", "keep the balance that is there"),
        "oblong": _advice("aviator panto square browline", "rectangle oval", "are deep and shorten a long line"),
        "heart": _advice("oval round panto aviator", "browline cat-eye", "keep the upper half light", rimless=True),
        "diamond": _advice("browline cat-eye oval", "rectangle", "widen the brow", rimless=True),
        "triangle": _advice("cat-eye browline aviator", "panto oval", "put weight into the upper half"),
    }
)


def advice_for(shape: str) -> Advice | None:
    """The convention for a face shape, or `None` for a shape it does not know."""
    return CONVENTION.get(shape)


def suitability(frame: Frame, shapes: tuple[tuple[str, float], ...]) -> float:
    """How well the convention likes a frame, -1 (avoid) to 1 (prefer), weighed by the shapes' probabilities."""
    total = 0.0
    for name, probability in shapes:
        advice = CONVENTION.get(name)
        if advice is None:
            continue
        liked = frame.shape in advice.prefer or (advice.prefer_rimless and frame.rim is Rim.RIMLESS)
        total += probability * (1.0 if liked else -1.0 if frame.shape in advice.avoid else 0.0)
    return max(-1.0, min(1.0, total))
