"""Behaviour of a voice that may be too slow, in virtual time."""

import asyncio

import numpy as np
import pytest

from app.clock import ManualClock
from server.tts.pace import CHARACTERS_A_SECOND, LONGEST_HOLD, PacedVoice, VoiceSpeed, hold
from server.tts.port import Speech


class SlowVoice:
    """Takes `factor` seconds of a clock for each second of sound, which lasts as long as its characters suggest."""

    def __init__(self, clock: ManualClock, factor: float) -> None:
        self.clock = clock
        self.factor = factor

    async def synthesise(self, text: str) -> Speech:
        seconds = len(text) / CHARACTERS_A_SECOND
        self.clock.advance(seconds * self.factor)
        return Speech(np.zeros(round(seconds * 1000), np.float32), 1000, (), ())

    async def aclose(self) -> None:
        return


def gaps(clauses: list[str], factor: float) -> tuple[float, list[float]]:
    """When the first clause sounds, and the silence (s) before each later one, made one after the other."""
    made = ends = 0.0
    silences = []
    for number, clause in enumerate(clauses):
        seconds = len(clause) / CHARACTERS_A_SECOND
        made += seconds * factor
        if number == 0:
            begins = made + hold(seconds, clauses[1:], factor)
            first, ends = begins, begins + seconds
            continue
        begins = max(made, ends)
        silences.append(begins - ends)
        ends = begins + seconds
    return first, silences


@pytest.mark.parametrize("factor", [0.1, 0.3, 0.6, 0.9, 1.2, 1.5])
def test_no_sentence_stops_in_its_middle(factor: float) -> None:
    """Whatever the speed, the clauses of a sentence follow each other without a gap."""
    clauses = ["Gladly,", "here are three light frames that fit your face", "and stay under two hundred dollars."]
    first, silences = gaps(clauses, factor)
    assert max(silences) == pytest.approx(0.0, abs=1e-9)
    assert first <= factor * len(clauses[0]) / CHARACTERS_A_SECOND + LONGEST_HOLD


def test_a_quick_voice_waits_for_nothing() -> None:
    """Where the next clause will be there in time, the first one sounds at once."""
    assert hold(2.0, ["and it costs less."], 0.1) == 0.0
    assert hold(2.0, [], 3.0) == 0.0
    assert hold(2.0, ["anything"], None) == 0.0


def test_nobody_waits_for_ever() -> None:
    """A hopeless voice holds a sentence back for a bounded time."""
    assert hold(0.5, ["x" * 400], 5.0) == LONGEST_HOLD


async def test_the_voices_speed_is_measured_and_told() -> None:
    """The factor is work for each second of sound; a slow voice is called slow, in words."""
    clock = ManualClock()
    told = [await PacedVoice(SlowVoice(clock, factor), clock.monotonic).measure("Miriam") for factor in (0.4, 1.3)]
    assert [speed.factor for speed in told] == pytest.approx([0.4, 1.3], abs=0.01)
    assert [speed.slow for speed in told] == [False, True]
    assert told[0].sentence == "Miriam's voice takes 0.4 s for each second of speech here"
    assert "begin later" in told[1].sentence


async def test_the_speed_follows_the_machine() -> None:
    """When the machine gets busy, the factor rises towards what is measured now."""
    clock = ManualClock()
    voice = SlowVoice(clock, 0.3)
    paced = PacedVoice(voice, clock.monotonic)
    await paced.measure("Miriam")
    voice.factor = 1.0
    for _ in range(6):
        await paced.synthesise("What will you wear them for most?")
    assert paced.factor == pytest.approx(1.0, abs=0.1)
    assert VoiceSpeed("Miriam", paced.factor or 0.0).slow


async def test_waiting_for_another_clause_is_not_the_voices_speed() -> None:
    """Clauses that are asked for at once are made in order, and the last one is not taken for a slow one."""
    clock = ManualClock()
    paced = PacedVoice(SlowVoice(clock, 0.5), clock.monotonic)
    await asyncio.gather(*(paced.synthesise("What will you wear them for most?") for _ in range(8)))
    assert paced.factor == pytest.approx(0.5, abs=0.01)
