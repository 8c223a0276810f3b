"""Time stamps that count from the sender's first sample, also when its first packets are lost.

aiortc begins each track's RTP time stamps at a random number that it tells nobody, and calls the first one that arrives
zero: a lost beginning shifts everything after it. Here each end draws its own beginning, writes it into its
description, and the other end counts from there. A description without it is read as aiortc reads it.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aiortc import rtcrtpreceiver, rtcrtpsender
from aiortc.jitterbuffer import JitterBuffer
from aiortc.utils import random32

from media.webrtc.buffers import OnFrame, PictureBuffer, SoundBuffer

_ATTRIBUTE = "a=x-lunette-rtp-origin:"
_LINE = re.compile(rf"^{_ATTRIBUTE}(\d{{1,10}})\r?$", re.MULTILINE)
_WRAP = 1 << 32


class Stamps:
    """Where the RTP time stamps of both ends begin; `theirs` is `None` until, and unless, the other end tells."""

    def __init__(self) -> None:
        self.ours = secrets.randbelow(_WRAP)
        self.theirs: int | None = None

    def written(self, sdp: str) -> str:
        """A description with our beginning in its head."""
        head, separator, rest = sdp.partition("m=")
        return f"{head}{_ATTRIBUTE}{self.ours}\r\n{separator}{rest}"

    def read(self, sdp: str) -> None:
        """Take the other end's beginning from its description."""
        if (found := _LINE.search(sdp)) is not None:
            self.theirs = int(found.group(1)) % _WRAP


class Unwrapped(rtcrtpreceiver.TimestampMapper):
    """RTP time stamps of 32 bits as ever growing numbers from the sender's beginning."""

    def __init__(self, stamps: Stamps) -> None:
        super().__init__()
        self._stamps = stamps
        self._at: int | None = None
        self._newest = 0

    def map(self, timestamp: int) -> int:
        """The time stamp counted from the beginning; up to half the range behind the newest one is older than it."""
        if self._at is None:
            origin = timestamp if self._stamps.theirs is None else self._stamps.theirs
            self._newest = (timestamp - origin) % _WRAP
        else:
            self._newest += (timestamp - self._at + _WRAP // 2) % _WRAP - _WRAP // 2
        self._at = timestamp
        return self._newest


_RECEIVING: ContextVar[tuple[Stamps, OnFrame] | None] = ContextVar("receiving", default=None)
_SENDING: ContextVar[Stamps | None] = ContextVar("sending_stamps", default=None)
_plain_mapper = rtcrtpreceiver.TimestampMapper


def _mapper() -> rtcrtpreceiver.TimestampMapper:
    receiving_by = _RECEIVING.get()
    return _plain_mapper() if receiving_by is None else Unwrapped(receiving_by[0])


def _jitter_buffer(capacity: int, prefetch: int = 0, is_video: bool = False) -> JitterBuffer | SoundBuffer:
    receiving_by = _RECEIVING.get()
    if receiving_by is None:
        return JitterBuffer(capacity=capacity, prefetch=prefetch, is_video=is_video)
    return PictureBuffer() if is_video else SoundBuffer(receiving_by[1])


def _random() -> int:
    stamps = _SENDING.get()
    return random32() if stamps is None else stamps.ours


@contextmanager
def receiving(stamps: Stamps, on_sound: OnFrame) -> Iterator[None]:
    """Receivers that are created within it count from `stamps.theirs`, and have the buffers of `buffers`.

    Sound does not come out of the track: `on_sound` gets each frame's data and its time stamp as it was sent.
    """
    vars(rtcrtpreceiver).update(TimestampMapper=_mapper, JitterBuffer=_jitter_buffer)
    token = _RECEIVING.set((stamps, on_sound))
    try:
        yield
    finally:
        _RECEIVING.reset(token)


@contextmanager
def sending(stamps: Stamps) -> Iterator[None]:
    """Tracks whose sending begins within it, or in tasks started within it, begin at `stamps.ours`.

    No sender may be created within it: it would take the number for its source identifier, too.
    """
    vars(rtcrtpsender)["random32"] = _random
    token = _SENDING.set(stamps)
    try:
        yield
    finally:
        _SENDING.reset(token)
