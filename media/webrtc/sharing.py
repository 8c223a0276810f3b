"""One picture for several connections: encoded once, and sent by each that has followed the stream so far."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import av
from aiortc import RTCRtpSender

from media.webrtc.buffers import stands_alone
from media.webrtc.frames import I420Frame, SharedEncoding
from media.webrtc.vp8 import Grain, Vp8Context

SHARED_RATE = 600_000
"""Bits a second; enough for a figure that hardly moves, and few packets, each of which costs every connection."""

RESTING = Grain(finest=12, coarsest=24, unmoved=200)
"""A picture that stands alone then looks like those before it, at about 25 kB for 768 x 864, and none that hardly moves
is made sharper than it stays when the head turns, in ever more packets. What stands still costs no search.
"""

LONG_WISHED, SELDOM = 8, 40
"""Pictures: how long a wish for one that stands alone must last, and how far apart those are."""

VIDEO_RATE = 90_000
VIDEO_TIME_BASE = Fraction(1, VIDEO_RATE)


class SharedEncoder:
    """Encodes pictures that all its followers show. `encode` may run on any thread, one call at a time."""

    def __init__(self, rate: int = SHARED_RATE) -> None:
        self._rate = rate
        self._context = Vp8Context(RESTING)
        self._number = 0
        self._alone = 0
        self._wished = False
        self._wishing = 0

    def encode(self, picture: I420Frame) -> I420Frame:
        """The same picture with its encoding; `pts_seconds` strictly grow."""
        self._wishing = self._wishing + 1 if self._wished else 0
        self._wished = False
        key = self._wishing >= LONG_WISHED and self._number - self._alone >= SELDOM
        frame = vendor_frame(picture, round(picture.pts_seconds * VIDEO_RATE))
        data = self._context.encode(frame, self._rate, key=key)
        self._number += 1
        alone = stands_alone(data)
        if alone:
            self._alone = self._number
        return replace(picture, shared=SharedEncoding(self, self._number, data, alone, self._rate, self._wish))

    def _wish(self) -> None:
        self._wished = True


class Following:
    """Whether one connection can send a shared stream's pictures as they are, one after the other.

    `rate` tells the bits a second that the connection may take; it is `able` once VP8 is agreed on.
    """

    def __init__(self, rate: Callable[[], int]) -> None:
        self._rate = rate
        self._stream: object = None
        self._number = 0
        self.able = False

    def takes(self, picture: I420Frame) -> bool:
        """Whether this picture can be sent as it was encoded for all; it then counts as sent."""
        shared = picture.shared
        if shared is None or not self.able or self._rate() < shared.rate:
            self.lost()
            return False
        if not shared.stands_alone and (self._stream is not shared.stream or self._number != shared.number - 1):
            shared.wish()
            self.lost()
            return False
        self._stream, self._number = shared.stream, shared.number
        return True

    def lost(self) -> None:
        """The other end does not have the last pictures: it waits for one that stands alone."""
        self._stream = None


def told_of_losses(sender: RTCRtpSender, lost: Callable[[], None]) -> None:
    """Have `lost` called whenever the other end asks the sender for a picture that stands alone."""
    usual = sender._send_keyframe  # noqa: SLF001

    def asked() -> None:
        lost()
        usual()

    vars(sender)["_send_keyframe"] = asked


def vendor_frame(picture: I420Frame, pts: int) -> av.VideoFrame:
    """The picture as the vendor takes it, at `pts` of 90 kHz."""
    frame = av.VideoFrame.from_ndarray(picture.data, format="yuv420p")
    frame.pts, frame.time_base = pts, VIDEO_TIME_BASE
    return frame
