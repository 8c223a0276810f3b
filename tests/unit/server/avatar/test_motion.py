"""The consultant is never still, never jumps, and blinks as people do."""

import numpy as np
import pytest

from app.protocol.messages import ConsultantState
from server.animation.port import ARKIT_INDEX
from server.avatar.motion import IdleMotion
from server.avatar.pose import FacePose, neutral_weights

STEP = 0.01
LEFT_LID, JAW = ARKIT_INDEX["eyeBlinkLeft"], ARKIT_INDEX["jawOpen"]


def play(seed: int, seconds: float, state: ConsultantState = ConsultantState.IDLE) -> list[FacePose]:
    motion = IdleMotion(seed)
    return [motion.pose(index * STEP, state, None) for index in range(int(seconds / STEP))]


def angles(poses: list[FacePose]) -> np.ndarray:
    return np.degrees([(pose.head_yaw, pose.head_pitch, pose.head_roll) for pose in poses])


def blinks(poses: list[FacePose]) -> np.ndarray:
    """Numbers of the poses at which the lids begin to shut."""
    shut = np.array([pose.weights[LEFT_LID] > 0.5 for pose in poses])
    return np.flatnonzero(shut[1:] & ~shut[:-1])


def test_the_same_seed_gives_the_same_movements() -> None:
    """Two motions with one seed agree to the bit, and another seed differs."""
    first, again, other = play(4, 8), play(4, 8), play(5, 8)
    assert all(
        np.array_equal(a.weights, b.weights) and a.head_yaw == b.head_yaw for a, b in zip(first, again, strict=True)
    )
    assert any(a.head_yaw != b.head_yaw for a, b in zip(first, other, strict=True))


@pytest.mark.parametrize("state", list(ConsultantState))
def test_the_head_is_never_still_and_never_jumps(state: ConsultantState) -> None:
    """Within any second the head moves by a tenth of a degree, and never faster than 60 degrees a second."""
    track = angles(play(11, 60, state))
    assert np.abs(np.diff(track, axis=0)).max() < 60 * STEP
    window = int(1 / STEP)
    spans = [np.ptp(track[start : start + window], axis=0).max() for start in range(0, len(track) - window, window)]
    assert min(spans) > 0.1


@pytest.mark.parametrize("state", list(ConsultantState))
def test_weights_stay_in_range_and_move_smoothly(state: ConsultantState) -> None:
    """No shape leaves 0..1 or changes by more than a blink does within ten milliseconds."""
    weights = np.array([pose.weights for pose in play(2, 60, state)])
    assert weights.min() >= 0
    assert weights.max() <= 1
    assert np.abs(np.diff(weights, axis=0)).max() < 0.26


def test_blinks_come_at_human_rates_and_unevenly() -> None:
    """Over five minutes there are 10 to 25 blinks a minute, with uneven pauses, some of them in pairs."""
    starts = blinks(play(9, 300)) * STEP
    pauses = np.diff(starts)
    assert 10 <= len(starts) / 5 <= 25
    assert pauses.std() > 0.8
    assert 0 < (pauses < 0.6).sum() < len(pauses) / 3


def test_a_blink_shuts_both_eyes_for_a_third_of_a_second() -> None:
    """Lids close together and fully, and are open again within 0.35 s."""
    poses = play(9, 30)
    lids = np.array([(pose.weights[LEFT_LID], pose.weights[LEFT_LID + 1]) for pose in poses])
    assert np.array_equal(lids[:, 0], lids[:, 1])
    for start in blinks(poses):
        course = lids[start - 12 : start + 40, 0]
        assert course.max() == 1
        assert (course > 0.02).sum() * STEP <= 0.35


def test_eyes_stay_on_the_shopper_when_the_head_turns() -> None:
    """At rest the direction of gaze in the room stays within 8 degrees of the shopper and mostly within 3."""
    poses = play(6, 120)
    away = np.degrees([abs(pose.gaze_yaw + pose.head_yaw) for pose in poses])
    assert away.max() < 8
    assert np.mean(away < 3) > 0.8


def test_thinking_looks_away() -> None:
    """A thinking consultant looks aside for at least a fifth of the time."""
    poses = play(6, 60, ConsultantState.THINKING)
    away = np.degrees([abs(pose.gaze_yaw + pose.head_yaw) for pose in poses])
    assert np.mean(away > 6) > 0.2


def test_listening_nods() -> None:
    """While listening the head nods by two degrees or more, at least eight times a minute; idle it does not."""

    def nods(state: ConsultantState) -> int:
        pitch = angles(play(3, 60, state))[:, 1]
        slow = np.convolve(pitch, np.ones(150) / 150, mode="same")
        high = pitch - slow > 1.2
        return int((high[1:] & ~high[:-1]).sum())

    assert nods(ConsultantState.LISTENING) >= 8
    assert nods(ConsultantState.IDLE) <= 1


def test_speech_moves_the_jaw_at_once_and_lets_go_softly() -> None:
    """Weights of speech are taken as they are, and when they end the jaw closes within 0.3 s without a jump."""
    motion = IdleMotion(1)
    open_mouth = neutral_weights()
    open_mouth[JAW] = 0.6
    assert motion.pose(0.0, ConsultantState.SPEAKING, open_mouth).weights[JAW] == pytest.approx(0.6)
    after = [motion.pose(0.01 * n, ConsultantState.SPEAKING, None).weights[JAW] for n in range(1, 31)]
    assert after[0] > 0.5
    assert after[-1] < 0.02


def test_moments_that_go_back_do_no_harm() -> None:
    """A moment before the last one is answered as the last one."""
    motion = IdleMotion(1)
    late = motion.pose(5.0, ConsultantState.IDLE, None)
    assert motion.pose(4.0, ConsultantState.IDLE, None).head_yaw == late.head_yaw


def test_a_change_of_state_does_not_pop() -> None:
    """Going through all states every second keeps the head below 60 degrees a second."""
    motion = IdleMotion(8)
    states = list(ConsultantState)
    poses = [motion.pose(n * STEP, states[n // 100 % 4], None) for n in range(4000)]
    assert np.abs(np.diff(angles(poses), axis=0)).max() < 60 * STEP
