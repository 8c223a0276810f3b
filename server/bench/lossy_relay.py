"""A bad network between two peers on this machine: loss, delay, reordering, a narrow line, a lost beginning.

It stands between them by rewriting the candidates of their descriptions. Which packets meet which fate is drawn from a
seed, one draw a packet and direction. Only the kinds of packets are read, from the headers that SRTP leaves open.
"""

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.errors import ConnectionFailedError

HOST = "127.0.0.1"
REORDER_SECONDS = 0.03
MAX_PENDING = 4096
RTP_FIRST_BYTES = range(128, 192)
RTCP_TYPES = range(192, 224)
Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a direction does to its packets.

    `loss` and `reorder` are chances of 0..1, `delay` and `jitter` seconds (jitter evenly between none and all of it).
    `rate` is in bits a second; what would wait longer than `queue` seconds for its turn is dropped.
    """

    loss: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    jitter: float = 0.0
    rate: int | None = None
    queue: float = 0.25


class Direction:
    """One way through the relay. `conditions` may be exchanged at any time."""

    def __init__(self, seed: int, lose_first: Mapping[int, int]) -> None:
        self.conditions = Conditions()
        self.passed = 0
        self.dropped = 0
        self._random = random.Random(seed)
        self._lose = dict(lose_first)
        self._free_at = 0.0
        self._pending: set[asyncio.TimerHandle] = set()

    def carry(self, packet: bytes, send: Callable[[bytes], None], now: float) -> None:
        """Send it now, later or never."""
        lost, swapped, late = (self._random.random() for _ in range(3))
        chosen = self.conditions
        if self._beginning(packet) or lost < chosen.loss or len(self._pending) >= MAX_PENDING:
            self.dropped += 1
            return
        due = now
        if chosen.rate is not None:
            due = max(now, self._free_at)
            if due - now > chosen.queue:
                self.dropped += 1
                return
            due = self._free_at = due + len(packet) * 8 / chosen.rate
        due += chosen.delay + late * chosen.jitter + (REORDER_SECONDS if swapped < chosen.reorder else 0.0)
        self.passed += 1
        if due <= now:
            send(packet)
            return
        loop = asyncio.get_running_loop()

        def deliver() -> None:
            self._pending.discard(handle)
            send(packet)

        handle = loop.call_later(due - now, deliver)
        self._pending.add(handle)

    def close(self) -> None:
        """Forget what is on its way."""
        for handle in self._pending:
            handle.cancel()
        self._pending.clear()

    def expect(self, payload_type: int, count: int) -> None:
        """Lose the first `count` packets of this payload type."""
        self._lose[payload_type] = count

    def _beginning(self, packet: bytes) -> bool:
        kind = payload_type(packet)
        if kind is None or self._lose.get(kind, 0) <= 0:
            return False
        self._lose[kind] -= 1
        return True


def payload_type(packet: bytes) -> int | None:
    """The payload type of an RTP packet; `None` for STUN, DTLS and RTCP."""
    if len(packet) < 12 or packet[0] not in RTP_FIRST_BYTES or packet[1] in RTCP_TYPES:
        return None
    return packet[1] & 0x7F


def payload_types(sdp: str) -> dict[str, int]:
    """The preferred payload type of each kind of track in a description."""
    sections = [line.split() for line in sdp.splitlines() if line.startswith(("m=audio", "m=video"))]
    return {words[0][2:]: int(words[3]) for words in sections if len(words) > 3}


class LossyRelay:
    """Carries one connection. Descriptions go through `offer` and `answer`; `up` leads to the answering peer.

    `lose_first` says how many packets of the answering peer's "audio" and "video" are lost at the beginning.
    """

    def __init__(self, *, seed: int, lose_first: Mapping[str, int] | None = None) -> None:
        self.up = Direction(seed, {})
        self.down = Direction(seed + 1, {})
        self._lose_first = dict(lose_first or {})
        self._kiosk = _Side()
        self._companion = _Side()

    async def start(self) -> None:
        """Open both sockets."""
        loop = asyncio.get_running_loop()
        for side, other, direction in (
            (self._kiosk, self._companion, self.up),
            (self._companion, self._kiosk, self.down),
        ):
            side.forward = _forwarding(direction, other, loop)
            await side.open()

    def offer(self, sdp: str) -> str:
        """The offer as the answering peer is to see it."""
        return _rewritten(sdp, self._kiosk, self._companion.port)

    def answer(self, sdp: str) -> str:
        """The answer as the offering peer is to see it."""
        kinds = payload_types(sdp)
        for kind, count in self._lose_first.items():
            self.down.expect(kinds[kind], count)
        return _rewritten(sdp, self._companion, self._kiosk.port)

    async def aclose(self) -> None:
        """Close both sockets and drop what is on its way."""
        for direction in (self.up, self.down):
            direction.close()
        for side in (self._kiosk, self._companion):
            side.close()
        await asyncio.sleep(0)


class _Side(asyncio.DatagramProtocol):
    """The socket that one peer talks to; `peer` is where that peer listens."""

    def __init__(self) -> None:
        self.peer: Address | None = None
        self.forward: Callable[[bytes], None] = lambda _packet: None
        self._transport: asyncio.DatagramTransport | None = None

    @property
    def port(self) -> int:
        assert self._transport is not None, "the relay was not started"
        return int(self._transport.get_extra_info("sockname")[1])

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(HOST, 0))

    def datagram_received(self, data: bytes, addr: Address) -> None:
        del addr
        self.forward(data)

    def send(self, packet: bytes) -> None:
        if self._transport is not None and self.peer is not None and not self._transport.is_closing():
            self._transport.sendto(packet, self.peer)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _forwarding(direction: Direction, other: _Side, loop: asyncio.AbstractEventLoop) -> Callable[[bytes], None]:
    return lambda packet: direction.carry(packet, other.send, loop.time())


def _rewritten(sdp: str, owner: _Side, port: int) -> str:
    def lines() -> Iterator[str]:
        for line in sdp.splitlines():
            words = line.split(" ")
            if line.startswith("a=candidate:") and len(words) > 5:
                if words[4] != HOST:
                    raise ConnectionFailedError("The relay carries connections on loopback alone.")
                owner.peer = (words[4], int(words[5]))
                words[5] = str(port)
            yield " ".join(words)

    return "\r\n".join(lines()) + "\r\n"
