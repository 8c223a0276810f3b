"""What a receiver does about packets that are missing, in place of aiortc's jitter buffer.

That one, after a lost packet of sound, waits for 16 more, drops good ones with it and keeps the delay; after a lost
picture packet that is not sent again it stands still for 512 more, several seconds on a slow line.
"""

from collections.abc import Callable

from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from aiortc.rtp import RtpPacket

SOUND_DEPTH = 4
PICTURE_CAPACITY = 512
MAX_MISORDER = 100
PATIENCE = 0.4
ASK_AGAIN = 0.4
PICTURE_RATE = 90_000
OnFrame = Callable[[bytes, int], None]
_SEQUENCES = 1 << 16
_STAMPS = 1 << 32
_VP8_START = b"\x9d\x01\x2a"
_UNIT_START = b"\0\0\0\1"
_IDR = 5


def _ahead(later: int, earlier: int, numbers: int) -> int:
    """How far `later` lies ahead, negative when behind, among numbers that wrap."""
    return (later - earlier + numbers // 2) % numbers - numbers // 2


def stands_alone(data: bytes) -> bool:
    """Whether an encoded picture needs no other: a key frame of VP8 (RFC 6386, 9.1) or an IDR picture of H.264."""
    if not data.startswith(_UNIT_START):
        return data[3:6] == _VP8_START
    at = 0
    while 0 <= at < len(data) - len(_UNIT_START):
        if data[at + len(_UNIT_START)] & 0x1F == _IDR:
            return True
        at = data.find(_UNIT_START, at + len(_UNIT_START))
    return False


class SoundBuffer:
    """Sound in order, 80 ms (four packets) behind the newest; what is missing by then is left out, and nothing else.

    One packet is one frame. `on_frame` gets each one's data and time stamp; aiortc's decoding thread gets none.
    """

    def __init__(self, on_frame: OnFrame) -> None:
        self._on_frame = on_frame
        self._waiting: dict[int, RtpPacket] = {}
        self._next: int | None = None
        self._newest = 0

    def add(self, packet: RtpPacket) -> tuple[bool, None]:
        """Take a packet and hand on the next frame if one is due. Never asks for a picture, never returns a frame."""
        number = packet.sequence_number
        if self._next is None or abs(_ahead(number, self._next, _SEQUENCES)) > MAX_MISORDER:
            self._waiting.clear()
            self._next = self._newest = number
        if _ahead(number, self._next, _SEQUENCES) < 0:
            return False, None
        self._waiting[number] = packet
        if _ahead(number, self._newest, _SEQUENCES) > 0:
            self._newest = number
        if _ahead(self._newest, self._next, _SEQUENCES) < SOUND_DEPTH:
            return False, None
        start = self._next
        first = min(self._waiting, key=lambda waiting: _ahead(waiting, start, _SEQUENCES))
        self._next = (first + 1) % _SEQUENCES
        due = self._waiting.pop(first)
        self._on_frame(bytes(vars(due)["_data"]), due.timestamp)
        return False, None


class PictureBuffer(JitterBuffer):
    """Whole pictures in order; a gap that nothing fills for 0.4 s is given up for a picture that stands alone.

    Until that one is there, pictures that build on lost ones are left out: the last good one stands still.
    """

    def __init__(self) -> None:
        super().__init__(capacity=PICTURE_CAPACITY, is_video=True)
        self._gap: tuple[int, int] | None = None
        self._broken = False
        self._asked = 0

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        """Take a packet; whether to ask for a picture that stands alone, and the next picture if it is whole."""
        gave_up, frame = super().add(packet)
        if frame is None and not gave_up and self._stuck(packet):
            self.remove(self.capacity)
            self._origin = None
            gave_up, frame = True, super().add(packet)[1]
        if gave_up:
            self._broken = True
            self._gap = None
        if frame is not None and self._broken and stands_alone(frame.data):
            self._broken = False
        if not self._broken:
            return False, frame
        ask = gave_up or _ahead(packet.timestamp, self._asked, _STAMPS) > ASK_AGAIN * PICTURE_RATE
        if ask:
            self._asked = packet.timestamp
        return ask, None

    def _stuck(self, packet: RtpPacket) -> bool:
        """Whether the oldest gap before `packet` has stood for too long."""
        assert self._origin is not None
        span = (packet.sequence_number - self._origin) % _SEQUENCES
        numbers = ((self._origin + offset) % _SEQUENCES for offset in range(min(span, self.capacity)))
        missing = next((number for number in numbers if self._packets[number % self.capacity] is None), None)
        if missing is None:
            self._gap = None
        elif self._gap is None or self._gap[0] != missing:
            self._gap = missing, packet.timestamp
        else:
            return _ahead(packet.timestamp, self._gap[1], _STAMPS) > PATIENCE * PICTURE_RATE
        return False
