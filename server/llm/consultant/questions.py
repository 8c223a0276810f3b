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
WHICH_FRAMES = re.compile(
    r"\b(?:what else|which (?:frames|glasses|models)|what (?:frames|glasses|would|works|do you))\b"
)
