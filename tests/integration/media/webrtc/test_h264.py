"""Real peers that speak H.264: what carries the picture when VP8 is not taken, and when an encoder fails."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from app.clock import SystemClock
from media.webrtc.bitrate import BitrateRange
from media.webrtc.configuration import PeerConfig
from media.webrtc.encoding import PictureCodecs
from media.webrtc.frames import I420Frame, Pcm
from media.webrtc.h264 import NVIDIA, SOFTWARE, H264Codec
from media.webrtc.hardware import present
from media.webrtc.link import PeerState
from media.webrtc.peer import CompanionPeer, KioskPeer
from server.bench.lossy_relay import Conditions, LossyRelay

DEADLINE = 20.0
SIZE = 320
PERIOD = 0.04
_REFUSING = H264Codec("libx264", "yuv420p", {"preset": "no such preset"})


class Source:
    """Silence, and noisy pictures whose brightness tells their number."""

    def __init__(self) -> None:
        self.samples = 0
        self.pictures = 0
        self._noise = np.random.default_rng(3).integers(-6, 6, (8, SIZE, SIZE), dtype=np.int16)

    def pull(self) -> Pcm:
        self.samples += 960
        return np.zeros(960, np.int16)

    async def next_picture(self) -> I420Frame:
        await asyncio.sleep(PERIOD)
        self.pictures += 1
        data = np.full((SIZE * 3 // 2, SIZE), 128, np.uint8)
        data[:SIZE] = (self._noise[self.pictures % 8] + 60 + self.pictures % 100).astype(np.uint8)
        return I420Frame(SIZE, SIZE, data, self.pictures * PERIOD)


def h264_alone(sdp: str) -> str:
    """An offer that takes no picture but H.264, as some telephones' browsers make it."""
    found = re.search(r"a=rtpmap:(\d+) VP8/90000", sdp)
    assert found is not None
    vp8 = found.group(1)
    (rtx,) = re.findall(rf"a=fmtp:(\d+) apt={vp8}\b", sdp)
    kept = []
    for text in sdp.splitlines():
        if re.match(rf"a=(rtpmap|fmtp|rtcp-fb):({vp8}|{rtx})\b", text):
            continue
        words = text.split(" ")
        kept.append(" ".join(word for word in words if word not in {vp8, rtx}) if words[0] == "m=video" else text)
    return "\r\n".join(kept) + "\r\n"


class Line:
    """Both ends with a relay between them, and what arrived: time stamps and brightness of the pictures."""

    def __init__(self, codecs: PictureCodecs) -> None:
        self.relay = LossyRelay(seed=5)
        self.source = Source()
        self.seen: list[tuple[float, float]] = []
        self.connected, self.moved = asyncio.Event(), asyncio.Event()

        def see(frame: I420Frame) -> None:
            self.seen.append((frame.pts_seconds, float(frame.y.mean())))
            self.moved.set()

        def state(now: PeerState) -> None:
            if now is PeerState.CONNECTED:
                self.connected.set()

        config = PeerConfig(loopback_only=True, bitrate=BitrateRange(start=1_200_000), codecs=codecs)
        self.kiosk = KioskPeer(config, on_audio=lambda _pcm, _pts: None, on_video=see, on_state=state)
        self.companion = CompanionPeer(
            config,
            SystemClock(),
            pull_audio=self.source.pull,
            next_picture=self.source.next_picture,
            on_audio=lambda _pcm, _pts: None,
            on_state=lambda _state: None,
        )
        self.answered = ""

    async def connect(self, *, vp8: bool) -> None:
        await self.relay.start()
        offer = await self.kiosk.create_offer()
        self.answered = await self.companion.answer(self.relay.offer(offer if vp8 else h264_alone(offer)))
        await self.kiosk.accept(self.relay.answer(self.answered))
        async with asyncio.timeout(DEADLINE):
            await self.connected.wait()

    @property
    def codec(self) -> str:
        """What the answer sends pictures as."""
        (section,) = re.findall(r"m=video \d+ \S+ (\d+)", self.answered)
        (name,) = re.findall(rf"a=rtpmap:{section} (\w+)/90000", self.answered)
        return str(name)

    async def pictures(self, more: int) -> list[tuple[float, float]]:
        """Wait for so many more pictures; those."""
        began = len(self.seen)
        async with asyncio.timeout(DEADLINE):
            while len(self.seen) < began + more:
                self.moved.clear()
                await self.moved.wait()
        return self.seen[began:]


