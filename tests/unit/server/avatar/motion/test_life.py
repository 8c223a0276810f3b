"""The consultant is alive: never a pop, human blinks, eyes that find the shopper, and all of it repeatable."""

import time
from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from app.protocol.messages import ConsultantState
from server.animation.port import ARKIT_INDEX
from server.avatar.cues import (
    Accent,
    CardsShown,
    GoodBye,
    ShopperLost,
    ShopperSeen,
    ShopperVoice,
    Silenced,
    Spoken,
    Stillness,
)
from server.avatar.motion.life import Life
from server.avatar.motion.temperament import temperament_of
from server.avatar.pose import FacePose, neutral_weights

STEP = 0.02
LEFT_LID, JAW = ARKIT_INDEX["eyeBlinkLeft"], ARKIT_INDEX["jawOpen"]
SMILE, BROW = ARKIT_INDEX["mouthSmileLeft"], ARKIT_INDEX["browInnerUp"]
WATCHED = [index for name, index in ARKIT_INDEX.items() if not name.startswith("eyeBlink")]


def play(
    life: Life,
    seconds: float,
    state: ConsultantState = ConsultantState.ATTENTIVE,
    *,
    start: float = 0.0,
    step: float = STEP,
    before: Callable[[int], None] = lambda _number: None,
) -> list[FacePose]:
    poses = []
    for number in range(round(seconds / step)):
        before(number)
        poses.append(life.pose(start + number * step, state, None))
    return poses


def head(poses: list[FacePose]) -> np.ndarray:
    return np.degrees([(pose.head_yaw, pose.head_pitch, pose.head_roll) for pose in poses])


def gaze(poses: list[FacePose]) -> np.ndarray:
    """Where the eyes look in the room, degrees."""
    return np.degrees([(pose.head_yaw + pose.gaze_yaw, pose.head_pitch + pose.gaze_pitch) for pose in poses])


def blinks(poses: list[FacePose]) -> int:
    shut = np.array([pose.weights[LEFT_LID] > 0.5 for pose in poses])
    return int((shut[1:] & ~shut[:-1]).sum())


def test_ten_minutes_of_everything_hold_no_pop() -> None:
    """Under random states and cues the head keeps below 60 degrees/s and 900 degrees/s^2, and the face flows."""
    life, random = Life(8), Random(5)
    states = list(ConsultantState)
    poses = []
    t = 0.0
    while t < 600:
        cue = random.choice(
            (
                Spoken(t + 0.1, t + 2, (Accent(t + 0.5, 1.0), Accent(t + 1.3, 0.7)), closes=True, asks=True),
                Silenced(t),
                ShopperVoice(voiced=True),
                ShopperVoice(voiced=False),
                ShopperSeen(random.uniform(-30, 30), random.uniform(-10, 15), random.uniform(0.4, 2)),
                ShopperLost(),
                CardsShown(t + 0.3, random.choice((-1.0, 0.0, 1.0))),
                GoodBye(t + 1),
            )
        )
        life.perform(cue)
        poses += play(life, length := random.uniform(0.3, 4.0), random.choice(states), start=t)
        t += round(length / STEP) * STEP
    track = head(poses)
    speed = np.diff(track, axis=0) / STEP
    weights = np.array([pose.weights[WATCHED] for pose in poses])
    assert np.abs(speed).max() < 60
    assert np.abs(np.diff(speed, axis=0)).max() / STEP < 900
    assert weights.min() >= 0
    assert weights.max() <= 1
    assert np.abs(np.diff(weights, axis=0)).max() < 0.06
    assert np.abs(np.diff([pose.breath for pose in poses])).max() < 0.12
    assert np.abs(gaze(poses)).max() < 32


def test_the_same_seed_gives_the_same_movements_at_any_picture_rate() -> None:
    """Two lives of one seed agree when one is drawn four times as often, and another seed differs."""
    often, seldom, other = Life(4), Life(4), Life(5)
    fine = play(often, 120, ConsultantState.IDLE, step=0.025)[::4]
    coarse = play(seldom, 120, ConsultantState.IDLE, step=0.1)
    different = play(other, 120, ConsultantState.IDLE, step=0.1)
    assert np.allclose(head(fine), head(coarse), atol=1e-6)
    assert np.allclose(gaze(fine), gaze(coarse), atol=1e-6)
    assert not np.allclose(head(coarse), head(different), atol=0.5)


def test_no_two_minutes_are_alike() -> None:
    """The head's course in one minute correlates little with that in another."""
    track = head(play(Life(7), 240, step=0.1))[:, 0].reshape(4, -1)
    correlations = np.abs(np.corrcoef(track)[np.triu_indices(4, 1)])
    assert correlations.max() < 0.6


