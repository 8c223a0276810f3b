"""The kiosk's media against the real companion in processes of its own, one of which is killed in mid-sentence."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator

import pytest

from app.clock import SystemClock
from app.domain.catalogue import Catalogue
from app.protocol.messages import ConsultantState, Memory, Say, ToolCall
from app.services.companion_process import CompanionPool
from app.services.companion_source import EmbeddedCompanions
from app.services.consultation import Consultation
from media.devices.sound_deck import SoundDeck
from media.kiosk_observer import ConnectionState, TurnSummary
from media.kiosk_session import KioskSession, SoundDevices
from tests.noting_observer import NotingObserver

READY_DEADLINE = 90.0
RECOVERY_SECONDS = 5.0


class Shop(NotingObserver):
    """An observer that keeps a consultation as the kiosk does."""

    def __init__(self) -> None:
        super().__init__()
        self.consultation = Consultation(
            catalogue=Catalogue.sample(), clock=SystemClock(), new_id=lambda: "visit-of-a-test"
        )
        self.consultation.wake()
        self.consultation.answer_consent(camera=False, share_numbers=False)
        self.session: KioskSession | None = None

    def turn_finished(self, summary: TurnSummary) -> None:
        self.consultation.finished_turn(summary.report)
        super().turn_finished(summary)

    def tool_called(self, call: ToolCall) -> None:
        result = self.consultation.carry_out(call)
        if self.session is not None:
            self.session.tool_result(call, ok=result.ok, detail=result.detail)
        super().tool_called(call)

    def remembered(self, memory: Memory) -> None:
        self.consultation.remembered(memory)
        super().remembered(memory)


@pytest.fixture
async def pool() -> AsyncIterator[CompanionPool]:
    made = CompanionPool(spare_delay=0.1)
    try:
        yield made
    finally:
        await made.aclose()


@pytest.mark.timeout(240)
async def test_a_killed_companion_costs_five_seconds_and_no_history(pool: CompanionPool) -> None:
    """It greets, is asked, and is killed while it answers; the spare carries on with what was said before."""
    active = await pool.current()
    async with asyncio.timeout(READY_DEADLINE):
        await pool.warm()
    shop = Shop()
    deck = SoundDeck(SystemClock())
    session = shop.session = KioskSession(
        observer=shop,
        clock=SystemClock(),
        companions=EmbeddedCompanions(pool),
        sound=SoundDevices(deck.microphone, deck.speaker),
        packet=shop.consultation.resume_packet,
    )
    session.start()
    try:
        await shop.until(lambda seen: len(seen.values("word")) > 3, 30.0)
        session.send(Say(text="I would like round frames under two hundred dollars."))
        await shop.until(lambda seen: bool(seen.values("tool")), 30.0)
        await shop.until(lambda seen: ConsultantState.SPEAKING in seen.values("consultant"), 30.0)
        shown = shop.consultation.visit.shown
        os.kill(active.pid, signal.SIGKILL)
        killed = time.monotonic()
        await shop.until(lambda seen: seen.values("connection").count(ConnectionState.CONNECTED) == 2, 15.0)
        assert time.monotonic() - killed < RECOVERY_SECONDS
        log = [turn.text for turn in shop.consultation.visit.turns]
        assert any("round frames" in text for text in log)
        words = len(shop.values("word"))
        session.send(Say(text="How much is the first one?"))
        await shop.until(lambda seen: len(seen.values("word")) > words + 2, 30.0)
        await shop.until(lambda seen: seen.values("turn")[-1].report.heard.startswith("How much"), 30.0)  # type: ignore[attr-defined]
        first = Catalogue.sample()[shown[0]]
        last = shop.values("turn")[-1]
        assert isinstance(last, TurnSummary)
        assert str(first.price_cents // 100) in last.report.said
    finally:
        await session.aclose()
