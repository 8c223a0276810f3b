"""A kiosk's visit over real peers: connection, latency at the devices, loss and recovery."""

import asyncio
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from app.clock import SystemClock
from app.protocol.messages import (
    ConsultantState,
    Interrupt,
    Mute,
    Playout,
    ResumePacket,
    Start,
    ToolCall,
    ToolName,
    TurnRecord,
)
from media.devices.port import RATE
from media.devices.sound_deck import SoundDeck
from media.kiosk_observer import ConnectionState, TurnSummary
from media.kiosk_session import OFFLINE, KioskSession, SoundDevices
from media.recorder import SoundRecorder
from media.verify import exchanges
from tests.noting_observer import NotingObserver
from tests.scripted_companion import ScriptedCompanion, ScriptedSource

PACKET = ResumePacket(visit_id="visit-0001", turns=(TurnRecord(speaker="shopper", text="Hello."),))


class Visit:
    """A session on replayed sound with everything it told."""

    def __init__(self, source: ScriptedSource, deck: SoundDeck) -> None:
        self.source = source
        self.deck = deck
        self.observer = NotingObserver()
        self.session = KioskSession(
            observer=self.observer,
            clock=SystemClock(),
            companions=source,
            sound=SoundDevices(deck.microphone, deck.speaker),
            packet=lambda: PACKET,
            make_client=source.client,
        )


@asynccontextmanager
async def visit(
    *companions: ScriptedCompanion, voice: Path | None = None, recorder: SoundRecorder | None = None
) -> AsyncIterator[Visit]:
    made = Visit(ScriptedSource(*companions), SoundDeck(SystemClock(), voice, recorder))
    made.session.start()
    try:
        yield made
    finally:
        await made.session.aclose()
        await made.session.aclose()
        await made.source.aclose()


def connected(observer: NotingObserver) -> bool:
    return ConnectionState.CONNECTED in observer.values("connection")


def voice_file(file: Path) -> Path:
    """1 s of room noise, 0.8 s of a loud tone, noise again."""
    noise = np.random.default_rng(1).standard_normal(5 * RATE) * 30
    tone = np.sin(np.arange(round(0.8 * RATE)) * 2 * np.pi * 500 / RATE) * 12_000
    noise[RATE : RATE + tone.shape[0]] += tone
    with wave.open(str(file), "wb") as sink:
        sink.setparams((1, 2, RATE, 0, "NONE", ""))
        sink.writeframes(noise.astype(np.int16).tobytes())
    return file


async def test_a_visit_begins_with_the_packet_and_a_start() -> None:
    """The companion gets the history and hears that the shopper is there; picture and sound arrive."""
    companion = ScriptedCompanion(1)
    async with visit(companion) as it:
        await it.observer.until(lambda seen: connected(seen) and bool(seen.values("picture")))
        (there,) = companion.visits
        await there.until(lambda v: any(isinstance(message, Playout) for message in v.received))
        assert there.packet == PACKET
        assert there.received[0] == Start()
        picture = it.session.pictures.take()
        assert picture is not None
        assert (picture.width, picture.height) == (320, 320)


async def test_latency_is_measured_at_the_devices_and_can_be_recomputed(tmp_path: Path) -> None:
    """first_audio of the report and of heard.wav differ by at most 40 ms; mostly sound and picture by 45 at most."""
    recorder = SoundRecorder(tmp_path / "heard.wav")
    companion = ScriptedCompanion(1)
    async with visit(companion, voice=voice_file(tmp_path / "voice.wav"), recorder=recorder) as it:
        await it.observer.until(connected)
        it.deck.begin()
        await it.observer.until(lambda seen: bool(seen.values("turn")))
        await it.session.settled()
    recorder.close()
    (summary,) = it.observer.values("turn")
    assert isinstance(summary, TurnSummary)
    (exchange,) = exchanges(tmp_path / "heard.wav")
    assert summary.latency.first_audio == pytest.approx(exchange.first_audio_ms, abs=40)
    assert summary.latency.first_frame is not None
    assert it.observer.values("word") == ["a", "longer", "tone"]
    speaking = it.observer.at("consultant", ConsultantState.SPEAKING)
    assert it.observer.at("word", "tone") - speaking >= 0.4
    skew = it.session.figures().skew
    assert skew is not None
    assert skew.p50 <= 45


async def test_the_spare_takes_over_with_the_unfinished_turn() -> None:
    """A companion that dies in mid-answer is replaced within five seconds, and the history is whole."""
    first, spare = ScriptedCompanion(1), ScriptedCompanion(2)
    async with visit(first, spare) as it:
        await it.observer.until(connected)
        first.visits[0].speak("here", "are", "three", "frames")
        await it.observer.until(lambda seen: "are" in seen.values("word"))
        await first.die()
        lost = asyncio.get_running_loop().time()
        await it.observer.until(lambda seen: seen.values("connection").count(ConnectionState.CONNECTED) == 2)
        assert asyncio.get_running_loop().time() - lost < 5.0
        (there,) = spare.visits
        assert there.packet.turns[0] == PACKET.turns[0]
        assert there.packet.turns[1].speaker == "consultant"
        assert there.packet.turns[1].text.startswith("here are")
        (summary,) = it.observer.values("turn")
        assert isinstance(summary, TurnSummary)
        assert summary.report.interrupted
        count = len(it.observer.values("picture"))
        it.session.pictures.take()
        await it.observer.until(lambda seen: len(seen.values("picture")) > count)
    assert it.session.figures().connections == 2


async def test_a_companion_that_hangs_up_is_replaced() -> None:
    """Its process still lives, only the connection is over."""
    first, spare = ScriptedCompanion(1), ScriptedCompanion(2)
    async with visit(first, spare) as it:
        await it.observer.until(connected)
        await first.visits[0].aclose()
        await it.observer.until(lambda seen: seen.values("connection").count(ConnectionState.CONNECTED) == 2)
        assert len(spare.visits) == 1


async def test_without_a_companion_the_shopper_is_told_and_it_is_tried_again() -> None:
    """One sentence, no end of the visit; when there is a place again the visit goes on."""
    companion = ScriptedCompanion(1)
    companion.refuse = True
    async with visit(companion) as it:
        await it.observer.until(lambda seen: bool(seen.values("trouble")))
        (told,) = it.observer.values("trouble")
        assert told == ("consultant_offline", OFFLINE)
        companion.refuse = False
        await it.observer.until(connected)


async def test_messages_and_tools_travel_both_ways() -> None:
    """A call is acted on and answered; interrupting and muting reach the consultant."""
    companion = ScriptedCompanion(1)
    async with visit(companion) as it:
        await it.observer.until(connected)
        (there,) = companion.visits
        there.send(ToolCall(call_id="c1", turn=1, name=ToolName.COMPARE, skus=("A", "B")))
        await it.observer.until(lambda seen: bool(seen.values("tool")))
        (call,) = it.observer.values("tool")
        assert isinstance(call, ToolCall)
        it.session.tool_result(call, ok=True)
        it.session.send(Interrupt())
        it.session.mute(muted=True)
        await there.until(lambda v: Mute(muted=True) in v.received)
        assert Interrupt() in there.received
        assert any(message.type == "tool_result" for message in there.received)


async def test_the_end_forgets_the_visit() -> None:
    """After it no picture is left, and the companion was told to end the session."""
    companion = ScriptedCompanion(1)
    async with visit(companion) as it:
        await it.observer.until(lambda seen: bool(seen.values("picture")))
    assert it.session.pictures.take() is None
    assert it.observer.values("connection")[-1] is ConnectionState.CLOSED