@pytest.mark.parametrize(
    ("state", "least", "most"),
    [
        (ConsultantState.IDLE, 11, 22),
        (ConsultantState.LISTENING, 8, 17),
        (ConsultantState.SPEAKING, 17, 32),
    ],
)
def test_blinks_come_at_human_rates(state: ConsultantState, least: int, most: int) -> None:
    """In five minutes the rate stays within what people show in that state."""
    assert least <= blinks(play(Life(9), 300, state)) / 5 <= most


def test_a_sentence_ends_with_a_blink() -> None:
    """Of twenty sentences that end at least three quarters are closed by a blink within a fifth of a second."""
    life, hits = Life(3), 0
    for number in range(20):
        start = number * 4.0
        life.perform(Spoken(start + 0.1, start + 2.6, closes=True))
        poses = play(life, 4.0, ConsultantState.SPEAKING, start=start)
        hits += blinks(poses[round(2.5 / STEP) : round(2.85 / STEP)])
    assert hits >= 15


@pytest.mark.parametrize("left", [-20.0, 20.0])
def test_eyes_and_head_find_the_shopper_within_four_tenths_of_a_second(left: float) -> None:
    """The eyes reach the shopper's side in 0.4 s, the head goes along, and both come back when nobody is seen."""
    life = Life(2)
    play(life, 3.0)
    life.perform(ShopperSeen(left, 0.0, 0.6))
    poses = play(life, 2.0, start=3.0)
    side = np.sign(left)
    assert side * gaze(poses)[round(0.4 / STEP)][0] > 6
    assert side * (head(poses)[round(1.0 / STEP)][0] - head(poses)[0][0]) > 1.5
    life.perform(ShopperLost())
    assert np.median(np.abs(gaze(play(life, 3.0, start=5.0))[round(1.0 / STEP) :, 0])) < 2


def test_cards_that_appear_are_glanced_at() -> None:
    """The eyes go down to the cards on their moment and are back at the shopper after about a second."""
    life = Life(2)
    life.perform(CardsShown(2.0, -0.7))
    pitch = gaze(play(life, 4.0, ConsultantState.SPEAKING))[:, 1]
    down = np.flatnonzero(pitch > 9) * STEP
    assert 1.98 <= down[0] <= 2.1
    assert 0.5 <= down[-1] - down[0] <= 1.1


def test_thinking_looks_away_and_listening_does_not() -> None:
    """A thinking consultant looks aside for a fifth of the time, a listening one stays with the shopper."""
    thinking = np.hypot(*gaze(play(Life(6), 60, ConsultantState.THINKING)).T)
    listening = np.hypot(*gaze(play(Life(6), 60, ConsultantState.LISTENING)).T)
    assert np.mean(thinking > 5) > 0.2
    assert np.mean(listening > 5) < 0.02


def test_pauses_of_the_shopper_are_nodded_at() -> None:
    """Six pauses bring at least three nods of two degrees; silence without a voice brings none."""

    def dips(*, voice: bool) -> int:
        life = Life(3)

        def talk(number: int) -> None:
            if voice and number % 200 == 0:
                life.perform(ShopperVoice(voiced=True))
            if voice and number % 200 == 100:
                life.perform(ShopperVoice(voiced=False))

        pitch = head(play(life, 24, ConsultantState.LISTENING, before=talk))[:, 1]
        high = pitch - np.convolve(pitch, np.ones(100) / 100, mode="same") > 1.4
        inner = high[50:-50]
        return int((inner[1:] & ~inner[:-1]).sum())

    assert dips(voice=True) >= 3
    assert dips(voice=False) == 0


def test_head_and_brows_keep_time_with_stressed_words() -> None:
    """At stressed words the head has dipped further, on average, than halfway between them."""
    life, on, between = Life(1), [], []
    for number in range(20):
        start = number * 3.0
        accents = tuple(Accent(start + at, 1.0) for at in (0.6, 1.6))
        life.perform(Spoken(start + 0.1, start + 2.4, accents))
        pitch = head(play(life, 3.0, ConsultantState.SPEAKING, start=start))[:, 1]
        on.append(pitch[round(0.6 / STEP)])
        between.append((pitch[round(0.3 / STEP)] + pitch[round(1.1 / STEP)]) / 2)
    assert np.mean(on) - np.mean(between) > 0.6


def test_a_stress_at_the_very_beginning_of_a_clause_does_not_jerk_the_head() -> None:
    """A clause told of as it begins, stressed on its first sound, turns the head by less than a degree a picture."""
    life = Life(3)
    before = play(life, 6.0, ConsultantState.SPEAKING)
    life.perform(Spoken(6.0, 8.0, (Accent(6.01, 1.0), Accent(7.2, 0.8)), closes=True))
    turned = np.diff(head([*before[-20:], *play(life, 2.5, ConsultantState.SPEAKING, start=6.0)]), axis=0)
    assert 0.1 < np.abs(turned).max() < 0.8


