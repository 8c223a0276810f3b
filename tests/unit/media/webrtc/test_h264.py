"""H.264 for drawn pictures, by the processor."""

import numpy as np
import pytest
from av import CodecContext, Packet, VideoFrame
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from media.webrtc.h264 import HARDWARE, SOFTWARE, TICK, H264Codec, H264Context
from media.webrtc.hardware import units

IDR, SPS = 5, 7


def frame(index: int, width: int = 320, height: int = 240) -> VideoFrame:
    """A still ramp with a square that moves."""
    data = np.full((height * 3 // 2, width), 128, np.uint8)
    data[:height] = np.linspace(40, 200, width, dtype=np.uint8)
    data[80:120, 20 + index * 4 : 60 + index * 4] = 220
    made = VideoFrame.from_ndarray(data, format="yuv420p")
    made.pts, made.time_base = index * 3000, TICK
    return made


def test_each_picture_comes_out_at_once_and_as_it_was_drawn() -> None:
    """Every picture gives data in its own call, which decodes to within a level or two of what was drawn."""
    encoder, decoder = H264Context(SOFTWARE), CodecContext.create("h264", "r")
    assert isinstance(decoder, VideoCodecContext)
    for index in range(10):
        (seen,) = decoder.decode(Packet(encoder.encode(frame(index), 1_000_000, key=False)))
    drawn = frame(9).to_ndarray()[:240].astype(int)
    assert np.abs(seen.to_ndarray()[:240].astype(int) - drawn).mean() < 2


def test_a_picture_that_is_asked_to_stands_alone_with_its_parameters() -> None:
    """The first and the asked one are IDR pictures that bring their parameter sets; no other is."""
    encoder = H264Context(SOFTWARE)
    made = [set(units(encoder.encode(frame(index), 1_000_000, key=index == 3))) for index in range(5)]
    assert [IDR in kinds for kinds in made] == [True, False, False, True, False]
    assert [SPS in kinds for kinds in made] == [True, False, False, True, False]


def test_another_size_or_rate_begins_anew_and_a_slightly_other_rate_does_not() -> None:
    """Size and bit rate may change at any time."""
    encoder = H264Context(SOFTWARE)
    steps = [(320, 1_000_000), (160, 1_000_000), (160, 1_050_000), (160, 700_000)]
    keys = [
        IDR in units(encoder.encode(frame(index, size, 240), rate, key=False))
        for index, (size, rate) in enumerate(steps)
    ]
    assert keys == [True, True, False, True]


def test_another_pixel_format_carries_the_same_picture() -> None:
    """An encoder that takes NV12, as those of graphics cards do, is given that."""
    encoder = H264Context(H264Codec("libx264", "nv12", SOFTWARE.options))
    decoder = CodecContext.create("h264", "r")
    assert isinstance(decoder, VideoCodecContext)
    (seen,) = decoder.decode(Packet(encoder.encode(frame(2), 1_000_000, key=False)))
    wrong = seen.to_ndarray(format="yuv420p").astype(int) - frame(2).to_ndarray()
    assert np.abs(wrong).mean() < 3


@pytest.mark.parametrize("codec", [*HARDWARE, H264Codec("no_such_encoder", "yuv420p")], ids=lambda codec: codec.name)
def test_an_encoder_without_its_device_says_so(codec: H264Codec) -> None:
    """Encoding gives a picture or one of the documented errors, never another one."""
    try:
        data = H264Context(codec).encode(frame(0), 1_000_000, key=True)
    except (FFmpegError, ValueError):
        return
    assert IDR in units(data)
