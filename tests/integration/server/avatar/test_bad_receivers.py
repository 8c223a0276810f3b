"""The stage over real WebRTC: what a narrow or bad line, a slow renderer and a receiver that stands still change."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.clock import SystemClock
from media.webrtc.bitrate import BitrateRange
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import I420Frame, Pcm
from media.webrtc.link import PeerState
from media.webrtc.peer import CompanionPeer, KioskPeer
from server.avatar.quality import QualityLadder, rungs
from server.avatar.stage import StageCore, TrackStarts
from server.bench.avskew import Heard, Loudspeaker
from server.bench.lossy_relay import Conditions, LossyRelay

DEADLINE = 25.0
WIDTH, HEIGHT, RATE = 384, 416, 20
LEVELS = rungs(WIDTH, HEIGHT, RATE)[::2]
IN_TIME = 0.05
RECEIVER = Path(__file__).parents[2] / "media" / "webrtc" / "kiosk_process.py"


class Moment:
    """Its pose is the moment."""

    def pose(self, media: float) -> float:
        return media

    def foreseen(self, media: float) -> float:
        del media
        return 0.0

    def rests(self, media: float) -> None:
        del media


class Artist:
    """Noisy pictures that move; each takes `cost` seconds at full size and less when it is smaller."""

    def __init__(self) -> None:
        self.cost = 0.0
        self.drawn = 0
        self._noise = np.random.default_rng(3).integers(-6, 6, (8, HEIGHT, WIDTH), dtype=np.int16)

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8] | None:
        del view, due
        if self.cost:
            await asyncio.sleep(self.cost * width * height / (WIDTH * HEIGHT))
        self.drawn += 1
        data = np.full((height * 3 // 2, width), 128, np.uint8)
        shade = 60 + int(pose * 40) % 100
        data[:height] = (self._noise[self.drawn % 8, :height, :width] + shade).astype(np.uint8)
        return data


class Stage:
    """A companion's end on a stage with a ladder of three rungs and short holds."""

    def __init__(self) -> None:
        self.artist = Artist()
        self.ladder = QualityLadder(LEVELS, holds=(0.5, 1.0))
        self.core = StageCore("visit", Moment(), self.artist, self.ladder, SystemClock(), lambda _reason: None)
        self.peer = CompanionPeer(
            PeerConfig(loopback_only=True, bitrate=BitrateRange(start=1_200_000)),
            SystemClock(),
            pull_audio=self.core.pull,
            next_picture=self.core.next_picture,
            on_audio=lambda _pcm, _pts: None,
            on_state=lambda _state: None,
        )
        self._drawing = asyncio.create_task(self.core.run(), name="stage")

    async def aclose(self) -> None:
        await self.peer.aclose()
        self._drawing.cancel()
        await asyncio.gather(self._drawing, return_exceptions=True)


class Visit:
    """A stage and a kiosk's end with the relay between them, and what arrived when."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.relay = LossyRelay(seed=23)
        self.heard: list[Heard] = []
        self.seen: list[tuple[float, I420Frame]] = []
        self.connected, self.moved = asyncio.Event(), asyncio.Event()
        self.starts = TrackStarts(0.0, 0.0)
        loop = asyncio.get_running_loop()

        def hear(pcm: Pcm, pts: float) -> None:
            self.heard.append(Heard(loop.time(), pts, pcm))

        def see(frame: I420Frame) -> None:
            self.seen.append((loop.time(), frame))
            self.moved.set()

        def state(now: PeerState) -> None:
            if now is PeerState.CONNECTED:
                self.connected.set()

        self.kiosk = KioskPeer(PeerConfig(loopback_only=True), on_audio=hear, on_video=see, on_state=state)

    async def connect(self) -> None:
        await self.relay.start()
        answer = await self.stage.peer.answer(self.relay.offer(await self.kiosk.create_offer()))
        await self.kiosk.accept(self.relay.answer(answer))
        async with asyncio.timeout(DEADLINE):
            await self.connected.wait()
            self.starts = await self.stage.core.started()
        await self.pictures(5)

    async def pictures(self, more: int) -> list[tuple[float, I420Frame]]:
        """Wait for so many more pictures; those."""
        began = len(self.seen)
        await self.until(lambda: len(self.seen) >= began + more)
        return self.seen[began:]

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait for something that is looked at with every picture."""
        async with asyncio.timeout(DEADLINE):
            while not reached():
                self.moved.clear()
                await self.moved.wait()

    def lateness(self, pictures: list[tuple[float, I420Frame]]) -> float:
        """Seconds by which the middle one of these came after its sound left the loudspeaker; negative when before."""
        loudspeaker = Loudspeaker(self.heard, self.starts)
        return float(
            np.median(
                [
                    at - loudspeaker.sounds_at(frame.pts_seconds + self.starts.video_start_media)
                    for at, frame in pictures
                ]
            )
        )


