"""Real peers over loopback: offer, answer, sound, picture, messages and their ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from app.clock import SystemClock
from app.errors import ProtocolError
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import I420Frame, Pcm, solid
from media.webrtc.link import PeerState
from media.webrtc.peer import CompanionPeer, KioskPeer

DEADLINE = 15.0


class Source:
    """A tone and growing grey pictures, on their own deadlines."""

    def __init__(self) -> None:
        self.samples = 0
        self.pictures = 0

    def pull(self) -> Pcm:
        moments = np.arange(self.samples, self.samples + 960)
        self.samples += 960
        return (np.sin(2 * np.pi * 440 * moments / 48_000) * 8000).astype(np.int16)

    async def next_picture(self) -> I420Frame:
        await asyncio.sleep(0.04)
        self.pictures += 1
        return solid(320, 320, luma=16 + self.pictures, pts_seconds=0.5 + self.pictures * 0.04)


class Pair:
    """Both ends, and what each of them met."""

    def __init__(self, *, connect_timeout: float = DEADLINE) -> None:
        clock = SystemClock()
        self.source = Source()
        self.heard: list[tuple[float, Pcm]] = []
        self.seen: list[I420Frame] = []
        self.voice: list[tuple[float, Pcm]] = []
        self.kiosk_states: asyncio.Queue[PeerState] = asyncio.Queue()
        self.companion_states: asyncio.Queue[PeerState] = asyncio.Queue()
        self.progress = asyncio.Event()
        config = PeerConfig(loopback_only=True, connect_timeout=connect_timeout)
        self.kiosk = KioskPeer(config, on_audio=self._hear, on_video=self._see, on_state=self.kiosk_states.put_nowait)
        self.companion = CompanionPeer(
            config,
            clock,
            pull_audio=self.source.pull,
            next_picture=self.source.next_picture,
            on_audio=self._voice,
            on_state=self.companion_states.put_nowait,
        )

    def _hear(self, pcm: Pcm, pts: float) -> None:
        self.heard.append((pts, pcm))
        self.progress.set()

    def _see(self, frame: I420Frame) -> None:
        self.seen.append(frame)
        self.progress.set()

    def _voice(self, pcm: Pcm, pts: float) -> None:
        self.voice.append((pts, pcm))
        self.progress.set()

    async def connect(self) -> None:
        await self.kiosk.accept(await self.companion.answer(await self.kiosk.create_offer()))
        async with asyncio.timeout(DEADLINE):
            assert await self.kiosk_states.get() is PeerState.CONNECTED
            assert await self.companion_states.get() is PeerState.CONNECTED

    async def until(self, *, heard: int = 0, seen: int = 0, voice: int = 0) -> None:
        async with asyncio.timeout(DEADLINE):
            while len(self.heard) < heard or len(self.seen) < seen or len(self.voice) < voice:
                self.progress.clear()
                await self.progress.wait()


@asynccontextmanager
async def pair(**options: float) -> AsyncIterator[Pair]:
    both = Pair(**options)
    try:
        yield both
    finally:
        await both.kiosk.aclose()
        await both.companion.aclose()


async def test_sound_and_picture_arrive_with_their_time_stamps() -> None:
    """Each track's stamps begin at zero and advance by what was sent; nothing is lost on the way."""
    async with pair() as both:
        await both.connect()
        await both.until(heard=20, seen=5)

        stamps = np.array([pts for pts, _ in both.heard])
        tone = np.concatenate([pcm for _, pcm in both.heard[5:20]]).astype(np.float64)
        spectrum = np.abs(np.fft.rfft(tone))

        assert stamps[0] == 0.0
        assert np.allclose(np.diff(stamps), 0.02)
        assert abs(np.argmax(spectrum) * 48_000 / tone.size - 440) < 5
        assert [(frame.width, frame.height) for frame in both.seen] == [(320, 320)] * len(both.seen)
        assert both.seen[0].pts_seconds == 0.0
        assert np.allclose(np.diff([frame.pts_seconds for frame in both.seen]), 0.04, atol=1e-4)
        assert abs(float(both.seen[2].y.mean()) - 19) < 4


