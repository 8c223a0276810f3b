"""Behaviour of the quality ladder."""

from server.avatar.quality import FIRST_HOLD, Quality, QualityLadder, rungs


def _feed(ladder: QualityLadder, start: float, count: int, seconds: float) -> float:
    now = start
    for _ in range(count):
        now += ladder.quality.period
        ladder.report(now, seconds)
    return now


def test_rungs_fall_in_rate_first_and_then_in_size() -> None:
    """Each rung asks for less than the one above, in sizes an encoder likes."""
    levels = rungs(720, 960, 25)

    assert levels[0] == Quality(720, 960, 25)
    assert levels[1] == Quality(720, 960, 20)
    assert all(level.width % 16 == 0 and level.height % 16 == 0 for level in levels)
    costs = [level.width * level.height * level.rate for level in levels]
    assert costs == sorted(costs, reverse=True)


def test_punctual_pictures_keep_the_wanted_quality() -> None:
    """Nothing changes while pictures are on time."""
    ladder = QualityLadder(rungs(720, 960, 25))

    _feed(ladder, 0.0, 500, 0.02)

    assert ladder.quality == Quality(720, 960, 25)


def test_late_pictures_step_down_to_the_last_rung_and_no_further() -> None:
    """A machine that is always late ends on the lowest rung."""
    ladder = QualityLadder(rungs(720, 960, 25))

    _feed(ladder, 0.0, 200, 1.0)

    assert ladder.quality == rungs(720, 960, 25)[-1]


def test_room_brings_the_quality_back_after_the_hold() -> None:
    """A short burden costs quality only for a while."""
    ladder = QualityLadder(rungs(720, 960, 25))
    now = _feed(ladder, 0.0, 10, 0.1)
    lowered = ladder.quality

    _feed(ladder, now, int(FIRST_HOLD * 3 * lowered.rate), 0.01)

    assert lowered == Quality(720, 960, 20)
    assert ladder.quality == Quality(720, 960, 25)


def test_pictures_that_barely_make_it_do_not_climb() -> None:
    """While every third picture comes too late, the ladder stays where it is."""
    ladder = QualityLadder(rungs(720, 960, 25))
    now = _feed(ladder, 0.0, 10, 0.1)

    for _round in range(80):
        for seconds in (0.09, 0.03, 0.03) * 8:
            now = _feed(ladder, now, 1, seconds)

    assert ladder.quality == Quality(720, 960, 20)


def test_pictures_longer_than_their_period_but_in_time_for_the_playout_keep_the_quality() -> None:
    """The kiosk holds pictures back until they are heard, so a picture of 60 ms is not late."""
    ladder = QualityLadder(rungs(720, 960, 25))

    _feed(ladder, 0.0, 500, 0.06)

    assert ladder.quality == Quality(720, 960, 25)


def test_a_busy_start_is_not_judged() -> None:
    """Late pictures within the grace change nothing; the same afterwards do."""
    ladder = QualityLadder(rungs(720, 960, 25), grace=10.0)

    now = _feed(ladder, 0.0, 200, 0.2)
    assert ladder.quality == Quality(720, 960, 25)

    _feed(ladder, now, 100, 0.2)
    assert ladder.quality != Quality(720, 960, 25)
