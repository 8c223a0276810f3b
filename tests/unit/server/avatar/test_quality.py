"""Behaviour of the quality ladder."""

import pytest

from server.avatar.quality import FIRST_HOLD, Quality, QualityLadder, rungs
from server.settings import ServerSettings


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
    assert levels[1:3] == (Quality(720, 960, 20), Quality(592, 800, 20))
    assert all(level.width % 16 == 0 and level.height % 16 == 0 for level in levels)
    costs = [level.width * level.height * level.rate for level in levels]
    assert costs == sorted(costs, reverse=True)


def test_the_usual_quality_stays_above_what_was_promised_until_the_last_but_one_rung() -> None:
    """Of the shop's own ladder all rungs but the last have 640 x 720 pixels and 20 pictures a second or more."""
    chosen = ServerSettings()
    levels = rungs(chosen.picture_width, chosen.picture_height, chosen.frame_rate)
    assert all(level.width >= 640 and level.height >= 720 and level.rate >= 20 for level in levels[:-1])


def test_pictures_climb_all_the_way_back() -> None:
    """From the lowest rung a machine that is no longer busy comes back to the wanted quality within two minutes."""
    ladder = QualityLadder(rungs(720, 960, 25))
    now = _feed(ladder, 0.0, 300, 0.2)
    assert ladder.quality == rungs(720, 960, 25)[-1]
    while ladder.quality != Quality(720, 960, 25):
        now = _feed(ladder, now, 1, 0.02)
        assert now < 300 * 0.2 + 120


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

    assert lowered == rungs(720, 960, 25)[1]
    assert ladder.quality == Quality(720, 960, 25)


def test_pictures_that_barely_make_it_do_not_climb() -> None:
    """While every third picture comes too late, the ladder stays where it is."""
    ladder = QualityLadder(rungs(720, 960, 25))
    now = _feed(ladder, 0.0, 10, 0.1)

    for _round in range(80):
        for seconds in (0.09, 0.03, 0.03) * 8:
            now = _feed(ladder, now, 1, seconds)

    assert ladder.quality == rungs(720, 960, 25)[1]


def test_pictures_longer_than_their_period_but_in_time_for_the_playout_keep_the_quality() -> None:
    """The kiosk holds pictures back until they are heard, so a picture of 60 ms is not late."""
    ladder = QualityLadder(rungs(720, 960, 25))

    _feed(ladder, 0.0, 500, 0.06)

    assert ladder.quality == Quality(720, 960, 25)


def _draw(ladder: QualityLadder, start: float, seconds: float, cost: float) -> float:
    """Pictures that take `cost` seconds each at full size, one after another as the stage draws them."""
    now, tick = start, start
    while now < start + seconds:
        quality = ladder.quality
        if now - tick > quality.period:
            tick += (now - tick) // quality.period * quality.period
            ladder.skipped(now)
        now = max(now, tick) + cost * quality.width * quality.height / (720 * 960)
        ladder.report(now, now - max(tick, now - cost))
        tick += quality.period
    return now


@pytest.mark.parametrize(("cost", "lowered"), [(0.055, False), (0.075, True)])
def test_moments_without_a_picture_count_as_late(cost: float, lowered: bool) -> None:
    """At 73 % of the wanted rate nothing changes, at 53 % the ladder steps down though no picture is late itself."""
    ladder = QualityLadder(rungs(720, 960, 25))

    _draw(ladder, 0.0, 10.0, cost)

    assert (ladder.quality != Quality(720, 960, 25)) is lowered


def test_a_rung_that_would_skip_again_is_not_climbed() -> None:
    """Where full size would again skip every other moment the ladder stays below it."""
    ladder = QualityLadder(rungs(720, 960, 25))
    now = _draw(ladder, 0.0, 10.0, 0.075)
    rung = ladder.quality

    _draw(ladder, now, 60.0, 0.075)

    assert ladder.quality == rung


def test_moments_without_a_picture_do_not_lead_to_the_lowest_rung() -> None:
    """Where every other moment is skipped whatever the size is, the rate is not lowered further."""
    ladder = QualityLadder(rungs(720, 960, 25))

    for moment in range(2000):
        ladder.report(moment * 0.08, 0.08)
        ladder.skipped(moment * 0.08 + 0.04)

    assert ladder.quality == rungs(720, 960, 25)[-2]


def test_one_long_wait_is_no_reason_to_step_down() -> None:
    """A second in which nothing could be drawn counts as one moment."""
    ladder = QualityLadder(rungs(720, 960, 25))
    now = _feed(ladder, 0.0, 25, 0.02)
    ladder.skipped(now + 1.0)

    _feed(ladder, now + 1.0, 25, 0.02)

    assert ladder.quality == Quality(720, 960, 25)


def test_a_busy_start_is_not_judged() -> None:
    """Late pictures within the grace change nothing; the same afterwards do."""
    ladder = QualityLadder(rungs(720, 960, 25), grace=10.0)

    now = _feed(ladder, 0.0, 200, 0.2)
    assert ladder.quality == Quality(720, 960, 25)

    _feed(ladder, now, 100, 0.2)
    assert ladder.quality != Quality(720, 960, 25)
