"""The jitter buffer, packet by packet."""

import numpy as np

from media.jitter import JitterBuffer
from media.webrtc.frames import Pcm

PACKET = 960
BLOCK = 480


def tone(count: int = PACKET, level: int = 5000) -> Pcm:
    return np.full(count, level, np.int16)


def test_it_starts_when_sixty_milliseconds_wait() -> None:
    """Two packets are not enough, three are."""
    buffer = JitterBuffer()
    buffer.push(0, tone())
    buffer.push(PACKET, tone())
    assert buffer.pull(BLOCK).count == 0
    buffer.push(2 * PACKET, tone())
    pulled = buffer.pull(BLOCK)
    assert (pulled.position, pulled.count, int(pulled.pcm[0])) == (0, BLOCK, 5000)


def test_every_sample_comes_out_once_and_in_order() -> None:
    """Steady packets pass unchanged."""
    buffer = JitterBuffer()
    sent = np.arange(20 * PACKET, dtype=np.int32).astype(np.int16)
    out = []
    for packet in range(20):
        buffer.push(packet * PACKET, sent[packet * PACKET : (packet + 1) * PACKET])
        if packet >= 2:
            out += [buffer.pull(BLOCK) for _ in range(2)]
    joined = np.concatenate([pulled.pcm for pulled in out])
    assert np.array_equal(joined, sent[: joined.shape[0]])
    assert (buffer.underruns, buffer.skipped) == (0, 0)


def test_running_dry_is_silence_and_a_higher_target() -> None:
    """The rest is played with a fade, then silence until 80 ms wait."""
    buffer = JitterBuffer()
    for packet in range(3):
        buffer.push(packet * PACKET, tone())
    for _ in range(6):
        buffer.pull(BLOCK)
    dry = buffer.pull(BLOCK)
    assert (dry.count, int(np.max(dry.pcm)), buffer.underruns) == (0, 0, 1)
    assert buffer.target == 80 * 48
    for packet in range(3, 6):
        buffer.push(packet * PACKET, tone())
    assert buffer.pull(BLOCK).count == 0
    buffer.push(6 * PACKET, tone())
    assert buffer.pull(BLOCK).position == 3 * PACKET


def test_a_lost_packet_becomes_silence_of_its_length() -> None:
    """The samples after the gap keep their time."""
    buffer = JitterBuffer()
    for packet in (0, 1, 3, 4):
        buffer.push(packet * PACKET, tone())
    played = np.concatenate([buffer.pull(BLOCK).pcm for _ in range(10)])
    assert int(played[2 * PACKET - 1]) == 5000
    assert not played[2 * PACKET : 3 * PACKET].any()
    assert int(played[3 * PACKET]) == 5000


def test_a_burst_is_caught_up_where_it_is_quiet() -> None:
    """200 ms too much shrink back during silence, and nothing is left out of speech."""
    buffer = JitterBuffer()
    for packet in range(13):
        buffer.push(packet * PACKET, tone())
    for _ in range(10):
        buffer.pull(BLOCK)
    assert buffer.skipped == 0
    for packet in range(13, 80):
        buffer.push(packet * PACKET, tone(level=0))
        buffer.pull(BLOCK)
        buffer.pull(BLOCK)
    assert buffer.skipped > 0
    assert buffer.level <= buffer.target + 30 * 48 + PACKET


def test_beyond_its_limit_it_skips_in_speech() -> None:
    """Half a second of delay is never kept, however loud it is."""
    buffer = JitterBuffer()
    for packet in range(40):
        buffer.push(packet * PACKET, tone())
    buffer.pull(BLOCK)
    assert buffer.level == buffer.target


def test_late_and_repeated_packets_are_left_out() -> None:
    """A packet that overlaps gives only its new samples."""
    buffer = JitterBuffer()
    for packet in range(4):
        buffer.push(packet * PACKET, tone())
    buffer.push(3 * PACKET, tone(level=900))
    buffer.push(3 * PACKET + BLOCK, tone(level=700))
    played = np.concatenate([buffer.pull(BLOCK).pcm for _ in range(9)])
    assert set(played[: 4 * PACKET].tolist()) == {5000}
    assert set(played[4 * PACKET :].tolist()) == {700}
