"""The governor of the picture's bit rate under made-up reports."""

from itertools import pairwise

import pytest

from media.webrtc.bitrate import BitrateGovernor, BitrateRange

BOUNDS = BitrateRange(start=1_800_000, low=150_000, high=2_000_000)


def _after(lost: float, seconds: int, governor: BitrateGovernor, begin: int = 0) -> int:
    for second in range(begin, begin + seconds):
        governor.report(lost, 0.03, float(second))
    return governor.target


def test_calm_line_reaches_the_upper_bound_and_stays() -> None:
    """Without loss the target grows to the most that is allowed, and no further."""
    governor = BitrateGovernor(BOUNDS)

    assert _after(0.0, 60, governor) == BOUNDS.high
    assert _after(0.01, 60, governor, 60) == BOUNDS.high


def test_heavy_loss_halves_with_the_share_lost_down_to_the_floor() -> None:
    """Each report of 20 % lost takes a tenth away at least every second report, and the floor holds."""
    governor = BitrateGovernor(BOUNDS)

    early = _after(0.2, 4, governor)
    late = _after(0.2, 60, governor, 4)

    assert early == pytest.approx(1_800_000 * 0.9**4, rel=0.12)
    assert late == BOUNDS.low


def test_moderate_loss_changes_nothing() -> None:
    """Between 2 and 10 % lost the target stays: retransmission covers it."""
    governor = BitrateGovernor(BOUNDS)

    assert _after(0.05, 60, governor) == BOUNDS.start


def test_longer_round_trip_holds_the_growth() -> None:
    """While the round trip is 150 ms longer than the shortest seen, a line without loss is not filled further."""
    governor = BitrateGovernor(BitrateRange(start=500_000))
    governor.report(0.0, 0.03, 0.0)
    for second in range(1, 30):
        governor.report(0.0, 0.25, float(second))
    held = governor.target
    for second in range(30, 60):
        governor.report(0.0, 0.04, float(second))

    assert held < 650_000
    assert governor.target == 2_000_000


def test_climbing_back_is_slow_and_in_few_steps() -> None:
    """After losses have ended the target comes back in steps of at least 20 %, at least 4 s apart."""
    changes: list[tuple[float, int]] = []
    now = 0.0
    governor = BitrateGovernor(BOUNDS, lambda target: changes.append((now, target)))
    _after(0.5, 20, governor)
    changes.clear()
    for second in range(20, 80):
        now = float(second)
        governor.report(0.0, None, now)

    times = [at for at, _ in changes]
    targets = [target for _, target in changes]

    assert targets[-1] == BOUNDS.high
    assert len(changes) <= 12
    assert min(later - earlier for earlier, later in pairwise(times)) >= 4.0
    assert all(later > earlier for earlier, later in pairwise(targets))


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_clock_that_jumps_moves_the_target_by_one_step_at_most(jump: float) -> None:
    """A report an hour later, or earlier, counts as one report."""
    governor = BitrateGovernor(BitrateRange(start=500_000, low=150_000, high=2_000_000))
    _after(0.0, 2, governor)
    before = governor.target
    governor.report(0.0, 0.03, 2.0 + jump)

    assert before <= governor.target <= before * 1.4


def test_nonsense_from_the_receiver_keeps_within_the_bounds() -> None:
    """Losses above all and below none, and round trips before the sending, stay in bounds."""
    governor = BitrateGovernor(BOUNDS)
    for number, lost in enumerate((7.0, -1.0, 0.0, 1.0) * 20):
        governor.report(lost, -5.0, float(number))
        assert BOUNDS.low <= governor.target <= BOUNDS.high


@pytest.mark.parametrize("jump", [3600.0, -3600.0])
def test_time_of_day_that_is_set_does_not_hold_the_rate_down(jump: float) -> None:
    """Round trips that are off by an hour, and fade as aiortc smooths them, end in the full rate again."""
    governor = BitrateGovernor(BitrateRange(start=500_000))
    governor.report(0.0, 0.03, 0.0)
    trip = 0.85 * 0.03 + 0.15 * jump
    for second in range(1, 120):
        governor.report(0.0, trip, float(second))
        trip = 0.85 * trip + 0.15 * 0.03

    assert governor.target == 2_000_000


def test_a_receiver_that_falls_silent_gets_less_and_less_until_it_reports_again() -> None:
    """Nothing for the first seconds, then half every two, and growth from there with the first report."""
    governor = BitrateGovernor(BitrateRange(start=1_600_000))
    for second in range(30):
        governor.silent(float(second))
    before = governor.target
    governor.report(0.0, 0.03, 30.0)
    targets = []
    for second in range(31, 41):
        governor.silent(float(second))
        targets.append(governor.target)
    for second in range(41, 52):
        governor.report(0.0, 0.03, float(second))

    assert before == 1_600_000
    assert targets == [1_600_000] * 3 + [800_000] * 2 + [400_000] * 2 + [200_000] * 2 + [150_000]
    assert governor.target > 150_000
