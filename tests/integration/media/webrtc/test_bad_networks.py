"""Real peers through a seeded bad network: what a shopper would still see and hear."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from app.clock import SystemClock
from media.webrtc.bitrate import BitrateRange
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import I420Frame, Pcm
from media.webrtc.link import PeerState
from media.webrtc.peer import CompanionPeer, KioskPeer
from server.bench.lossy_relay import Conditions, LossyRelay

DEADLINE = 20.0
SIZE = 320
PERIOD = 0.04


class Source:
    """Sound whose level tells its second; pictures that are costly to encode, each lighter or darker by its time."""

    def __init__(self) -> None:
        self.samples = 0
        self.pictures = 0
        self._noise = np.random.default_rng(3).integers(-6, 6, (8, SIZE, SIZE), dtype=np.int16)

    def pull(self) -> Pcm:
        moments = np.arange(self.samples, self.samples + 960)
        self.samples += 960
        return (np.sin(2 * np.pi * 440 * moments / 48_000) * 8000).astype(np.int16)

    async def next_picture(self) -> I420Frame:
        await asyncio.sleep(PERIOD)
        self.pictures += 1
        data = np.full((SIZE * 3 // 2, SIZE), 128, np.uint8)
        data[:SIZE] = (self._noise[self.pictures % 8] + 60 + self.pictures % 100).astype(np.uint8)
        return I420Frame(SIZE, SIZE, data, 0.5 + self.samples / 48_000)


class Line:
    """Both ends with the relay between them, and when what arrived."""

    def __init__(self, *, lose_first: dict[str, int]) -> None:
        self.relay = LossyRelay(seed=11, lose_first=lose_first)
        self.source = Source()
        self.heard: list[tuple[float, float]] = []
        self.seen: list[tuple[float, float]] = []
        self.connected = asyncio.Event()
        self.moved = asyncio.Event()
        loop = asyncio.get_running_loop()

        def hear(_pcm: Pcm, pts: float) -> None:
            self.heard.append((loop.time(), pts))
            self.moved.set()

        def see(frame: I420Frame) -> None:
            self.seen.append((loop.time(), frame.pts_seconds))
            self.moved.set()

        def state(now: PeerState) -> None:
            if now is PeerState.CONNECTED:
                self.connected.set()

        config = PeerConfig(
            loopback_only=True,
            bitrate=BitrateRange(start=1_200_000),
        )
        self.kiosk = KioskPeer(config, on_audio=hear, on_video=see, on_state=state)
        self.companion = CompanionPeer(
            config,
            SystemClock(),
            pull_audio=self.source.pull,
            next_picture=self.source.next_picture,
            on_audio=lambda _pcm, _pts: None,
            on_state=lambda _state: None,
        )

    async def connect(self) -> None:
        await self.relay.start()
        answer = await self.companion.answer(self.relay.offer(await self.kiosk.create_offer()))
        await self.kiosk.accept(self.relay.answer(answer))
        async with asyncio.timeout(DEADLINE):
            await self.connected.wait()

    async def seconds_of_sound(self, seconds: float) -> None:
        """Wait until so much more was sent."""
        until = self.source.samples + seconds * 48_000
        async with asyncio.timeout(seconds + DEADLINE):
            while self.source.samples < until:
                self.moved.clear()
                await asyncio.wait_for(self.moved.wait(), DEADLINE)


@asynccontextmanager
async def line(*, lose_first: dict[str, int] | None = None) -> AsyncIterator[Line]:
    made = Line(lose_first=lose_first or {})
    try:
        await made.connect()
        yield made
    finally:
        await made.kiosk.aclose()
        await made.companion.aclose()
        await made.relay.aclose()


async def test_five_percent_loss_both_ways_costs_no_message_and_no_long_freeze() -> None:
    """With 5 % lost each way the picture goes on, nearly all sound arrives, and every message does, in order."""
    async with line() as bad:
        await bad.seconds_of_sound(0.5)
        bad.relay.up.conditions = bad.relay.down.conditions = Conditions(loss=0.05, delay=0.01, jitter=0.01)
        began = len(bad.seen), len(bad.heard)
        for number in range(40):
            bad.companion.send(f"{number}")
            await bad.seconds_of_sound(0.1)
        async with asyncio.timeout(DEADLINE):
            messages = [await anext(received) for received in [bad.kiosk.messages()] for _ in range(40)]

        seen, heard = bad.seen[began[0] :], bad.heard[began[1] :]
        freezes = np.diff([at for at, _ in seen])
        stamps = np.diff([pts for _, pts in heard])

        assert bad.relay.down.dropped > 10
        assert messages == [f"{number}" for number in range(40)]
        assert len(seen) > 40
        assert float(freezes.max()) < 1.5
        assert len(heard) > 150
        assert float(stamps.max()) < 0.1
        assert float(stamps.min()) > 0


@pytest.mark.parametrize(("kind", "count"), [("audio", 10), ("video", 10)])
async def test_lost_beginning_of_a_track_does_not_shift_its_time(kind: str, count: int) -> None:
    """Without a track's first packets its time stamps still count from its first sample."""
    async with line(lose_first={kind: count}) as bad:
        await bad.seconds_of_sound(3.0)

        first_heard = bad.heard[0][1]
        first_seen = bad.seen[0][1]

        assert bad.relay.down.dropped >= count
        if kind == "audio":
            assert first_heard == pytest.approx(count * 0.02, abs=1e-6)
        else:
            assert first_heard == 0.0
            assert first_seen > 0.0
        together = [pts for at, pts in bad.heard if at <= bad.seen[-1][0]][-1]
        assert bad.seen[-1][1] == pytest.approx(together, abs=0.3)


async def test_outage_of_a_second_heals() -> None:
    """After nothing came through for a second, sound and picture are there again within two."""
    async with line() as bad:
        await bad.seconds_of_sound(0.5)
        bad.relay.down.conditions = bad.relay.up.conditions = Conditions(loss=1.0)
        await asyncio.sleep(1.0)
        bad.relay.down.conditions = bad.relay.up.conditions = Conditions()
        began = asyncio.get_running_loop().time()
        await bad.seconds_of_sound(2.5)

        assert [at for at, _ in bad.seen if at - began < 2.0]
        assert len([at for at, _ in bad.heard if at > began]) > 80
        assert bad.seen[-1][1] > bad.heard[-1][1] - 0.5
