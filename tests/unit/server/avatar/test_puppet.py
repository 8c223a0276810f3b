"""A figure that rests with others and goes its own way: no pop on either way, and nothing shared while it lives."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.clock import ManualClock
from app.protocol.messages import ConsultantState
from server.animation.port import ARKIT_INDEX, ARKIT_NAMES, Curves
from server.avatar.cues import CardsShown, ShopperLost, ShopperSeen, Stillness
from server.avatar.idle import IdleFigures, IdleStream, Seat
from server.avatar.motion.life import Life
from server.avatar.ports import Motion
from server.avatar.pose import FacePose, movement
from server.avatar.puppet import CALM, FORESIGHT, PASSAGE, Company, SpeakingPuppet

STEP = 1 / 30
JAW = ARKIT_INDEX["jawOpen"]
POP = 7.0
"""Thousandths of the picture's height; a saccade moves less within a thirtieth of a second."""
LIDS = [ARKIT_INDEX["eyeBlinkLeft"], ARKIT_INDEX["eyeBlinkRight"]]
QUICKEST_LID = 0.8


class Paper:
    """Draws grey."""

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8]:
        return np.full((height * 3 // 2, width), 90, np.uint8)


class ByHand(Company):
    """Company whose figures move only when the test says so."""

    streams: dict[ConsultantState, IdleStream]

    def running(self, state: ConsultantState) -> Seat | None:
        stream = self.streams.get(state)
        return stream.join() if stream is not None and stream.seats else None

    def begin(self, state: ConsultantState, motion: Motion, time: float) -> Seat:
        clock = self.figures._clock
        ahead = time - clock.monotonic()
        self.streams[state] = IdleStream(state, motion.fork(99), ahead, Paper(), (64, 64), clock)
        return self.streams[state].join()


class Shop:
    """Visits of one consultant on one manual clock; `seen` is what each shopper saw last."""

    def __init__(self) -> None:
        self.clock = ManualClock(1000.0)
        self.company = ByHand(IdleFigures((64, 64), self.clock), "daniel", Paper())
        object.__setattr__(self.company, "streams", {})
        self.visits: list[SpeakingPuppet] = []
        self.began: list[float] = []
        self.seen: list[list[FacePose]] = []
        self.shared: list[bool] = []

    def visit(self, seed: int) -> SpeakingPuppet:
        began = self.clock.monotonic()
        puppet = SpeakingPuppet(Life(seed), lambda: self.clock.monotonic() - began, self.company)
        self.visits.append(puppet)
        self.began.append(began)
        self.seen.append([])
        self.shared.append(False)
        return puppet

    async def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP)):
            self.clock.advance(STEP)
            for stream in self.company.streams.values():
                if stream.seats:
                    await stream.step()
            for number, puppet in enumerate(self.visits):
                media = self.clock.monotonic() - self.began[number]
                seat = puppet.rests(media)
                self.shared[number] = seat is not None
                self.seen[number].append(puppet.pose(media) if seat is None else seat.stream.pose)

    def largest_step(self, number: int) -> float:
        seen = self.seen[number]
        return max(movement(open_eyed(one), open_eyed(other)) for one, other in pairwise(seen))

    def quickest_lid(self, number: int) -> float:
        lids = np.array([pose.weights[LIDS[0]] for pose in self.seen[number]])
        return float(np.abs(np.diff(lids)).max())


def open_eyed(pose: FacePose) -> FacePose:
    weights = pose.weights.copy()
    weights[LIDS] = 0.0
    return replace(pose, weights=weights)


def speech(seconds: float) -> Curves:
    values = np.zeros((round(seconds * 60) + 1, len(ARKIT_NAMES)), np.float32)
    values[:, JAW] = 0.3 * np.sin(np.linspace(0, np.pi, len(values)))
    return Curves(60.0, values)


async def test_a_quiet_figure_rests_after_a_while_and_others_join_it() -> None:
    """The first quiet visit begins a stream from its own pose; the second passes over to it within seconds."""
    shop = Shop()
    shop.visit(1)
    await shop.pass_time(CALM + 0.2)
    assert shop.shared == [True]
    late = shop.visit(2)
    late.show(ConsultantState.LISTENING)
    await shop.pass_time(1.0)
    late.show(ConsultantState.IDLE)
    await shop.pass_time(CALM + PASSAGE + 0.3)
    assert shop.shared == [True, True]
    assert len(shop.company.streams[ConsultantState.IDLE].seats) == 2
    assert shop.seen[0][-1] is shop.seen[1][-1]


async def test_a_visit_that_begins_sees_the_resting_figure_at_once() -> None:
    """Whoever comes while the figure rests already is shown its newest picture first."""
    shop = Shop()
    shop.visit(1)
    await shop.pass_time(CALM + 0.5)
    seat = shop.visit(2).rests(0.0)
    assert seat is not None
    assert len(seat.pictures) == 1


def test_pictures_may_be_made_ahead_only_of_what_is_sure_to_be_said() -> None:
    """Not in silence, by the whole foresight within speech, by what is left at its end, not once it is stopped."""
    puppet = SpeakingPuppet(Life(1), lambda: 0.0)
    silent = puppet.foreseen(0.0)
    puppet.say(0.5, 1.0, speech(1.0))
    speaking = [puppet.foreseen(media) for media in (1.0, 1.48, 1.5)]
    puppet.fall_silent(1.1)

    assert (silent, puppet.foreseen(1.1)) == (0.0, 0.0)
    assert speaking == pytest.approx([FORESIGHT, 0.02, 0.0])


