"""Which encoder a sending track gets."""

from aiortc import codecs, rtcrtpsender

from media.webrtc.bitrate import BitrateGovernor, BitrateRange
from media.webrtc.encoding import GovernedVp8Encoder, governed

VP8 = next(codec for codec in codecs.CODECS["video"] if codec.mimeType == "video/VP8")
OPUS = next(codec for codec in codecs.CODECS["audio"] if codec.mimeType == "audio/opus")


def test_pictures_of_a_governed_connection_keep_to_its_target() -> None:
    """Within the context VP8 follows the governor whatever the receiver's estimate says; sound has its own encoder."""
    governor = BitrateGovernor(BitrateRange(start=900_000))
    make = vars(rtcrtpsender)
    with governed(governor):
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
    with governed(BitrateGovernor(BitrateRange())):
        pass

    assert not isinstance(vars(rtcrtpsender)["get_encoder"](VP8), GovernedVp8Encoder)
