"""Counting RTP time stamps from the sender's beginning."""

from media.webrtc.timestamps import Stamps, Unwrapped

SDP = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 96\r\nm=video 9 X 97\r\n"


def _told(origin: int) -> Stamps:
    stamps = Stamps()
    stamps.theirs = origin
    return stamps


def test_beginning_travels_in_the_head_of_the_description() -> None:
    """What one end writes before the first media section the other end reads; the rest is unchanged."""
    ours, theirs = Stamps(), Stamps()
    written = ours.written(SDP)
    theirs.read(written)

    assert theirs.theirs == ours.ours
    assert written.index("x-lunette") < written.index("m=audio")
    assert [line for line in written.splitlines() if "x-lunette" not in line] == SDP.splitlines()


def test_lost_first_packets_leave_their_time() -> None:
    """The first stamp that arrives counts from the sender's beginning."""
    mapper = Unwrapped(_told(5_000))

    assert [mapper.map(stamp) for stamp in (14_600, 15_560)] == [9_600, 10_560]


def test_description_without_a_beginning_counts_from_the_first_arrival() -> None:
    """Another program's description is read as aiortc reads it."""
    stamps = Stamps()
    stamps.read(SDP)
    mapper = Unwrapped(stamps)

    assert [mapper.map(stamp) for stamp in (14_600, 15_560)] == [0, 960]


def test_stamps_grow_through_the_end_of_their_range_and_back_over_stragglers() -> None:
    """Wrapping at 32 bits goes on, before the first arrival and after it; an older stamp stays older."""
    top = (1 << 32) - 1_000
    mapper = Unwrapped(_told(top))

    assert [mapper.map(stamp % (1 << 32)) for stamp in (top + 1_960, top + 2_920, top + 960, top + 3_880)] == [
        1_960,
        2_920,
        960,
        3_880,
    ]
