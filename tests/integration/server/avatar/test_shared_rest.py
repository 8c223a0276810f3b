"""Quiet visits over real connections: one drawing and one encoding for all, and each its own from the first word on."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import pairwise

import numpy as np
import pytest
from aiortc import RTCRtpReceiver
from av.frame import Frame
from numpy.typing import NDArray

from app.clock import SystemClock
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import I420Frame
from media.webrtc.peer import CompanionPeer, KioskPeer
from media.webrtc.vp8 import DrawnPictureEncoder
from server.animation.port import ARKIT_INDEX, ARKIT_NAMES, Curves
from server.avatar.idle import IdleFigures
from server.avatar.motion.life import Life
from server.avatar.pose import FacePose
from server.avatar.puppet import Company
from server.avatar.quality import QualityLadder, rungs
from server.avatar.stage import SpeakingStage
from server.tts.port import Speech

SIZE = 320
DEADLINE = 20.0
TURN = 900
SQUARE = 80


class Sketch:
    """Draws a head as a square that stands where the pose turns it, and counts for whom."""

    def __init__(self) -> None:
        self.drawn: Counter[str] = Counter()

    async def render(self, view: str, pose: FacePose, width: int, height: int, due: float) -> NDArray[np.uint8]:
        self.drawn[view.partition("-")[0]] += 1
        data = np.full((height * 3 // 2, width), 128, np.uint8)
        data[:height] = np.linspace(50, 110, width, dtype=np.uint8)
        left = round(width / 2 - SQUARE / 2 + TURN * pose.head_yaw)
        data[120 : 120 + SQUARE, left : left + SQUARE] = 220
        return data


class Visit:
    """A stage, its connection and a kiosk that looks and listens."""

    def __init__(self, number: int, sketch: Sketch, company: Company) -> None:
        clock = SystemClock()
        config = PeerConfig(loopback_only=True)
        self.seen: list[tuple[float, float]] = []
        self.latest: I420Frame | None = None
        ladder = QualityLadder(rungs(SIZE, SIZE, 30), grace=600.0)
        view = f"visit-{number}"
        self.stage = SpeakingStage(view, Life(number), sketch, ladder, clock, lambda _reason: None, company)
        self.companion = CompanionPeer(
            config,
            clock,
            pull_audio=self.stage.pull,
            next_picture=self.stage.next_picture,
            on_audio=lambda _pcm, _pts: None,
            on_state=lambda _state: None,
        )
        self.kiosk = KioskPeer(
            config, on_audio=lambda _pcm, _pts: None, on_video=self._see, on_state=lambda _state: None
        )

    def _see(self, frame: I420Frame) -> None:
        self.latest = frame
        bright = frame.y[130:190].astype(int).mean(axis=0) > 165
        self.seen.append((frame.pts_seconds, float(np.flatnonzero(bright).mean())))

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Visit"]:
        await self.kiosk.accept(await self.companion.answer(await self.kiosk.create_offer()))
        drawing = asyncio.create_task(self.stage.run())
        try:
            yield self
        finally:
            drawing.cancel()
            await asyncio.gather(drawing, return_exceptions=True)
            await asyncio.gather(self.kiosk.aclose(), self.companion.aclose())

    def speak(self) -> None:
        values = np.zeros((61, len(ARKIT_NAMES)), np.float32)
        values[:, ARKIT_INDEX["jawOpen"]] = 0.3
        tone = (0.2 * np.sin(np.arange(24_000) * 2 * np.pi * 300 / 24_000)).astype(np.float32)
        self.stage.enqueue(Speech(tone, 24_000, (), ()), Curves(60.0, values))

    async def ask_for_a_whole_picture(self) -> None:
        (receiver,) = (each for each in self.kiosk._link.rtc.getReceivers() if each.track.kind == "video")
        assert isinstance(receiver, RTCRtpReceiver)
        (source,) = receiver.getSynchronizationSources()
        await receiver._send_rtcp_pli(source.source)


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for each picture that a connection encodes by itself: whether it was asked to stand alone."""
    keys: list[bool] = []
    usual = DrawnPictureEncoder.encode

    def counted(self: DrawnPictureEncoder, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        keys.append(force_keyframe)
        return usual(self, frame, force_keyframe)

    monkeypatch.setattr(DrawnPictureEncoder, "encode", counted)
    return keys


async def until_shared(sketch: Sketch, encoded: list[bool], visits: list[Visit]) -> None:
    """Return when for half a second nothing was drawn or encoded for one visit alone, and all saw new pictures."""
    async with asyncio.timeout(DEADLINE):
        while True:
            before = Counter(sketch.drawn), len(encoded), [len(visit.seen) for visit in visits]
            await asyncio.sleep(0.5)
            alone = sketch.drawn["visit"] - before[0]["visit"] + len(encoded) - before[1]
            if not alone and all(len(visit.seen) > seen for visit, seen in zip(visits, before[2], strict=True)):
                return


async def test_quiet_visits_share_and_a_word_parts_them(encoded: list[bool], caplog: pytest.LogCaptureFixture) -> None:
    """Two quiet visits cost one drawing and no encoding of their own; a word, or a lost picture, concerns one alone.

    Nobody sees a gap, a jump or a picture that cannot be decoded.
    """
    caplog.set_level(logging.WARNING)
    sketch, figures = Sketch(), IdleFigures((SIZE, SIZE), SystemClock())
    company = Company(figures, "daniel", sketch)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(figures.aclose)
        visits = [await stack.enter_async_context(Visit(number, sketch, company).running()) for number in range(2)]
        speaker, other = visits
        await until_shared(sketch, encoded, visits)
        mine = other.companion._following

        drawn, quiet = sketch.drawn["visit"], len(encoded)
        speaker.speak()
        await asyncio.sleep(1.0)
        assert sketch.drawn["visit"] - drawn > 10
        assert len(encoded) - quiet > 10
        assert mine._stream is not None
        await until_shared(sketch, encoded, visits)

        quiet = len(encoded)
        await other.ask_for_a_whole_picture()
        await asyncio.sleep(0.7)
        assert any(encoded[quiet:])
        await until_shared(sketch, encoded, visits)
    for visit in visits:
        stamps, places = zip(*visit.seen, strict=True)
        assert max(later - earlier for earlier, later in pairwise(stamps)) < 0.6
        assert min(later - earlier for earlier, later in pairwise(stamps)) > 0.0
        assert max(abs(later - earlier) for earlier, later in pairwise(places)) < 14
    assert not [record.message for record in caplog.records if "decode" in record.message]
