"""The playout in manual time: sound leads, everything else follows it."""

import numpy as np
import pytest

from app.clock import ManualClock
from app.protocol.messages import Anchor, Caption, CaptionWord, ToolCall, ToolName
from media.picture_count import PictureCount
from media.playout import Playout
from media.webrtc.frames import solid
from tests.playout_listener import Listener

AHEAD = 0.03


class Bench:
    """A playout whose network and loudspeaker run on a manual clock, 10 ms a step."""

    def __init__(self, *, audio_start: float = 0.0, video_start: float = 0.0) -> None:
        self.clock = ManualClock(100.0)
        self.listener = Listener(self.clock)
        self.count = PictureCount()
        self.playout = Playout(self.clock, self.listener, self.count)
        self.playout.anchor(Anchor(audio_start_media=audio_start, video_start_media=video_start))
        self.played: list[np.ndarray[tuple[int, ...], np.dtype[np.int16]]] = []
        self._step = 0

    def run(self, seconds: float, *, level: int = 4000, speaker: bool = True, sound: bool = True) -> None:
        for _ in range(round(seconds * 100)):
            if sound and self._step % 2 == 0:
                self.playout.push_audio(np.full(960, level, np.int16), self._step * 0.01)
            if speaker:
                self.played.append(self.playout.pull(480, self.clock.monotonic() + AHEAD))
            self.playout.tick()
            self.clock.advance(0.01)
            self._step += 1

    def picture(self, pts: float) -> None:
        self.playout.push_video(solid(32, 32, luma=16 + round(pts * 25) % 200, pts_seconds=pts))


def call(name: str, at: float | None) -> ToolCall:
    return ToolCall(call_id=name, turn=1, name=ToolName.SHOW_FRAMES, at_media=at)


def test_the_media_time_is_that_of_the_sample_at_the_loudspeaker() -> None:
    """Buffering and the card's latency are both in it."""
    bench = Bench(audio_start=7.0)
    bench.run(1.0)
    media = bench.playout.media_at(bench.clock.monotonic())
    assert media is not None
    started = bench.playout.time_of(7.0)
    assert started is not None
    assert media == pytest.approx(7.0 + bench.clock.monotonic() - started, abs=0.001)
    assert 0.05 <= started - 100.0 <= 0.12


def test_a_picture_waits_for_its_sound() -> None:
    """A picture that comes early is shown within 10 ms of its moment, stamped in media time."""
    bench = Bench(audio_start=2.0, video_start=2.0)
    bench.run(0.2)
    bench.picture(0.5)
    bench.run(0.6)
    (at, frame), *_ = bench.listener.pictures
    due = bench.playout.time_of(2.5)
    assert frame.pts_seconds == pytest.approx(2.5)
    assert due is not None
    assert abs(at - due) <= 0.0101


def test_late_pictures_give_way_to_the_newest() -> None:
    """Of three pictures whose time has passed only the last is shown."""
    bench = Bench()
    bench.run(1.0)
    for pts in (0.1, 0.2, 0.3):
        bench.picture(pts)
    bench.run(0.01)
    assert [frame.pts_seconds for _, frame in bench.listener.pictures] == [0.3]
    assert bench.playout.late_pictures == 2


def test_pictures_flow_without_sound() -> None:
    """When no sound ever came, each picture is shown as it arrives."""
    bench = Bench()
    bench.picture(0.04)
    bench.run(0.01, sound=False)
    bench.picture(0.08)
    bench.run(0.01, sound=False)
    assert len(bench.listener.pictures) == 2


def test_pictures_flow_on_when_the_sound_stops() -> None:
    """A third of a second after the last sound pictures no longer wait for it."""
    bench = Bench()
    bench.run(0.5)
    bench.run(0.6, sound=False)
    bench.picture(1.9)
    bench.run(0.01, sound=False)
    assert bench.listener.pictures[-1][1].pts_seconds == pytest.approx(1.9)


