"""The picture's encoder under a governor of its own connection.

aiortc makes the encoder when a track begins to send, and writes the receiver's estimates into its `target_bitrate`.
Tracks whose sending begins within `governed` get one that asks the governor instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aiortc import rtcrtpsender
from aiortc.codecs import get_encoder
from aiortc.codecs.base import Encoder
from aiortc.rtcrtpparameters import RTCRtpCodecParameters

from media.webrtc.bitrate import BitrateGovernor
from media.webrtc.vp8 import DrawnPictureEncoder

_GOVERNOR: ContextVar[BitrateGovernor | None] = ContextVar("bitrate_governor", default=None)


class GovernedVp8Encoder(DrawnPictureEncoder):
    """VP8 for drawn pictures at the governor's target."""

    def __init__(self, governor: BitrateGovernor) -> None:
        super().__init__()
        self._governor = governor

    @property
    def target_bitrate(self) -> int:
        """Bits a second, the governor's; the receiver's estimate, which aiortc sets, is not taken."""
        return self._governor.target

    @target_bitrate.setter
    def target_bitrate(self, bitrate: int) -> None:
        del bitrate


def _encoder(codec: RTCRtpCodecParameters) -> Encoder:
    governed_by = _GOVERNOR.get()
    if governed_by is None or codec.mimeType.lower() != "video/vp8":
        return get_encoder(codec)
    return GovernedVp8Encoder(governed_by)


@contextmanager
def governed(governor: BitrateGovernor) -> Iterator[None]:
    """Pictures whose sending begins within it, or in tasks started within it, keep to `governor`."""
    vars(rtcrtpsender)["get_encoder"] = _encoder
    token = _GOVERNOR.set(governor)
    try:
        yield
    finally:
        _GOVERNOR.reset(token)
