"""Whether a voice keeps up with itself, and what to do where it does not.

A voice that takes `factor` seconds of work for a second of sound has a gap behind a clause whenever the next one
takes longer to make than the sound in hand lasts. Between sentences such a gap is a breath. Within a sentence it is a
stutter: there the sentence begins later instead, by just what will be missing.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.tts.port import Speech, Synthesiser

SLOW = 0.8
CHARACTERS_A_SECOND = 15.0
LONGEST_HOLD = 6.0
_SAFETY = 1.15
_WEIGHT = 0.3
_LEAST_SOUND = 0.5
_TRIAL = "What will you wear them for most?"


@dataclass(frozen=True, slots=True)
class VoiceSpeed:
    """What a second of `name`'s speech costs on this machine, in seconds."""

    name: str
    factor: float

    @property
    def slow(self) -> bool:
        """Whether there is too little left for everything else."""
        return self.factor > SLOW

    @property
    def sentence(self) -> str:
        """Said to a technician."""
        told = f"{self.name}'s voice takes {self.factor:.1f} s for each second of speech here"
        return f"{told}: sentences begin later, so that none stops in the middle" if self.slow else told


class PacedVoice:
    """A `Synthesiser` that knows how fast it is; `factor` is `None` until something was said.

    Clauses are made one after the other, in the order in which they were asked for; waiting is no part of the factor.
    """

    def __init__(self, voice: Synthesiser, monotonic: Callable[[], float]) -> None:
        self._voice = voice
        self._monotonic = monotonic
        self._turn = asyncio.Lock()
        self.factor: float | None = None

    async def synthesise(self, text: str) -> Speech:
        async with self._turn:
            began = self._monotonic()
            speech = await self._voice.synthesise(text)
            took = self._monotonic() - began
        if speech.seconds >= _LEAST_SOUND:
            measured = took / speech.seconds
            self.factor = measured if self.factor is None else self.factor + _WEIGHT * (measured - self.factor)
        return speech

    async def measure(self, name: str) -> VoiceSpeed:
        """Say a short clause to nobody. Raises `ServiceError`."""
        self.factor = None
        await self.synthesise(_TRIAL)
        return VoiceSpeed(name, self.factor or 0.0)

    async def aclose(self) -> None:
        await self._voice.aclose()


def making(clause: str, factor: float | None) -> float:
    """How long (s) it takes to make a clause, about; nothing where that is not known."""
    return len(clause) / CHARACTERS_A_SECOND * factor * _SAFETY if factor is not None else 0.0


def hold(in_hand: float, rest: Sequence[str], factor: float | None) -> float:
    """How long (s) a clause should wait before it sounds, so that the `rest` of its sentence follows without a gap.

    `in_hand` is the sound (s) that can be played once it begins, that clause included. The rest is taken to be made one
    clause after the other from now on; its length is estimated from its characters.
    """
    if not rest or factor is None:
        return 0.0
    made = sounding = missing = 0.0
    for clause in rest:
        made += making(clause, factor)
        missing = max(missing, made - in_hand - sounding)
        sounding += len(clause) / CHARACTERS_A_SECOND
    return min(missing, LONGEST_HOLD)