HAPPENINGS: dict[str, Callable[[SpeakingPuppet, float], None]] = {
    "a word": lambda puppet, media: puppet.say(media + 0.02, 1.0, speech(1.0)),
    "a face": lambda puppet, _: puppet.perform(ShopperSeen(20.0, 5.0, 0.9)),
    "cards": lambda puppet, media: puppet.perform(CardsShown(media + 0.1, -1.0)),
    "the shopper's voice": lambda puppet, _: puppet.show(ConsultantState.LISTENING),
}


@pytest.mark.parametrize("happening", HAPPENINGS)
async def test_it_goes_its_own_way_from_the_pose_that_was_seen(happening: str) -> None:
    """At whatever happens the figure leaves at once, without a pop, and the others go on as before."""
    shop = Shop()
    for seed in (1, 2):
        shop.visit(seed)
    await shop.pass_time(20.0)
    assert shop.shared == [True, True]
    puppet = shop.visits[0]
    before = len(shop.seen[0])
    HAPPENINGS[happening](puppet, shop.clock.monotonic() - shop.began[0])
    await shop.pass_time(STEP)
    assert shop.shared == [False, True]
    last, own, others = (
        open_eyed(pose) for pose in (shop.seen[0][before - 1], shop.seen[0][before], shop.seen[1][before])
    )
    assert movement(last, own) < movement(last, others) + 1.0
    await shop.pass_time(0.5)
    assert max(movement(one, other) for one, other in zip(*shop.seen, strict=True)) > 0.0
    assert shop.largest_step(0) < POP
    assert shop.quickest_lid(0) < QUICKEST_LID


async def test_what_is_said_is_seen_at_its_moment_after_a_rest() -> None:
    """The mouth opens and closes on the visit's own clock, however long the figure rested."""
    shop = Shop()
    shop.visit(1)
    await shop.pass_time(37.0)
    media = shop.clock.monotonic() - shop.began[0]
    shop.visits[0].say(media + 0.1, 1.0, speech(1.0))
    await shop.pass_time(1.4)
    jaws = [pose.weights[JAW] for pose in shop.seen[0][-42:]]
    assert 15 <= int(np.argmax(jaws)) <= 20
    assert max(jaws) > 0.25
    assert jaws[-1] < 0.02


async def test_coming_to_rest_and_rising_again_never_pops() -> None:
    """Through many rests, words in the middle of coming to rest included, no step is larger than a saccade's."""
    shop = Shop()
    for seed in (1, 2, 3):
        shop.visit(seed)
    for number in range(12):
        puppet = shop.visits[number % 2]
        media = shop.clock.monotonic() - shop.began[number % 2]
        puppet.say(media + 0.1, 0.6, speech(0.6))
        await shop.pass_time(0.9 + CALM + PASSAGE * (number % 4) / 2.5)
    assert shop.shared[2]
    assert max(shop.largest_step(number) for number in range(3)) < POP
    assert max(shop.quickest_lid(number) for number in range(3)) < QUICKEST_LID


async def test_a_figure_that_sees_somebody_or_keeps_still_is_drawn_alone() -> None:
    """With a face to look at, or told to move little, it never rests with others; without both it does again."""
    shop = Shop()
    puppet = shop.visit(1)
    for on, off in ((ShopperSeen(0, 0, 1), ShopperLost()), (Stillness(on=True), Stillness(on=False))):
        puppet.perform(on)
        await shop.pass_time(5.0)
        assert shop.shared == [False]
        puppet.perform(off)
        await shop.pass_time(CALM + PASSAGE + 0.5)
        assert shop.shared == [True]


async def test_nobody_seen_is_no_news() -> None:
    """A kiosk that goes on telling that it sees nobody does not wake the figure."""
    shop = Shop()
    puppet = shop.visit(1)
    await shop.pass_time(3.0)
    puppet.perform(ShopperLost())
    await shop.pass_time(STEP)
    assert shop.shared == [True]


async def test_another_state_is_another_company() -> None:
    """A figure that waits for an answer does not rest with those that wait for nobody."""
    shop = Shop()
    for seed in (1, 2):
        shop.visit(seed)
    await shop.pass_time(5.0)
    shop.visits[0].show(ConsultantState.ATTENTIVE)
    await shop.pass_time(5.0)
    assert shop.shared == [True, True]
    assert shop.seen[0][-1] is not shop.seen[1][-1]
    assert len(shop.company.streams[ConsultantState.IDLE].seats) == 1


async def test_a_stream_that_ends_is_left_without_a_pop() -> None:
    """When the shared pictures cease, each figure goes on alone from where it was."""
    shop = Shop()
    shop.visit(1)
    await shop.pass_time(10.0)
    for seat in list(shop.company.streams[ConsultantState.IDLE].seats):
        seat.leave()
    await shop.pass_time(0.5)
    assert shop.shared == [False]
    await shop.pass_time(5.0)
    assert shop.largest_step(0) < POP
    assert shop.quickest_lid(0) < QUICKEST_LID


async def test_only_what_differs_to_the_eye_is_drawn() -> None:
    """A resting figure is drawn far less often than it is posed, but never stands for longer than a quarter second."""
    shop = Shop()
    shop.visit(1)
    await shop.pass_time(CALM + 0.1)
    stream = shop.company.streams[ConsultantState.IDLE]
    stamps = []
    for _ in range(600):
        await shop.pass_time(STEP)
        assert stream.latest is not None
        stamps.append(stream.latest.pts_seconds)
    drawn = np.unique(stamps)
    assert 6 * 20 < drawn.size < 18 * 20
    assert np.diff(drawn).max() < 0.3
    assert np.diff(drawn).min() == pytest.approx(STEP)
