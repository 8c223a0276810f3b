"""Behaviour of the way between two poses, and of what tells how far apart they are."""

import numpy as np
import pytest

from server.animation.port import ARKIT_INDEX
from server.animation.viseme_table import SHAPES
from server.avatar.pose import DIMMEST, FacePose, between, lids_following, light_in_mouth, movement, neutral_weights
from server.avatar.scene import PORTRAIT


def smiling(head_yaw: float, gaze_yaw: float) -> FacePose:
    weights = neutral_weights()
    weights[ARKIT_INDEX["mouthSmileLeft"]] = 0.4
    return FacePose(weights, head_yaw=head_yaw, gaze_yaw=gaze_yaw, breath=1.0)


def test_both_ends_of_the_way_are_the_poses_themselves() -> None:
    """At 0 it is the one pose, at 1 the other."""
    one, other = smiling(0.1, -0.1), FacePose(head_pitch=0.2)
    assert movement(between(one, other, 0.0, 0.0), one) == pytest.approx(0.0, abs=1e-5)
    assert movement(between(one, other, 1.0, 1.0), other) == pytest.approx(0.0, abs=1e-5)


def test_the_eyes_do_not_follow_the_head_on_the_way() -> None:
    """While the head passes over and the eyes have not yet, they go on looking at the same place in the room."""
    one, other = smiling(0.1, -0.1), FacePose(head_yaw=-0.1, gaze_yaw=0.3)
    half = between(one, other, 0.5, 0.0)
    assert half.head_yaw == pytest.approx(0.0)
    assert half.head_yaw + half.gaze_yaw == pytest.approx(0.0)
    assert half.weights[ARKIT_INDEX["mouthSmileLeft"]] == np.float32(0.2)


def test_movement_is_that_of_what_moves_most() -> None:
    """A degree of the head counts for more than one of the eyes; a blink counts for most of a lid's height."""
    degree = np.radians(1.0)
    head = movement(FacePose(), FacePose(head_yaw=degree))
    eyes = movement(FacePose(), FacePose(gaze_yaw=degree))
    shut = neutral_weights()
    shut[ARKIT_INDEX["eyeBlinkLeft"]] = 1.0
    assert head > 5 * eyes > 0
    assert movement(FacePose(), FacePose(shut)) > 20


def test_movement_is_told_in_thousandths_of_the_pictures_height() -> None:
    """A whole breath lifts the chest by 1.8 mm, seen from 1.35 m and more: it counts for about that."""
    millimetre = 1000 * 0.001 * PORTRAIT.focal / PORTRAIT.distance
    breath = movement(FacePose(), FacePose(breath=1.0))
    assert 0.7 * 1.8 * millimetre < breath < 1.5 * 1.8 * millimetre


def test_what_else_moves_a_lid_gives_way_to_its_blink() -> None:
    """Of a squint and a look down half is left in half a blink and nothing in a whole one; the other eye keeps both."""
    weights = neutral_weights()
    for name in ("eyeSquintLeft", "eyeSquintRight"):
        weights[ARKIT_INDEX[name]] = 0.6
    for blink in (0.5, 1.0):
        weights[ARKIT_INDEX["eyeBlinkLeft"]] = blink
        lids = lids_following(FacePose(weights, gaze_pitch=0.3))
        assert lids[ARKIT_INDEX["eyeSquintLeft"]] == pytest.approx(0.6 * (1 - blink))
        assert lids[ARKIT_INDEX["eyeLookDownLeft"]] == pytest.approx(0.5 * (1 - blink))
        assert lids[ARKIT_INDEX["eyeSquintRight"]] == pytest.approx(0.6)


def test_light_gets_into_a_mouth_that_opens_and_not_between_lips_that_meet() -> None:
    """None for p, all for ah, ee and f, and half on the way from the one to the other."""
    shapes = {sound: SHAPES[sound].weights.astype(np.float32) for sound in ("p", "\u0251", "i", "f")}
    assert light_in_mouth(shapes["p"]) == light_in_mouth(neutral_weights()) == DIMMEST
    assert all(light_in_mouth(shapes[sound]) == 1.0 for sound in ("\u0251", "i", "f"))
    assert DIMMEST < light_in_mouth(shapes["i"] * np.float32(0.2)) < 1.0
