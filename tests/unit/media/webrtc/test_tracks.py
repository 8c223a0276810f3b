"""Behaviour of outgoing tracks."""

import asyncio

import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError

from app.clock import ManualClock
from media.webrtc.frames import I420Frame, Pcm, solid
from media.webrtc.sharing import Following
from media.webrtc.tracks import MAX_MICROPHONE_FRAMES, MicrophoneTrack, PictureTrack, PulledAudioTrack, picture, sound


def _open() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate


async def test_microphone_refuses_sound_before_the_gate_opens() -> None:
    """Uplink time zero is the first sample after the connection opened."""
    gate = asyncio.Event()
    track = MicrophoneTrack(gate)

    before = track.push(np.zeros(480, np.int16))
    gate.set()

    assert before is None
    assert track.push(np.zeros(480, np.int16)) == 0.0


async def test_microphone_joins_ten_millisecond_pieces() -> None:
    """Two pieces of 10 ms become one frame with both, and their uplink times follow each other."""
    track = MicrophoneTrack(_open())

    times = [track.push(np.full(480, value, np.int16)) for value in (1, 2)]
    pcm, pts = sound(await track.recv())

    assert times == [0.0, 0.01]
    assert pts == 0.0
    assert pcm.tolist() == [1] * 480 + [2] * 480


async def test_microphone_refuses_new_sound_when_full() -> None:
    """With 300 ms waiting new sound is refused, and what was accepted is sent without a gap."""
    track = MicrophoneTrack(_open())
    for value in range(MAX_MICROPHONE_FRAMES):
        track.push(np.full(960, value, np.int16))

    refused = track.push(np.full(960, 99, np.int16))
    sent = [sound(await track.recv()) for _ in range(MAX_MICROPHONE_FRAMES)]
    accepted = track.push(np.full(960, 5, np.int16))

    assert refused is None
    assert [round(pts * 50) for _, pts in sent] == list(range(MAX_MICROPHONE_FRAMES))
    assert accepted == pytest.approx(MAX_MICROPHONE_FRAMES * 0.02)


async def test_pulled_sound_moves_its_deadlines_after_a_stall() -> None:
    """After a stall there is no burst: the next frames keep their distance, and no sample is skipped."""
    clock = ManualClock()
    pulled = 0

    def pull() -> Pcm:
        nonlocal pulled
        pulled += 1
        return np.full(960, pulled, np.int16)

    track = PulledAudioTrack(pull, _open(), clock)
    await track.recv()
    clock.advance(5.0)
    late = await track.recv()
    waiting = asyncio.create_task(track.recv())
    done, _ = await asyncio.wait({waiting}, timeout=0.001)
    waiting.cancel()

    assert (pulled, late.pts) == (2, 960)
    assert not done


@pytest.mark.parametrize("begun", [0.0, 7.0043, 7.0107, 7.0199])
async def test_sound_of_all_tracks_falls_due_at_the_same_moments(begun: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever a track begins, its second frame is due at a multiple of 20 ms, 10 to 30 ms after the first."""
    clock = ManualClock()
    clock.advance(begun)
    began, waits = clock.monotonic(), list[float]()

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        clock.advance(seconds)

    monkeypatch.setattr("media.webrtc.tracks.asyncio.sleep", wait)
    track = PulledAudioTrack(lambda: np.zeros(960, np.int16), _open(), clock)
    for _ in range(3):
        await track.recv()

    assert len(waits) == 2
    assert 0.01 - 1e-6 <= waits[0] <= 0.03 + 1e-6
    assert waits[1] == pytest.approx(0.02)
    assert round((began + waits[0]) * 50, 3) == round((began + waits[0]) * 50)


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
async def test_clock_that_jumps_costs_no_burst_and_no_wait(jump: float) -> None:
    """After the clock jumped by an hour the next frame comes at once, and the one after keeps its distance."""
    now = 10_000.0
    clock = ManualClock()
    clock.monotonic = lambda: now  # type: ignore[method-assign]
    track = PulledAudioTrack(lambda: np.zeros(960, np.int16), _open(), clock)
    await track.recv()
    now += jump
    async with asyncio.timeout(1.0):
        packet = await track.recv()
    waiting = asyncio.create_task(track.recv())
    done, _ = await asyncio.wait({waiting}, timeout=0.001)
    waiting.cancel()

    assert packet.pts == 960
    assert not done


async def test_stopped_track_ends() -> None:
    """A stopped track raises instead of yielding more sound."""
    track = PulledAudioTrack(lambda: np.zeros(960, np.int16), _open(), ManualClock())
    track.stop()

    with pytest.raises(MediaStreamError):
        await track.recv()


async def test_picture_stamps_always_grow() -> None:
    """Stamps count from the first picture, and two pictures of one moment still get different ones."""

    async def same() -> I420Frame:
        return solid(16, 16, pts_seconds=1.5)

    track = PictureTrack(same, _open(), Following(lambda: 0))
    first, second = await track.recv(), await track.recv()

    assert (first.pts, second.pts) == (0, 1)


async def test_picture_survives_the_vendor_type() -> None:
    """A picture handed to the vendor and read back is the same."""
    data = np.random.default_rng(1).integers(16, 235, (36 * 3 // 2, 50), dtype=np.uint8)

    async def source() -> I420Frame:
        return I420Frame(50, 36, data, 0.5)

    back = picture(await PictureTrack(source, _open(), Following(lambda: 0)).recv())

    assert (back.width, back.height, back.pts_seconds) == (50, 36, 0.0)
    assert np.array_equal(back.data, data)
