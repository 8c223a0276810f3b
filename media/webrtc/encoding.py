"""The picture's encoder under a governor of its own connection.

aiortc makes the encoder when a track begins to send, and writes the receiver's estimates into its `target_bitrate`.
Tracks whose sending begins within `governed` get one that asks the governor instead: the machine's own H.264 encoder
where there is one, VP8 by the processor otherwise, and H.264 by the processor for a peer that takes nothing else.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import av
import structlog
from aiortc import RTCRtpCodecCapability, RTCRtpSender, rtcrtpsender
from aiortc.codecs import get_encoder
from aiortc.codecs.base import Encoder
from aiortc.codecs.h264 import H264Encoder
from aiortc.mediastreams import VIDEO_TIME_BASE, convert_timebase
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from av import VideoFrame
from av.frame import Frame

from app.clock import Clock
from media.webrtc.bitrate import BitrateGovernor
from media.webrtc.h264 import SOFTWARE, H264Codec, H264Context
from media.webrtc.vp8 import DrawnPictureEncoder

_log = structlog.get_logger(__name__)

VP8, H264, RTX = "video/vp8", "video/h264", "video/rtx"
REST_SECONDS = 60.0
MOST_KEPT_BACK = 5


class PictureCodecs:
    """What the pictures of a companion's visits are encoded with; shared by all of them.

    `hardware` is the machine's own H.264 encoder, if it has one that works. After a failure it is left alone for a
    minute: the card may be lost, or busy with as many pictures as it takes.
    """

    def __init__(self, clock: Clock, hardware: H264Codec | None = None) -> None:
        self._clock = clock
        self._failed_at: float | None = None
        self.hardware = hardware

    def best(self) -> H264Codec | None:
        """The machine's own encoder, when it may be used now."""
        if self._failed_at is not None and 0.0 <= self._clock.monotonic() - self._failed_at < REST_SECONDS:
            return None
        return self.hardware

    def failed(self, codec: H264Codec, reason: str) -> None:
        """Note that it failed in a visit, from any thread."""
        self._failed_at = self._clock.monotonic()
        _log.warning("picture_encoder_failed", encoder=codec.name, reason=reason)

    def preferences(self) -> list[RTCRtpCodecCapability]:
        """What to answer an offer with, the best first."""
        first, then = (VP8, H264) if self.best() is None else (H264, VP8)
        return supported(first, then)


def supported(*kinds: str) -> list[RTCRtpCodecCapability]:
    """The vendor's codecs of these kinds in this order, each to be sent again when it was lost."""
    codecs = RTCRtpSender.getCapabilities("video").codecs
    return [codec for kind in (*kinds, RTX) for codec in codecs if codec.mimeType.lower() == kind]


def picture_codec(sdp: str) -> str:
    """The codec that a description agrees on for the picture, such as `VP8`."""
    line = re.search(r"^m=video \S+ \S+ (\d+)", sdp, re.MULTILINE)
    found = line and re.search(rf"^a=rtpmap:{line.group(1)} ([^/\s]+)/", sdp, re.MULTILINE)
    return f"video/{found.group(1).lower()}" if found else ""


def voice_codecs() -> list[RTCRtpCodecCapability]:
    """The vendor's codecs for what `opus.VoiceEncoder` makes."""
    return [codec for codec in RTCRtpSender.getCapabilities("audio").codecs if codec.mimeType.lower() == "audio/opus"]


class _Governed:
    """Bits a second are the governor's; the receiver's estimate, which aiortc sets, is not taken."""

    governor: BitrateGovernor

    @property
    def target_bitrate(self) -> int:
        return self.governor.target

    @target_bitrate.setter
    def target_bitrate(self, bitrate: int) -> None:
        del bitrate


class GovernedVp8Encoder(_Governed, DrawnPictureEncoder):
    """VP8 for drawn pictures at the governor's target."""

    name = "libvpx"

    def __init__(self, governor: BitrateGovernor) -> None:
        self.governor = governor
        super().__init__()


class GovernedH264Encoder(_Governed, H264Encoder):
    """H.264 at the governor's target, by the machine's own encoder until that fails and by the processor from then."""

    def __init__(
        self,
        governor: BitrateGovernor,
        codecs: PictureCodecs,
        open_context: Callable[[H264Codec], H264Context] = H264Context,
    ) -> None:
        self.governor = governor
        super().__init__()
        self._codecs = codecs
        self._open = open_context
        self._chosen = codecs.best() or SOFTWARE
        self._context = open_context(self._chosen)
        self._kept_back = 0

    @property
    def name(self) -> str:
        """The encoder in use, as FFmpeg calls it."""
        return self._chosen.name

    def encode(self, frame: Frame, force_keyframe: bool = False) -> tuple[list[bytes], int]:
        """The picture as RTP payloads and its time stamp; the signature is the vendor's."""
        assert isinstance(frame, VideoFrame)
        assert frame.pts is not None
        assert frame.time_base is not None
        timestamp = convert_timebase(frame.pts, frame.time_base, VIDEO_TIME_BASE)
        return self._packetize(self._split_bitstream(self._encoded(frame, key=force_keyframe))), timestamp

    def _encoded(self, frame: VideoFrame, *, key: bool) -> bytes:
        if self._chosen is SOFTWARE:
            return self._context.encode(frame, self.target_bitrate, key=key)
        try:
            data = self._context.encode(frame, self.target_bitrate, key=key)
        except (av.FFmpegError, ValueError) as error:
            reason = str(error)
        else:
            self._kept_back = 0 if data else self._kept_back + 1
            if self._kept_back < MOST_KEPT_BACK:
                return data
            reason = "it gives no pictures any more"
        self._codecs.failed(self._chosen, reason)
        self._chosen = SOFTWARE
        self._context = self._open(SOFTWARE)
        return self._context.encode(frame, self.target_bitrate, key=True)


_GOVERNED_BY: ContextVar[tuple[BitrateGovernor, PictureCodecs] | None] = ContextVar("governed_by", default=None)


def _encoder(codec: RTCRtpCodecParameters) -> Encoder:
    governed_by = _GOVERNED_BY.get()
    kind = codec.mimeType.lower()
    if governed_by is None or kind not in {VP8, H264}:
        return get_encoder(codec)
    governor, codecs = governed_by
    made = GovernedVp8Encoder(governor) if kind == VP8 else GovernedH264Encoder(governor, codecs)
    _log.info("picture_encoder", encoder=made.name)
    return made


@contextmanager
def governed(governor: BitrateGovernor, codecs: PictureCodecs) -> Iterator[None]:
    """Pictures whose sending begins within it, or in tasks started within it, keep to `governor` and use `codecs`."""
    vars(rtcrtpsender)["get_encoder"] = _encoder
    token = _GOVERNED_BY.set((governor, codecs))
    try:
        yield
    finally:
        _GOVERNED_BY.reset(token)