@asynccontextmanager
async def line(codecs: PictureCodecs, *, vp8: bool) -> AsyncIterator[Line]:
    made = Line(codecs)
    try:
        await made.connect(vp8=vp8)
        yield made
    finally:
        await made.kiosk.aclose()
        await made.companion.aclose()
        await made.relay.aclose()


def brightness(pts: float) -> float:
    """Of the picture with this time stamp; the first one is number 1."""
    return 59.5 + (round(pts / PERIOD) + 1) % 100


async def test_a_peer_that_takes_only_h264_is_sent_that_by_the_processor() -> None:
    """Without hardware it gets H.264 with its own time stamps, and one that takes both gets VP8."""
    codecs = PictureCodecs(SystemClock())
    async with line(codecs, vp8=False) as peer:
        seen = await peer.pictures(12)

        assert peer.codec == "H264"
        assert seen[0][0] == 0.0
        assert [luma for _, luma in seen] == pytest.approx([brightness(pts) for pts, _ in seen], abs=3)
    async with line(codecs, vp8=True) as peer:
        await peer.pictures(3)
        assert peer.codec == "VP8"


async def test_with_an_encoder_of_its_own_the_companion_prefers_h264() -> None:
    """A kiosk that takes both is sent H.264."""
    async with line(PictureCodecs(SystemClock(), SOFTWARE), vp8=True) as peer:
        seen = await peer.pictures(6)

        assert peer.codec == "H264"
        assert [luma for _, luma in seen] == pytest.approx([brightness(pts) for pts, _ in seen], abs=3)


async def test_h264_heals_after_an_outage_with_a_picture_that_stands_alone() -> None:
    """Half a second in which nothing comes through is followed by whole pictures, none of them a mixture."""
    async with line(PictureCodecs(SystemClock()), vp8=False) as peer:
        await peer.pictures(5)
        peer.relay.down.conditions = Conditions(loss=1.0)
        await asyncio.sleep(0.5)
        peer.relay.down.conditions = Conditions()
        lost = peer.source.pictures
        async with asyncio.timeout(DEADLINE):
            while peer.seen[-1][0] < (lost + 10) * PERIOD:
                await peer.pictures(1)

        assert peer.relay.down.dropped > 5
        assert [luma for _, luma in peer.seen] == pytest.approx([brightness(pts) for pts, _ in peer.seen], abs=4)


async def test_h264_follows_the_governor_down_a_narrow_line() -> None:
    """Through 400 kbit/s the target falls below the start, and the picture goes on with it."""
    async with line(PictureCodecs(SystemClock()), vp8=False) as peer:
        await peer.pictures(5)
        peer.relay.down.conditions = Conditions(rate=400_000)
        async with asyncio.timeout(2 * DEADLINE):
            while peer.companion.video_bitrate > 600_000:
                await peer.pictures(1)
        peer.relay.down.conditions = Conditions()
        sent = peer.source.pictures
        async with asyncio.timeout(DEADLINE):
            while peer.seen[-1][0] < sent * PERIOD:
                await peer.pictures(1)


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(NVIDIA, marks=pytest.mark.skipif(present(NVIDIA, Path("/dev")), reason="the card is there")),
        _REFUSING,
    ],
    ids=["no-card", "refusing-card"],
)
async def test_an_encoder_that_fails_does_not_end_the_visit(broken: H264Codec) -> None:
    """The picture goes on by the processor from the very first one, and the next visit is answered with VP8."""
    codecs = PictureCodecs(SystemClock(), broken)
    async with line(codecs, vp8=True) as peer:
        seen = await peer.pictures(6)

        assert peer.codec == "H264"
        assert seen[0][0] == 0.0
    async with line(codecs, vp8=True) as peer:
        await peer.pictures(3)
        assert peer.codec == "VP8"
