# ruff: noqa: E501 (cue tables read best one cue a line)
"""Wishes that point back at a frame: "same shape, but calmer", "in that colour", "something like it, only lighter"."""

import re
from collections.abc import Callable
from typing import Any

from app.domain.frame import Frame

ALIKE = re.compile(
    r"\b(?:similar|alike|like (?:it|that|this)|same (?:kind|sort|style|type|look|idea|thing|one)|the same (?:but|only|just|again|in)|in (?:that|the same|this) (?:style|vein|line|way))\b"
    r"(?! (?:color|price|material|size|width|weight))"
)
CLEARLY_LESS = 0.85
_ASKS = re.compile(r"^(?:what|which|is|does|do|are)\b")
_SEEKS = re.compile(r"\b(?:else|others?|you have|have you|got|would be)\b")
_SAME = r"\b(?:same|similar|that|this|its) (?:kind of |type of |sort of |exact )?"
_SHARED: tuple[tuple[re.Pattern[str], str, Callable[[Frame], tuple[Any, ...]]], ...] = (
    (
        re.compile(_SAME + r"(?:shapes?|form)\b(?! (?:is|are|suits?|good|work)\b)"),
        "shapes",
        lambda frame: (frame.shape,),
    ),
    (ALIKE, "shapes", lambda frame: (frame.shape,)),
    (re.compile(_SAME + r"(?:material|stuff)\b(?! is\b)"), "materials", lambda frame: (frame.material,)),
    (re.compile(r"\bsame colors?\b"), "colours", lambda frame: tuple(colour.name for colour in frame.colours)),
    (re.compile(_SAME + r"collection\b(?! is\b)"), "collections", lambda frame: (frame.collection,)),
)


def shared_with(line: str, frame: Frame | None) -> dict[str, Any]:
    """The needs a line takes over from the frame spoken of; empty without one."""
    if frame is None or (_ASKS.search(line) and not (ALIKE.search(line) and _SEEKS.search(line))):
        return {}
    return {field: values(frame) for cue, field, values in _SHARED if cue.search(line)}