@asynccontextmanager
async def visit() -> AsyncIterator[Visit]:
    made = Visit()
    try:
        await made.connect()
        yield made
    finally:
        await made.kiosk.aclose()
        await made.stage.aclose()
        await made.relay.aclose()


async def test_narrow_line_lowers_the_bit_rate_and_not_the_size_and_a_wide_one_brings_it_back() -> None:
    """Through 500 kbit/s pictures of full size come below that rate and in time; on the wide line the rate rises."""
    async with visit() as line:
        line.relay.down.conditions = Conditions(rate=500_000)
        await line.until(lambda: line.stage.peer.video_bitrate < 500_000)
        await line.pictures(20)
        narrow, pictures = line.stage.peer.video_bitrate, await line.pictures(30)
        line.relay.down.conditions = Conditions()
        await line.until(lambda: line.stage.peer.video_bitrate > narrow)

        assert line.lateness(pictures) < IN_TIME
        assert {frame.height for _, frame in pictures} == {HEIGHT}
        assert line.stage.ladder.quality.height == HEIGHT
        assert line.lateness(await line.pictures(10)) < IN_TIME


async def test_five_percent_loss_costs_no_quality_and_no_deadline() -> None:
    """With 5 % lost each way pictures stay full in size and in time, and the bit rate does not collapse."""
    async with visit() as line:
        line.relay.up.conditions = line.relay.down.conditions = Conditions(loss=0.05, delay=0.005, jitter=0.005)
        pictures = await line.pictures(60)

        assert line.relay.down.dropped > 5
        assert line.lateness(pictures) < IN_TIME
        assert line.stage.ladder.quality.height == HEIGHT
        assert line.stage.peer.video_bitrate > 400_000


async def test_slow_renderer_lowers_size_and_rate_in_time_and_climbs_back() -> None:
    """While full pictures take thrice their time the kiosk gets small ones in time, and full ones again afterwards."""
    lowest = LEVELS[-1]
    async with visit() as line:
        line.stage.artist.cost = 2.8 / RATE
        await line.until(lambda: line.stage.ladder.quality == lowest)
        await line.pictures(5)
        pictures = await line.pictures(15)
        line.stage.artist.cost = 0.0
        await line.until(lambda: line.seen[-1][1].height == HEIGHT)
        climbed = await line.pictures(10)

        assert {frame.height for _, frame in pictures} == {lowest.height}
        assert line.lateness(pictures) < IN_TIME
        assert line.lateness(climbed) < IN_TIME


async def test_a_receiver_that_stands_still_or_reads_five_times_a_second_takes_nothing_from_the_stage() -> None:
    """While the kiosk's process is stopped, and runs by fits and starts, pictures are drawn on time at full quality."""
    stage = Stage()
    kiosk = await asyncio.create_subprocess_exec(
        *(sys.executable, str(RECEIVER)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
        cwd=RECEIVER.parents[4],
        env={"PYTHONPATH": str(RECEIVER.parents[4]), "PATH": ""},
    )
    assert kiosk.stdin is not None
    assert kiosk.stdout is not None
    out = kiosk.stdout

    async def until(name: str, least: float) -> None:
        while True:
            told = json.loads(await out.readline())
            assert told.get("state") not in {"failed", "closed"}
            if told.get(name, -1.0) >= least:
                return

    try:
        async with asyncio.timeout(2 * DEADLINE):
            offer = json.loads(await out.readline())["sdp"]
            kiosk.stdin.write((json.dumps({"sdp": await stage.peer.answer(offer)}) + "\n").encode())
            await until("picture", 0.5)
            began, drawn = stage.core.media.now(), stage.artist.drawn
            for still, running in [(1.0, 0.0)] + [(0.16, 0.04)] * 10:
                kiosk.send_signal(signal.SIGSTOP)
                await asyncio.sleep(still)
                kiosk.send_signal(signal.SIGCONT)
                await asyncio.sleep(running)
            passed, drawn = stage.core.media.now() - began, stage.artist.drawn - drawn
            await until("picture", began + passed - 0.5)

        assert passed > 2.5
        assert drawn > 0.8 * passed * RATE
        assert stage.ladder.quality.height == HEIGHT
        assert stage.peer.video_bitrate > 400_000
    finally:
        kiosk.stdin.close()
        kiosk.kill()
        await kiosk.wait()
        await stage.aclose()