def test_words_appear_when_they_are_spoken() -> None:
    """Each caption word comes within 10 ms of its first sample at the loudspeaker."""
    bench = Bench()
    words = tuple(CaptionWord(text=f"w{n}", start_media=0.3 + n * 0.2, end_media=0.4 + n * 0.2) for n in range(4))
    bench.playout.caption(Caption(turn=1, words=words))
    bench.run(1.5)
    assert [text for _, text in bench.listener.words] == ["w0", "w1", "w2", "w3"]
    for (at, _), word in zip(bench.listener.words, words, strict=True):
        due = bench.playout.time_of(word.start_media)
        assert due is not None
        assert 0 <= at - due <= 0.0101


def test_a_tool_call_waits_for_its_moment() -> None:
    """A timed call is released with its word, an untimed one at once."""
    bench = Bench()
    bench.playout.schedule(call("timed", 0.5))
    bench.playout.schedule(call("now", None))
    bench.run(1.0)
    (first_at, first), (second_at, second) = bench.listener.tools
    assert (first, second) == ("now", "timed")
    assert first_at == pytest.approx(100.0)
    assert second_at == pytest.approx(bench.playout.time_of(0.5), abs=0.0101)


def test_a_flush_silences_at_once_with_a_short_fade() -> None:
    """After it only 5 ms of falling sound come until the position named; then sound goes on."""
    bench = Bench()
    bench.run(1.0)
    media = bench.playout.media_at(bench.clock.monotonic())
    assert media is not None
    before = len(bench.played)
    bench.playout.flush(media + 0.2)
    bench.run(0.5)
    after = np.concatenate(bench.played[before:])
    assert 0 < int(after[0]) <= 4000
    assert not after[240 : round(0.12 * 48_000)].any()
    assert int(after[-1]) == 4000
    resumed = int(np.flatnonzero(after[240:])[0]) + 240
    assert resumed / 48_000 == pytest.approx(0.2 - AHEAD, abs=0.011)


def test_a_flush_drops_words_and_calls_that_wait() -> None:
    """What the shopper did not hear neither appears nor happens, and the drop is told."""
    bench = Bench()
    bench.run(0.3)
    bench.playout.caption(Caption(turn=1, words=(CaptionWord(text="later", start_media=0.9, end_media=1.0),)))
    bench.playout.schedule(call("late", 0.9))
    bench.playout.flush(0.35)
    bench.run(1.0)
    assert (bench.listener.words, bench.listener.tools, bench.listener.dropped) == ([], [], ["late"])


def test_without_a_loudspeaker_captions_go_on() -> None:
    """Words still appear, at the pace of speech."""
    bench = Bench()
    words = tuple(CaptionWord(text=f"w{n}", start_media=0.2 + n * 0.3, end_media=0.3 + n * 0.3) for n in range(3))
    bench.playout.caption(Caption(turn=1, words=words))
    bench.run(1.5, speaker=False)
    times = [at for at, _ in bench.listener.words]
    assert len(times) == 3
    assert times[2] - times[0] == pytest.approx(0.6, abs=0.03)


def test_the_skew_is_that_of_picture_and_sound_at_presentation() -> None:
    """A sink that shows each picture 30 ms after it was due is measured as 30 ms."""
    bench = Bench()
    for step in range(50):
        bench.run(0.02)
        bench.playout.shown(bench.playout.media_at(bench.clock.monotonic() - 0.03) or 0.0, bench.clock.monotonic())
        assert step >= 0
    skew = bench.count.skews()
    assert skew is not None
    assert skew.p95 == pytest.approx(30.0, abs=1.0)


def test_held_pictures_are_bounded() -> None:
    """Of forty pictures that come too early the oldest fifteen are given up."""
    bench = Bench()
    bench.run(0.2)
    for number in range(40):
        bench.picture(1.0 + number * 0.04)
    assert bench.playout.late_pictures == 15
