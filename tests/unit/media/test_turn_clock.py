"""The latencies of a turn at the kiosk's own devices."""

import numpy as np
import pytest

from app.clock import ManualClock
from app.protocol.messages import Anchor, TurnLatency, TurnReport
from media.picture_count import PictureCount
from media.playout import Playout
from media.timeline import SampleTimes
from media.turn_clock import TurnClock
from tests.playout_listener import Listener


class Line:
    """A link's two time lines, fed by hand."""

    def __init__(self, clock: ManualClock) -> None:
        self.uplink = SampleTimes()
        self.playout = Playout(clock, Listener(clock), PictureCount())
        self.playout.anchor(Anchor(audio_start_media=0.0, video_start_media=0.0))

    def spoken_at(self, uplink: float) -> float | None:
        return self.uplink.time_of(round(uplink * 48_000))


def report(*, voiced_end: float | None, answer: float | None) -> TurnReport:
    return TurnReport(
        turn=1,
        heard="hello",
        said="hi",
        latency_ms=TurnLatency(end_of_turn=250.0),
        voiced_end_uplink=voiced_end,
        answer_start_media=answer,
    )


def played(line: Line, clock: ManualClock, seconds: float) -> None:
    for block in range(round(seconds * 50)):
        line.playout.push_audio(np.full(960, 3000, np.int16), block * 0.02)
        for half in range(2):
            line.playout.pull(480, clock.monotonic() + 0.03 + half * 0.01)
        clock.advance(0.02)


def test_first_audio_runs_from_the_last_voiced_sample_to_the_loudspeaker() -> None:
    """Both ends are taken at the devices, not where packets pass."""
    clock = ManualClock(50.0)
    line = Line(clock)
    line.uplink.add(0, 48_000, 49.0)
    turns = TurnClock(clock)
    played(line, clock, 2.0)
    turns.picture(1.02)
    turns.add(report(voiced_end=0.5, answer=1.0), line)
    (summary,) = turns.finished()
    sounded = line.playout.time_of(1.0)
    assert sounded is not None
    assert summary.latency.first_audio == pytest.approx((sounded - 49.5) * 1000, abs=0.1)
    assert summary.latency.first_frame == pytest.approx((clock.monotonic() - 49.5) * 1000, abs=0.1)
    assert summary.latency.end_of_turn == 250.0


def test_a_report_waits_for_its_sound_but_not_for_ever() -> None:
    """An answer that never reached the loudspeaker is closed after four seconds, without a latency."""
    clock = ManualClock(50.0)
    line = Line(clock)
    line.uplink.add(0, 48_000, 49.0)
    turns = TurnClock(clock)
    turns.add(report(voiced_end=0.5, answer=30.0), line)
    assert turns.finished() == []
    clock.advance(4.1)
    (summary,) = turns.finished()
    assert summary.latency.first_audio is None


def test_typed_text_has_no_voice_to_count_from() -> None:
    """Without a voiced sample there is no first_audio, and the turn is closed as soon as it sounded."""
    clock = ManualClock(50.0)
    line = Line(clock)
    turns = TurnClock(clock)
    played(line, clock, 1.0)
    turns.add(report(voiced_end=None, answer=0.2), line)
    (summary,) = turns.finished()
    assert (summary.latency.first_audio, summary.voiced_end_at) == (None, None)