def test_breath_is_drawn_before_a_sentence_and_used_along_it() -> None:
    """At the first word the lungs are filling, soon full, and emptier at the last word."""
    life = Life(5)
    play(life, 2.0, ConsultantState.THINKING)
    life.perform(Spoken(2.5, 6.5, closes=True))
    breath = [pose.breath for pose in play(life, 5.0, ConsultantState.SPEAKING, start=2.0)]
    assert max(breath[round(0.5 / STEP) : round(1.5 / STEP)]) > 0.75
    assert breath[round(4.4 / STEP)] < 0.6


def test_being_cut_short_raises_the_brows_and_shuts_the_mouth() -> None:
    """After the flush the jaw closes within 0.3 s and the brows come up, none of it at once."""
    life, spoken = Life(1), neutral_weights()
    spoken[JAW] = 0.6
    life.perform(Spoken(0.0, 8.0))
    for number in range(100):
        before = life.pose(number * STEP, ConsultantState.SPEAKING, spoken)
    life.perform(Silenced(2.0))
    after = play(life, 1.0, ConsultantState.LISTENING, start=2.0)
    assert after[0].weights[JAW] > 0.3
    assert after[round(0.3 / STEP)].weights[JAW] < 0.02
    assert max(pose.weights[BROW] for pose in after) > before.weights[BROW] + 0.1


def test_good_bye_is_said_with_a_smile() -> None:
    """Around the last word the smile is clearly wider than before."""
    life = Life(1)
    before = play(life, 4.0, ConsultantState.SPEAKING)[-1]
    life.perform(GoodBye(5.0))
    after = play(life, 2.0, ConsultantState.SPEAKING, start=4.0)
    assert max(pose.weights[SMILE] for pose in after) > before.weights[SMILE] + 0.12


def test_a_smile_narrows_while_the_lips_are_round() -> None:
    """Pursed lips take breadth from a smile, but none from the eyes' part of it."""
    round_lips = neutral_weights()
    round_lips[ARKIT_INDEX["mouthPucker"]] = 0.8
    rounded, plain = (
        Life(3).pose(1.0, ConsultantState.SPEAKING, weights).weights for weights in (round_lips, neutral_weights())
    )
    smile, cheek = ARKIT_INDEX["mouthSmileLeft"], ARKIT_INDEX["cheekSquintLeft"]
    assert 0 < rounded[smile] < 0.6 * plain[smile]
    assert rounded[cheek] == plain[cheek] > 0


def test_stillness_leaves_mouth_lids_and_breath() -> None:
    """With reduced motion the head does not move at all, while lids blink and the chest breathes."""
    life = Life(4, still=True)
    life.perform(CardsShown(3.0))
    poses = play(life, 60, ConsultantState.SPEAKING)
    assert np.abs(head(poses)).max() == 0
    assert np.abs(gaze(poses)).max() == 0
    assert blinks(poses) > 10
    life.perform(Stillness(on=False))
    assert np.ptp(head(play(life, 10, start=60.0))[:, 0]) > 0.5


def test_a_fork_goes_on_without_a_jump_and_its_own_way() -> None:
    """A fork stands where the first stands, equals it without a new seed, and parts from it with one."""
    life = Life(4)
    last = play(life, 20)[-1]
    twin, other = life.fork(), life.fork(99)
    first = other.pose(20.0, ConsultantState.SPEAKING, None)
    assert abs(np.degrees(first.head_yaw - last.head_yaw)) < 0.5
    assert np.array_equal(head(play(life, 30, start=20.0)), head(play(twin, 30, start=20.0)))
    assert not np.allclose(gaze(play(other, 30, start=20.02)), gaze(play(twin, 30, start=50.0)))


def test_the_two_consultants_move_differently() -> None:
    """With one seed the casual one wanders further with the head than the composed one."""
    spans = [
        np.std(head(play(Life(1, temperament_of(name)), 60))[:, 0])
        for name in ("male-friendly-assistant", "female-professional-consultant")
    ]
    assert spans[0] > spans[1]


def test_a_pose_costs_little() -> None:
    """A pose takes less than 0.3 ms of processor time, on average over a minute."""
    life = Life(1)
    began = time.process_time()
    play(life, 60, ConsultantState.SPEAKING)
    assert (time.process_time() - began) / round(60 / STEP) < 0.0003


def test_moments_that_go_back_do_no_harm() -> None:
    """A moment before the last one is answered as the last one."""
    life = Life(1)
    late = life.pose(5.0, ConsultantState.IDLE, None)
    assert life.pose(4.0, ConsultantState.IDLE, None).head_yaw == late.head_yaw
