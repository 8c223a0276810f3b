"""Which encoder a sending track gets."""

import shutil

import numpy as np
import pytest
from aiortc import codecs, rtcrtpsender
from aiortc.codecs.h264 import h264_depayload
from av import VideoFrame
from av.error import ExternalError

from app.clock import ManualClock, SystemClock
from media.webrtc.bitrate import BitrateGovernor, BitrateRange
from media.webrtc.buffers import stands_alone
from media.webrtc.encoding import GovernedH264Encoder, GovernedVp8Encoder, PictureCodecs, governed
from media.webrtc.h264 import NVIDIA, SOFTWARE, TICK, H264Codec, H264Context

VP8 = next(codec for codec in codecs.CODECS["video"] if codec.mimeType == "video/VP8")
OPUS = next(codec for codec in codecs.CODECS["audio"] if codec.mimeType == "audio/opus")


def drawn(index: int) -> VideoFrame:
    """A ramp that moves."""
    data = np.full((480, 320), 128, np.uint8)
    data[:320] = (np.arange(320) // 2 + index) % 200 + 16
    made = VideoFrame.from_ndarray(data, format="yuv420p")
    made.pts, made.time_base = index * 3000, TICK
    return made


def test_pictures_of_a_governed_connection_keep_to_its_target() -> None:
    """Within the context VP8 follows the governor whatever the receiver's estimate says; sound has its own encoder."""
    governor = BitrateGovernor(BitrateRange(start=900_000))
    make = vars(rtcrtpsender)
    with governed(governor, PictureCodecs(SystemClock())):
        picture = make["get_encoder"](VP8)
        sound = make["get_encoder"](OPUS)
    picture.target_bitrate = 50_000

    assert isinstance(picture, GovernedVp8Encoder)
    assert picture.target_bitrate == 900_000
    assert not isinstance(sound, GovernedVp8Encoder)
    for second in range(3):
        governor.report(0.8, 0.05, float(second))
    assert picture.target_bitrate == governor.target < 400_000


def test_other_connections_have_the_vendors_encoder() -> None:
    """Outside the context nothing is changed."""
    with governed(BitrateGovernor(BitrateRange()), PictureCodecs(SystemClock())):
        pass

    assert not isinstance(vars(rtcrtpsender)["get_encoder"](VP8), GovernedVp8Encoder)


def test_without_hardware_vp8_is_preferred_and_with_it_h264() -> None:
    """Both are always taken, and each can be sent again."""
    codecs = PictureCodecs(ManualClock())
    plain = [codec.mimeType for codec in codecs.preferences()]
    codecs.hardware = SOFTWARE
    fast = [codec.mimeType for codec in codecs.preferences()]

    assert plain == ["video/VP8", "video/H264", "video/H264", "video/rtx"]
    assert fast == ["video/H264", "video/H264", "video/VP8", "video/rtx"]


def test_a_failed_encoder_is_left_alone_for_a_minute() -> None:
    """New visits are answered as if there were none, until it may be tried again."""
    clock = ManualClock()
    codecs = PictureCodecs(clock, SOFTWARE)
    codecs.failed(SOFTWARE, "lost")
    assert codecs.best() is None
    clock.advance(61)
    assert codecs.best() is SOFTWARE


@pytest.mark.parametrize("broken", [NVIDIA, H264Codec("no_such_encoder", "yuv420p")], ids=lambda codec: codec.name)
def test_a_visit_whose_encoder_fails_goes_on_with_the_processor(broken: H264Codec) -> None:
    """The picture that failed comes out of the other encoder, standing alone, and the failure is known to all."""
    codecs = PictureCodecs(ManualClock(), broken)
    encoder = GovernedH264Encoder(BitrateGovernor(BitrateRange(start=900_000)), codecs)
    if shutil.which("nvidia-smi"):
        pytest.skip("this machine has the card")
    payloads, timestamp = encoder.encode(drawn(7))

    assert encoder.name == "libx264"
    assert timestamp == 7 * 3000
    assert stands_alone(b"".join(h264_depayload(payload) for payload in payloads))
    assert codecs.best() is None
    assert not stands_alone(b"".join(h264_depayload(payload) for payload in encoder.encode(drawn(8))[0]))


class FailingContext(H264Context):
    """An encoder whose card is lost at its fourth picture."""

    def __init__(self, codec: H264Codec) -> None:
        super().__init__(codec)
        self._left = 3 if codec is not SOFTWARE else 1000

    def encode(self, frame: VideoFrame, rate: int, *, key: bool) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise ExternalError(-542398533, "the card is gone")
        return super().encode(frame, rate, key=key)


def test_a_card_lost_in_mid_visit_costs_no_picture() -> None:
    """The picture at which it fails is encoded by the processor, as one that stands alone."""
    codecs = PictureCodecs(ManualClock(), H264Codec("libx264", "yuv420p", SOFTWARE.options))
    encoder = GovernedH264Encoder(BitrateGovernor(BitrateRange()), codecs, FailingContext)
    sent = [b"".join(h264_depayload(part) for part in encoder.encode(drawn(index))[0]) for index in range(6)]

    assert [stands_alone(data) for data in sent] == [True, False, False, True, False, False]
    assert all(sent)
    assert codecs.best() is None


def test_an_encoder_that_gives_nothing_any_more_is_replaced() -> None:
    """One that keeps picture after picture counts as failed after a few."""
    lookahead = H264Codec("libx264", "yuv420p", {"preset": "medium", "rc-lookahead": "40"})
    codecs = PictureCodecs(ManualClock(), lookahead)
    encoder = GovernedH264Encoder(BitrateGovernor(BitrateRange()), codecs)
    given = [bool(encoder.encode(drawn(index))[0]) for index in range(6)]

    assert given == [False, False, False, False, True, True]
    assert codecs.best() is None
