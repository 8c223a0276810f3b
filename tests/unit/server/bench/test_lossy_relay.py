"""What the relay does to packets, by its seed and its conditions."""

import asyncio

import pytest

from app.errors import ConnectionFailedError
from server.bench.lossy_relay import Conditions, Direction, LossyRelay, payload_type, payload_types

SOUND, PICTURE = 96, 97


def _rtp(kind: int, number: int = 0, size: int = 100) -> bytes:
    return bytes((0x80, kind, number >> 8, number & 255)).ljust(size, b"\0")


def _survivors(seed: int, conditions: Conditions, count: int = 2000) -> list[int]:
    direction = Direction(seed, {})
    direction.conditions = conditions
    arrived: list[int] = []
    for number in range(count):
        direction.carry(_rtp(SOUND, number), lambda packet: arrived.append(packet[2] * 256 + packet[3]), 0.0)
    return arrived


def test_loss_is_drawn_from_the_seed() -> None:
    """The same seed loses the same packets, another seed others, and about the share that was asked for."""
    first = _survivors(1, Conditions(loss=0.05))

    assert first == _survivors(1, Conditions(loss=0.05))
    assert first != _survivors(2, Conditions(loss=0.05))
    assert 0.03 < 1 - len(first) / 2000 < 0.07


def test_beginning_of_one_track_is_lost_alone() -> None:
    """Only the first packets of the named payload type are lost; handshakes and reports pass."""
    direction = Direction(1, {PICTURE: 3})
    arrived: list[bytes] = []
    sent = [_rtp(SOUND), bytes((22,)) * 50, b"\x00\x01".ljust(20, b"\0"), bytes((0x80, 200)).ljust(28, b"\0")]
    for packet in [*sent, *(_rtp(PICTURE, number) for number in range(5))]:
        direction.carry(packet, arrived.append, 0.0)

    assert arrived == [*sent, _rtp(PICTURE, 3), _rtp(PICTURE, 4)]
    assert direction.dropped == 3


async def test_narrow_line_passes_its_rate_and_drops_the_rest() -> None:
    """Of a second's burst at four times the rate no more passes than the rate and the queue hold."""
    direction = Direction(1, {})
    direction.conditions = Conditions(rate=80_000, queue=0.25)
    for number in range(40):
        direction.carry(_rtp(SOUND, number, 1000), lambda _packet: None, number * 0.025)
    direction.close()

    assert 10 <= direction.passed <= 14
    assert direction.passed + direction.dropped == 40


async def test_delay_holds_packets_back_and_reordering_swaps_them() -> None:
    """All packets arrive, not all of them in their order."""
    direction = Direction(4, {})
    direction.conditions = Conditions(delay=0.001, reorder=0.3)
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[bytes] = asyncio.Queue()
    for number in range(30):
        direction.carry(_rtp(SOUND, number), arrived.put_nowait, loop.time())
    async with asyncio.timeout(5.0):
        order = [(await arrived.get())[3] for _ in range(30)]

    assert sorted(order) == list(range(30))
    assert order != sorted(order)


def test_kinds_are_read_from_the_open_header() -> None:
    """RTP gives its payload type, marked or not; anything else gives none."""
    assert payload_type(_rtp(SOUND | 0x80)) == SOUND
    assert payload_type(bytes((0x80, 201)).ljust(20, b"\0")) is None
    assert payload_type(b"") is None
    assert payload_types("m=audio 9 UDP 96 0\r\nm=video 9 UDP 97 98\r\nm=application 9 X Y\r\n") == {
        "audio": SOUND,
        "video": PICTURE,
    }


async def test_candidates_off_this_machine_are_refused() -> None:
    """A description that would reach the network by itself does not go through the relay."""
    relay = LossyRelay(seed=1)
    await relay.start()
    try:
        with pytest.raises(ConnectionFailedError):
            relay.offer("v=0\r\na=candidate:1 1 udp 1 192.0.2.1 5000 typ host\r\n")
    finally:
        await relay.aclose()