async def test_microphone_reaches_the_companion_from_its_first_sample() -> None:
    """The first sample accepted after the connection opened is uplink time zero at the other end."""
    async with pair() as both:
        early = both.kiosk.push_microphone(np.zeros(960, np.int16))
        await both.connect()
        starts = []
        for number in range(30):
            tone = np.sin(2 * np.pi * 1000 * np.arange(960) / 48_000) * (12_000 if number >= 10 else 0)
            starts.append(both.kiosk.push_microphone(tone.astype(np.int16)))
            await both.until(voice=max(0, number - 8))

        await both.until(voice=18)
        onset = next(
            pts + float(np.flatnonzero(np.abs(pcm) > 3000)[0]) / 48_000
            for pts, pcm in both.voice
            if (np.abs(pcm) > 3000).any()
        )

        assert early is None
        assert starts[:3] == pytest.approx([0.0, 0.02, 0.04])
        assert onset == pytest.approx(0.2, abs=0.012)


async def test_messages_travel_both_ways_in_order() -> None:
    """Messages sent before and after the channel opens all arrive, in order."""
    async with pair() as both:
        both.kiosk.send("early")
        await both.connect()
        for number in range(20):
            both.kiosk.send(f"up {number}")
            both.companion.send(f"down {number}")

        async with asyncio.timeout(DEADLINE):
            up = [await anext(received) for received in [both.companion.messages()] for _ in range(21)]
            down = [await anext(received) for received in [both.kiosk.messages()] for _ in range(20)]

        assert up == ["early", *(f"up {number}" for number in range(20))]
        assert down == [f"down {number}" for number in range(20)]


@pytest.mark.parametrize("leaver", ["kiosk", "companion"])
async def test_leaving_is_noticed_at_the_other_end(leaver: str) -> None:
    """When one end closes, the other reaches a final state and its messages end."""
    async with pair() as both:
        await both.connect()
        leaving, left, states = (
            (both.kiosk, both.companion, both.companion_states)
            if leaver == "kiosk"
            else (both.companion, both.kiosk, both.kiosk_states)
        )

        await leaving.aclose()
        async with asyncio.timeout(DEADLINE):
            final = await states.get()
            rest = [text async for text in left.messages()]

        assert final in {PeerState.CLOSED, PeerState.FAILED}
        assert rest == []


async def test_answer_nobody_takes_fails_in_time() -> None:
    """A companion whose kiosk never connects gives up after the connect timeout."""
    async with pair(connect_timeout=0.3) as both:
        await both.companion.answer(await both.kiosk.create_offer())

        async with asyncio.timeout(DEADLINE):
            assert await both.companion_states.get() is PeerState.FAILED


@pytest.mark.parametrize(
    "offer",
    [
        "",
        "hello",
        "v=0\r\n",
        "v=0\r\nm=audio 9 X 0\r\nm=video 9 X 0\r\nm=application 9 X 0\r\n",
        "v=0\r\nm=audio\r\n" * 3,
    ],
)
async def test_offer_that_is_no_sdp_is_refused(offer: str) -> None:
    """Whatever is wrong with an offer, the answer is one error with a sentence."""
    async with pair() as both:
        with pytest.raises(ProtocolError) as caught:
            await both.companion.answer(offer)

    assert str(caught.value).endswith(".")


async def test_offer_without_opus_is_refused() -> None:
    """The consultant's voice is Opus; an offer that cannot take that is refused with a sentence."""
    async with pair() as both:
        offer = (await both.kiosk.create_offer()).replace("opus/48000/2", "speex/16000")
        with pytest.raises(ProtocolError) as caught:
            await both.companion.answer(offer)

    assert str(caught.value).endswith(".")


async def test_closing_before_the_start_and_twice_is_safe() -> None:
    """An end that was never connected closes, and closes again."""
    both = Pair()

    await both.kiosk.aclose()
    await both.kiosk.aclose()
    await both.companion.aclose()
    await both.companion.aclose()

    assert both.kiosk.state is PeerState.CLOSED


async def test_statistics_count_what_was_received() -> None:
    """Counters of received and sent packets agree with a connection that lost nothing."""
    async with pair() as both:
        await both.connect()
        await both.until(heard=10, seen=3)

        statistics = await both.kiosk.statistics()

        assert statistics.packets_received >= 13
        assert statistics.packets_lost == 0
