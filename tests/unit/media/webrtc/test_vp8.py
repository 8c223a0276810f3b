"""VP8 for drawn pictures."""

import numpy as np
from aiortc.codecs.vpx import Vp8Decoder, vp8_depayload
from aiortc.jitterbuffer import JitterFrame
from av import VideoFrame

from media.webrtc.sharing import VIDEO_TIME_BASE
from media.webrtc.vp8 import DrawnPictureEncoder


def frame(index: int, width: int = 320, height: int = 240) -> VideoFrame:
    """A still ramp with a square that moves."""
    data = np.full((height * 3 // 2, width), 128, np.uint8)
    data[:height] = np.linspace(40, 200, width, dtype=np.uint8)
    data[80:120, 20 + index * 4 : 60 + index * 4] = 220
    made = VideoFrame.from_ndarray(data, format="yuv420p")
    made.pts, made.time_base = index * 3000, VIDEO_TIME_BASE
    return made


def is_key(payloads: list[bytes]) -> bool:
    """Whether the encoded picture stands for itself: bit 0 of its first byte (RFC 6386, 9.1)."""
    return not vp8_depayload(payloads[0])[0] & 1


def test_pictures_come_back_nearly_as_they_were_drawn() -> None:
    """Decoded pictures have their size and are within a level or two of the drawn ones."""
    encoder, decoder = DrawnPictureEncoder(), Vp8Decoder()
    for index in range(10):
        payloads, timestamp = encoder.encode(frame(index))
        assert timestamp == index * 3000
        data = b"".join(vp8_depayload(payload) for payload in payloads)
        (seen,) = decoder.decode(JitterFrame(data, timestamp))
    assert isinstance(seen, VideoFrame)
    drawn = frame(9).to_ndarray()[:240].astype(int)
    assert np.abs(seen.to_ndarray()[:240].astype(int) - drawn).mean() < 2


def test_a_picture_stands_for_itself_when_that_is_asked_for() -> None:
    """The first picture, and one that a receiver asks for after a loss, can be decoded alone; others cannot."""
    encoder = DrawnPictureEncoder()
    keys = [is_key(encoder.encode(frame(index), index == 3)[0]) for index in range(5)]
    assert keys == [True, False, False, True, False]


def test_another_size_or_rate_begins_anew_and_a_slightly_other_rate_does_not() -> None:
    """Size and bit rate may change at any time."""
    encoder = DrawnPictureEncoder()
    encoder.target_bitrate = 1_000_000
    encoder.encode(frame(0))
    assert is_key(encoder.encode(frame(1, 160, 160))[0])
    encoder.target_bitrate = 1_050_000
    assert not is_key(encoder.encode(frame(2, 160, 160))[0])
    encoder.target_bitrate = 700_000
    assert is_key(encoder.encode(frame(3, 160, 160))[0])
