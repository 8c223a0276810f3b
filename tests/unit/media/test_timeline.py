"""Sample positions and times."""

import pytest

from media.timeline import SampleTimes


def test_times_follow_the_samples_of_a_piece() -> None:
    """Blocks whose clocks agree form one line."""
    times = SampleTimes()
    for block in range(100):
        times.add(block * 480, 480, 10.0 + block * 0.01 + 0.0005 * (block % 2))
    assert times.time_of(24_000) == pytest.approx(10.5, abs=0.001)
    assert times.position_at(10.25) == pytest.approx(12_000, abs=48)


def test_a_pause_stops_the_position_and_resumes_it() -> None:
    """During half a second without samples the position stays where it was."""
    times = SampleTimes()
    times.add(0, 480, 1.0)
    times.add(480, 480, 1.51)
    assert times.position_at(1.3) == 480
    assert times.time_of(480) == pytest.approx(1.51)


def test_a_skipped_sample_counts_with_its_successor() -> None:
    """Sound left out to catch up is heard when what follows it is."""
    times = SampleTimes()
    times.add(0, 480, 1.0)
    times.add(960, 480, 1.01)
    assert times.time_of(600) == pytest.approx(1.01)


def test_the_unknown_has_no_time() -> None:
    """Before the first sample and long after the last there is no answer."""
    times = SampleTimes()
    assert (times.time_of(0), times.position_at(5.0), times.last_time) == (None, None, None)
    times.add(4800, 480, 2.0)
    assert times.time_of(0) is None
    assert times.position_at(1.0) is None
    assert times.time_of(5300) == pytest.approx(2.0 + 500 / 48_000)
    assert times.time_of(48_000) is None
