"""How a sentence asks: whether it seeks frames, asks about something, or does both."""

import re

PUTTING = re.compile(
    r"\b(?:you have|have you|show|looking for|i need|i want|i would like|find|anything|something|any|some|recommend|"
    r"sell|carry|suggest)\b"
)
QUESTION = re.compile(
    r"^(?:what|which|how|why|do|does|is|are|can|could|should|would|will|tell me|explain|and what|but what|so what)\b|"
    r"\b(?:what|how|should i|do i need|explain|tell me)\b|"
    r"\b(?:are|is|will|would|do|does|am) not (?:the|my|they|it|that|those|lenses)\b|"
    r"\b(?:will|would|are|do|does|is) (?:the|my|they|it|that|those|these) (?:lenses?|glass|be|get|have|look)\b"
)
ASKS = re.compile(
    r"\b(?:do|does|is|are|has|have|can|could|will|would) (?:it|they|this|that|these|those|them|he|she|the|its|any)\b"
)
SEEKS = re.compile(
    r"\b(?:you have|have you|you got|show|looking for|find|recommend|suggest|sell|carry|"
    r"i (?:would )?(?:need|want|like)|something|(?:which|what) (?:frames|glasses|ones?|pair)s?|what else)\b"
)
WHICH_FRAMES = re.compile(
    r"\b(?:what else|which (?:frames|glasses|models)|what (?:frames|glasses|would|works|do you))\b"
)


def asks(line: str) -> bool:
    """Whether a plain line asks about something."""
    return bool(QUESTION.search(line) or ASKS.search(line))
