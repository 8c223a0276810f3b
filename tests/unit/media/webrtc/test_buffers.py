"""What receivers make of missing, swapped and late packets."""

from aiortc.rtp import RtpPacket

from media.webrtc.buffers import PictureBuffer, SoundBuffer

KEY = b"\x10\x00\x00\x9d\x01\x2a"
DELTA = b"\x11\x00\x00\x00\x00\x00"


def _packet(number: int, timestamp: int, data: bytes = b"") -> RtpPacket:
    packet = RtpPacket(payload_type=96, sequence_number=number % 65_536, timestamp=timestamp)
    vars(packet)["_data"] = data
    return packet


def _heard(numbers: list[int]) -> list[int]:
    heard: list[int] = []
    buffer = SoundBuffer(lambda _data, stamp: heard.append(stamp // 960))
    for number in numbers:
        assert buffer.add(_packet(number, number * 960)) == (False, None)
    return heard


def test_sound_keeps_four_packets_in_hand() -> None:
    """In an even flow each packet releases the one that came four before it."""
    assert _heard(list(range(10))) == [0, 1, 2, 3, 4, 5]


def test_lost_sound_costs_itself_alone_and_no_delay() -> None:
    """Without packets 5 and 8 all others come out, and the last ones as early as without loss."""
    assert _heard([number for number in range(16) if number not in {5, 8}]) == [0, 1, 2, 3, 4, 6, 7, 9, 10, 11]


def test_swapped_sound_comes_out_in_order_and_late_or_double_sound_never() -> None:
    """Swaps within the depth are put right; a packet after its turn, or a second time, is left out."""
    assert _heard([0, 2, 1, 4, 3, 5, 5, 6, 7, 0, 8, 9]) == [0, 1, 2, 3, 4, 5]


def test_sound_goes_on_after_an_outage_and_past_the_last_number() -> None:
    """After 60 lost packets, and where the numbers wrap, the sound goes on."""
    numbers = [*range(65_500, 65_520), *range(65_580, 65_600)]

    assert _heard(numbers)[-1] == 65_595
    assert len(_heard(numbers)) == len(numbers) - 4


def _pictures(
    lost: set[int], count: int, keys: set[int], *, again: dict[int, int] | None = None
) -> tuple[list[int], int]:
    """Two packets a picture, 25 a second; the pictures that come out, and how often one was asked for.

    `again` says after which packet a lost one is sent again.
    """
    buffer = PictureBuffer()
    shown: list[int] = []
    asked = 0
    for number in range(count * 2):
        later = [lost_one for lost_one, after in (again or {}).items() if after == number]
        for present in [*([] if number in lost else [number]), *later]:
            picture = present // 2
            data = (KEY if picture in keys else DELTA) if present % 2 == 0 else b"x"
            ask, frame = buffer.add(_packet(present, picture * 3600, data))
            asked += ask
            if frame is not None:
                shown.append(frame.timestamp // 3600)
    return shown, asked


def test_picture_packet_that_is_sent_again_in_time_loses_nothing() -> None:
    """A gap that is filled after a fifth of a second holds the pictures back and drops none."""
    shown, asked = _pictures({7}, 40, {0}, again={7: 17})

    assert shown == list(range(len(shown)))
    assert asked == 0


def test_gap_that_nothing_fills_is_given_up_for_a_whole_picture() -> None:
    """Within half a second a whole picture is asked for; until it comes none that builds on lost ones is shown."""
    shown, asked = _pictures({7}, 60, {0, 30})

    assert shown[:3] == [0, 1, 2]
    assert shown[3] == 30
    assert asked in {1, 2}


def test_request_is_repeated_while_no_whole_picture_comes() -> None:
    """A request may be lost itself: it is made again about every 0.4 s."""
    shown, asked = _pictures({7}, 100, {0})

    assert shown == [0, 1, 2]
    assert 6 <= asked <= 10


def test_long_pause_between_pictures_is_no_gap() -> None:
    """Pictures a second apart with all their packets are shown, and nothing is asked for."""
    buffer = PictureBuffer()
    results = [buffer.add(_packet(number, number // 3 * 90_000, DELTA)) for number in range(30)]

    assert sum(frame is not None for _, frame in results) == 9
    assert not any(ask for ask, _ in results)
