"""Behaviour of pictures that are encoded once for several connections."""

import numpy as np
import pytest
from aiortc.codecs.vpx import Vp8Decoder
from aiortc.jitterbuffer import JitterFrame

from media.webrtc.frames import I420Frame
from media.webrtc.sharing import LONG_WISHED, SELDOM, SHARED_RATE, Following, SharedEncoder
from media.webrtc.tracks import picture as received


def drawn(number: int, width: int = 160, height: int = 128) -> I420Frame:
    """A ramp with a square that moves."""
    data = np.full((height * 3 // 2, width), 128, np.uint8)
    data[:height] = np.linspace(40, 200, width, dtype=np.uint8)
    data[40:60, number % 100 : number % 100 + 20] = 220
    return I420Frame(width, height, data, number / 12)


class Stream:
    """A shared stream that can be asked for its next picture."""

    def __init__(self) -> None:
        self.encoder = SharedEncoder()
        self.number = 0

    def next(self, count: int = 1) -> I420Frame:
        for _ in range(count):
            shown = self.encoder.encode(drawn(self.number))
            self.number += 1
        return shown


def following(rate: int = 2_000_000) -> Following:
    made = Following(lambda: rate)
    made.able = True
    return made


def test_whoever_follows_from_a_picture_that_stands_alone_sees_what_was_drawn() -> None:
    """A connection that takes every picture from the first on decodes each to nearly what was drawn."""
    stream, connection, decoder = Stream(), following(), Vp8Decoder()
    for number in range(20):
        shown = stream.next()
        assert connection.takes(shown)
        assert shown.shared is not None
        (frame,) = decoder.decode(JitterFrame(data=shown.shared.data, timestamp=number * 7500))
    error = received(frame).data.astype(int) - drawn(19).data
    assert np.abs(error).mean() < 3


def test_a_figure_that_hardly_moves_is_not_made_ever_sharper() -> None:
    """A texture that sways by a pixel or less from picture to picture takes about half of what its stream may take."""
    noise = np.random.default_rng(1).normal(0, 60, (256, 384))
    smooth = np.sum([np.roll(noise, (y, x), (0, 1)) for y in range(9) for x in range(9)], axis=0)
    texture = smooth / 20 + 120
    encoder = SharedEncoder()
    sizes = []
    for number in range(60):
        left = 20 + 10 * np.sin(number / 6)
        column, share = int(left), left % 1
        data = np.full((384, 320), 128, np.uint8)
        data[:256] = texture[:, column : column + 320] * (1 - share) + texture[:, column + 1 : column + 321] * share
        shared = encoder.encode(I420Frame(320, 256, data, number / 10)).shared
        assert shared is not None
        sizes.append(len(shared.data))
    assert sum(sizes[30:]) * 8 / 3 < 0.6 * SHARED_RATE


def test_whoever_comes_later_waits_for_a_picture_that_stands_alone() -> None:
    """A late connection takes nothing at first; what it wishes for comes soon, and from then on it takes all."""
    stream, connection = Stream(), following()
    stream.next(SELDOM + 5)
    taken = [connection.takes(stream.next()) for _ in range(LONG_WISHED + 10)]
    first = taken.index(True)
    assert first == LONG_WISHED
    assert all(taken[first:])


def test_a_short_wish_costs_the_others_nothing() -> None:
    """A connection that goes away again within the time a wish must last causes no larger picture."""
    stream, connection = Stream(), following()
    stream.next(SELDOM + 5)
    for _ in range(LONG_WISHED - 1):
        assert not connection.takes(stream.next())
    shown = [stream.next().shared for _ in range(20)]
    assert not any(shared.stands_alone for shared in shown if shared is not None)


def test_large_pictures_are_seldom() -> None:
    """Connections that lose pictures all the time get one that stands alone no more often than is set."""
    stream, connection = Stream(), following()
    alone = []
    for number in range(6 * SELDOM):
        shown = stream.next()
        connection.lost()
        connection.takes(shown)
        if shown.shared is not None and shown.shared.stands_alone:
            alone.append(number)
    assert len(alone) > 3
    assert min(np.diff(alone)) >= SELDOM


@pytest.mark.parametrize("harm", ["left out", "lost", "other stream"])
def test_a_broken_line_takes_no_picture_that_builds_on_another(harm: str) -> None:
    """After a picture left out or lost, or at another stream, nothing is taken that could not be decoded."""
    stream, connection = Stream(), following()
    assert connection.takes(stream.next())
    match harm:
        case "left out":
            stream.next()
        case "lost":
            connection.lost()
        case "other stream":
            other = Stream()
            other.next(1)
            stream = other
    assert not connection.takes(stream.next())


def test_a_narrow_line_or_another_codec_takes_nothing() -> None:
    """A connection that may send less than the stream, or agreed on another codec, encodes by itself."""
    shown = Stream().next()
    unable = Following(lambda: 2_000_000)
    assert not following(rate=300_000).takes(shown)
    assert not unable.takes(shown)
    assert not following().takes(drawn(0))
