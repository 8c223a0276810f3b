"""H.264 encoding set for a live drawn picture, by a graphics card or by the processor.

Baseline, one picture in and one out, a constant bit rate, and no key picture unless one is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from av import CodecContext, VideoFrame
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

LONGEST_GOP = 3000
USUAL_RATE = Fraction(30, 1)
TICK = Fraction(1, 90_000)
NOTABLE_CHANGE = 0.1


@dataclass(frozen=True, slots=True)
class H264Codec:
    """One of FFmpeg's H.264 encoders by its name there, with the pixel format it takes and its settings."""

    name: str
    pixels: str
    options: Mapping[str, str] = field(default_factory=dict)


NVIDIA = H264Codec(
    "h264_nvenc",
    "yuv420p",
    {
        "delay": "0",
        "forced-idr": "1",
        "preset": "p4",
        "profile": "baseline",
        "rc": "cbr",
        "tune": "ull",
        "zerolatency": "1",
    },
)
INTEL = H264Codec(
    "h264_qsv",
    "nv12",
    {"async_depth": "1", "forced_idr": "1", "low_delay_brc": "1", "preset": "faster", "profile": "baseline"},
)
AMD = H264Codec(
    "h264_amf",
    "nv12",
    {"forced_idr": "1", "profile": "constrained_baseline", "rc": "cbr", "usage": "ultralowlatency"},
)
SMALL_BOARDS = H264Codec("h264_v4l2m2m", "yuv420p")
HARDWARE = (NVIDIA, INTEL, AMD, SMALL_BOARDS)

SOFTWARE = H264Codec(
    "libx264",
    "yuv420p",
    {
        "forced-idr": "1",
        "preset": "ultrafast",
        "profile": "baseline",
        "tune": "zerolatency",
        "x264-params": "deblock=1,0,0:subme=1",
    },
)
"""On one thread: measured on the drawn consultant it costs and shows about what VP8 does."""


class H264Context:
    """One open encoder; begins anew, with a key picture, with another size or, by over a tenth, rate."""

    def __init__(self, codec: H264Codec) -> None:
        self._codec = codec
        self._context: VideoCodecContext | None = None

    def encode(self, frame: VideoFrame, rate: int, *, key: bool) -> bytes:
        """An I420 picture at `rate` bits a second as Annex B, empty when the encoder keeps it back.

        Raises `av.FFmpegError` or `ValueError` when the encoder is not there, cannot be opened or fails.
        """
        context = self._context
        if context is None or (context.width, context.height) != (frame.width, frame.height) or _changed(context, rate):
            context = self._context = _open(self._codec, frame.width, frame.height, rate)
        picture = frame
        if self._codec.pixels != frame.format.name:
            picture = frame.reformat(format=self._codec.pixels)
            picture.pts, picture.time_base = frame.pts, frame.time_base
        picture.pict_type = PictureType.I if key else PictureType.NONE
        return b"".join(bytes(packet) for packet in context.encode(picture))


def _changed(context: VideoCodecContext, rate: int) -> bool:
    used = context.bit_rate or 1
    return abs(rate - used) / used > NOTABLE_CHANGE


def _open(codec: H264Codec, width: int, height: int, rate: int) -> VideoCodecContext:
    context = CodecContext.create(codec.name, "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = width, height, codec.pixels
    context.bit_rate = rate
    context.framerate, context.time_base = USUAL_RATE, TICK
    context.gop_size = LONGEST_GOP
    context.max_b_frames = 0
    context.thread_count = 1
    context.options = {**codec.options, "bufsize": str(rate), "maxrate": str(rate)}
    return context
