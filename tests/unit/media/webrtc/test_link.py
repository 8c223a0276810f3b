"""What a connection makes of received sound."""

import numpy as np

from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import Pcm
from media.webrtc.link import Link, PeerState
from media.webrtc.opus import VoiceEncoder


def _packets(count: int) -> list[bytes]:
    encoder = VoiceEncoder()
    tone = (8_000 * np.sin(np.arange(960) * 2 * np.pi * 500 / 48_000)).astype(np.int16)
    return [encoder.encode(tone) for _ in range(count)]


async def test_sound_is_heard_at_the_time_it_was_sent() -> None:
    """Each frame comes as 20 ms of sound with its time from the sender's beginning, also past one that is no sound."""
    heard: list[tuple[float, int]] = []
    link = Link(PeerConfig(), lambda _state: None)
    link.stamps.theirs = 1_000
    hear = link.hearing(lambda pcm, pts: heard.append((pts, pcm.size)))

    packets = _packets(5)
    packets[2] = b""
    packets[3] = b"\xff\xff"
    for number, packet in enumerate(packets):
        hear(packet, 1_000 + (number + 10) * 960)
    await link.aclose()

    assert heard == [(0.2, 960), (0.22, 960), (0.28, 960)]


async def test_a_listener_that_fails_ends_the_connection() -> None:
    """When hearing fails the connection does too, once, and nothing is heard after it."""
    states: list[PeerState] = []
    calls: list[float] = []

    def failing(pcm: Pcm, pts: float) -> None:
        del pcm
        calls.append(pts)
        raise ZeroDivisionError

    link = Link(PeerConfig(), states.append)
    hear = link.hearing(failing)
    for packet in _packets(3):
        hear(packet, 0)
    await link.aclose()

    assert states == [PeerState.FAILED]
    assert len(calls) == 1
