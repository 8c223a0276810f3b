"""From the microphone's block to the cleaned voice, and from the playout to the loudspeaker."""

import asyncio

import numpy as np

from app.errors import DeviceError, DeviceLostError
from media.audio.echo import EchoCanceller, EchoSettings
from media.devices.port import BLOCK, OnBlock, OnTrouble, Pull, SoundBlock
from media.kiosk_observer import DeviceState, DeviceStatus
from media.sound_path import SoundPath
from media.webrtc.frames import Pcm

PLAIN = EchoSettings(echo_cancellation=True, noise_suppression=False, gain_control=False)
DEADLINE = 5.0


class HeldMicrophone:
    def __init__(self) -> None:
        self.on_block: OnBlock | None = None
        self.on_trouble: OnTrouble | None = None
        self.closed = False

    def start(self, on_block: OnBlock, on_trouble: OnTrouble) -> None:
        self.on_block, self.on_trouble = on_block, on_trouble

    def close(self) -> None:
        self.closed = True

    def say(self, blocks: int, level: int = 6000) -> None:
        assert self.on_block is not None
        wave = (np.sin(np.arange(BLOCK) * 2 * np.pi * 400 / 48_000) * level).astype(np.int16)
        for index in range(blocks):
            self.on_block(SoundBlock(wave, index * 0.01))

    def fail(self, error: DeviceError | None) -> None:
        assert self.on_trouble is not None
        self.on_trouble(error)


class HeldSpeaker:
    def __init__(self) -> None:
        self.pull: Pull | None = None
        self.closed = False

    def start(self, pull: Pull, on_trouble: OnTrouble) -> None:
        self.pull = pull

    def close(self) -> None:
        self.closed = True


class Constant:
    def pull(self, count: int, plays_at: float) -> Pcm:
        return np.full(count, 77, np.int16)


class Bench:
    def __init__(self) -> None:
        self.microphone, self.speaker = HeldMicrophone(), HeldSpeaker()
        self.voice: list[tuple[float, Pcm]] = []
        self.heard = asyncio.Event()
        self.levels: list[float] = []
        self.statuses: list[DeviceStatus] = []
        self.path = SoundPath(
            self.microphone,
            self.speaker,
            EchoCanceller(PLAIN),
            on_voice=self._hear,
            on_level=self.levels.append,
            on_status=self.statuses.append,
        )
        self.path.start()

    def _hear(self, pcm: Pcm, at: float) -> None:
        self.voice.append((at, pcm))
        self.heard.set()

    async def until(self, blocks: int) -> None:
        async with asyncio.timeout(DEADLINE):
            while len(self.voice) < blocks:
                self.heard.clear()
                await self.heard.wait()


async def test_each_block_keeps_its_moment() -> None:
    """Thirty blocks from another thread come out in order with their capture times, and the level follows."""
    bench = Bench()
    await asyncio.to_thread(bench.microphone.say, 30)
    await bench.until(30)
    assert [round(at, 2) for at, _ in bench.voice] == [round(index * 0.01, 2) for index in range(30)]
    assert len(bench.levels) == 3
    assert bench.levels[-1] > 0.5
    await bench.path.aclose()


async def test_a_muted_microphone_sends_silence() -> None:
    """The uplink goes on, with nothing in it."""
    bench = Bench()
    bench.path.muted = True
    bench.microphone.say(10)
    await bench.until(10)
    assert not any(pcm.any() for _, pcm in bench.voice)
    await bench.path.aclose()


async def test_the_loudspeaker_plays_the_present_source() -> None:
    """Silence without a connection, its sound with one."""
    bench = Bench()
    assert bench.speaker.pull is not None
    assert not bench.speaker.pull(BLOCK, 1.0).any()
    bench.path.source = Constant()
    assert int(bench.speaker.pull(BLOCK, 1.01)[0]) == 77
    await bench.path.aclose()


async def test_trouble_and_its_end_are_told_in_order() -> None:
    """An unplugged microphone is named with a sentence, and works again afterwards."""
    bench = Bench()
    bench.microphone.fail(DeviceLostError("The microphone was unplugged."))
    bench.microphone.fail(None)
    await asyncio.sleep(0)
    told = [(status.state, status.sentence) for status in bench.statuses[2:]]
    assert told == [(DeviceState.LOST, "The microphone was unplugged."), (DeviceState.WORKING, "")]
    await bench.path.aclose()


async def test_after_the_end_nothing_comes() -> None:
    """Both devices are let go, and a late block is dropped."""
    bench = Bench()
    await bench.path.aclose()
    await bench.path.aclose()
    bench.microphone.say(5)
    await asyncio.sleep(0)
    assert (bench.microphone.closed, bench.speaker.closed, bench.voice) == (True, True, [])
