"""Lip curves follow phonemes."""

import numpy as np
import pytest

from server.animation.port import ARKIT_INDEX, ARKIT_NAMES
from server.animation.visemes import VisemeAnimator
from server.tts.port import Speech, TimedPhoneme

RATE = 16_000


def spoken(symbols: str, each: float = 0.1) -> Speech:
    """Even phonemes over a steady tone."""
    pcm = (0.1 * np.sin(np.arange(round(len(symbols) * each * RATE)) * 0.1)).astype(np.float32)
    phonemes = tuple(TimedPhoneme(symbol, i * each, (i + 1) * each) for i, symbol in enumerate(symbols))
    return Speech(pcm, RATE, (), phonemes)


@pytest.mark.parametrize("consonant", ["p", "b", "m"])
def test_bilabials_close_the_jaw_between_open_vowels(consonant: str) -> None:
    """Between two wide vowels a bilabial brings the jaw nearly shut and presses the lips."""
    curves = VisemeAnimator().animate(spoken(f"\u0251{consonant}\u0251"))
    middle = curves.values[13:18]
    assert middle[:, ARKIT_INDEX["jawOpen"]].min() < 0.16
    assert middle[:, ARKIT_INDEX["mouthClose"]].max() > 0.1
    assert middle[:, ARKIT_INDEX["mouthPressLeft"]].max() > 0.25
    assert curves.values[5, ARKIT_INDEX["jawOpen"]] > 0.25


def test_labiodentals_roll_the_lower_lip() -> None:
    """An f between vowels rolls the lower lip under the teeth."""
    curves = VisemeAnimator().animate(spoken("\u0251f\u0251"))
    assert curves.values[12:18, ARKIT_INDEX["mouthRollLower"]].max() > 0.3


@pytest.mark.parametrize("sound", ["\u03b8", "\u00f0", "l"])
def test_th_and_l_bring_the_tongue_to_the_teeth(sound: str) -> None:
    """Even a short th or l in the middle of open vowels puts the tongue out as far as it takes to be seen."""
    curves = VisemeAnimator().animate(spoken(f"aaaa{sound}aaaa", 0.03))
    assert curves.values[:, ARKIT_INDEX["tongueOut"]].max() > 0.55
    assert curves.values[-1, ARKIT_INDEX["tongueOut"]] == 0.0


def test_weights_stay_in_range_and_move_smoothly() -> None:
    """No weight leaves 0..1 and none jumps within a hundredth of a second."""
    curves = VisemeAnimator().animate(spoken("w\u028adju\u02d0mapfi\u0283o", 0.07))
    assert curves.values.shape[1] == len(ARKIT_NAMES)
    assert curves.values.min() >= 0.0
    assert curves.values.max() <= 1.0
    assert np.abs(np.diff(curves.values, axis=0)).max() < 0.25


def test_sound_without_phonemes_opens_the_mouth_as_an_open_vowel_does() -> None:
    """An engine that tells no phonemes still moves the jaw, and only while there is sound."""
    moments = np.arange(RATE) / RATE
    pitches = np.array([200, 800, 2000])
    tone = (0.1 * np.sin(2 * np.pi * pitches[:, None] * moments).sum(axis=0)).astype(np.float32)
    speech = Speech(np.concatenate([tone, np.zeros(RATE, np.float32)]), RATE, (), ())
    jaw = VisemeAnimator().animate(speech).values[:, ARKIT_INDEX["jawOpen"]]
    assert jaw[20:90].min() > 0.3
    assert jaw[110:].max() < 0.02


def test_curves_are_at_rest_outside_the_sound() -> None:
    """Before the first and after the last sample every weight is zero."""
    curves = VisemeAnimator().animate(spoken("ma"))
    assert not curves.at(-0.01).any()
    assert not curves.at(9.0).any()


@pytest.mark.parametrize("each", [0.03, 0.05, 0.12])
def test_closure_wins_however_fast_the_speech(each: float) -> None:
    """Lips shut between two open vowels in slow speech and in fast."""
    curves = VisemeAnimator().animate(spoken("\u0251\u0251b\u0251\u0251", each))
    during = curves.values[round(2 * each * 100) : round(3 * each * 100) + 1]
    assert (during[:, ARKIT_INDEX["jawOpen"]] - during[:, ARKIT_INDEX["mouthClose"]]).min() < 0.08
    assert during[:, ARKIT_INDEX["mouthPressLeft"]].max() > 0.2


def test_neighbours_colour_a_sound() -> None:
    """The lips of a t are rounder before oo than before ee."""
    pucker = ARKIT_INDEX["mouthPucker"]
    before_oo, before_ee = (VisemeAnimator().animate(spoken(f"\u0251t{vowel}", 0.06)).values[11] for vowel in "ui")
    assert before_oo[pucker] > before_ee[pucker] + 0.05


@pytest.mark.parametrize("sound", "wu\u028ao")
def test_rounded_sounds_purse_the_lips_and_open_them(sound: str) -> None:
    """Lips that round are pursed and funnelled at once, a little open, and neither stretched nor smiling."""
    held = VisemeAnimator().animate(spoken(sound, 0.3)).values[15]
    assert held[ARKIT_INDEX["mouthPucker"]] > 0.35
    assert held[ARKIT_INDEX["mouthFunnel"]] > 0.2
    assert held[ARKIT_INDEX["jawOpen"]] > 0.05
    assert not held[[ARKIT_INDEX["mouthStretchLeft"], ARKIT_INDEX["mouthSmileLeft"]]].any()


def test_lips_give_way_to_the_tongue_between_rounded_vowels() -> None:
    """An l between two oo leaves some rounding, but less than a k that needs no look at the tongue."""
    rounding = [ARKIT_INDEX["mouthPucker"], ARKIT_INDEX["mouthFunnel"]]
    l_sound, k_sound = (VisemeAnimator().animate(spoken(f"u{sound}u")).values[15, rounding].sum() for sound in "lk")
    assert 0.1 < l_sound < 0.75 * k_sound


def test_curves_begin_and_end_at_rest_and_repeat() -> None:
    """The first and the last sample are zero, and the same speech gives the same curves."""
    first, second = (VisemeAnimator().animate(spoken("\u0251l\u0251")).values for _ in range(2))
    assert not first[0].any()
    assert not first[-1].any()
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("pcm", "phonemes"),
    [
        (np.empty(0, np.float32), ()),
        (np.empty(0, np.float32), (TimedPhoneme("a", 0.0, 0.2),)),
        (np.zeros(RATE, np.float32), ()),
        (np.full(RATE, np.nan, np.float32), ()),
        (np.ones(RATE, np.float32), (TimedPhoneme("a", float("nan"), 0.2), TimedPhoneme("b", 0.3, float("inf")))),
        (np.ones(RATE, np.float32), (TimedPhoneme("a", 0.9, 4.0), TimedPhoneme("b", 5.0, 5.1))),
        (np.ones(RATE, np.float32), (TimedPhoneme("b", 0.5, 0.2), TimedPhoneme("\u2603", 0.1, 0.2))),
    ],
)
def test_odd_speech_gives_curves_all_the_same(
    pcm: np.ndarray[tuple[int], np.dtype[np.float32]], phonemes: tuple[TimedPhoneme, ...]
) -> None:
    """Empty sound, no phonemes, phonemes beyond the end and times that are no numbers never break the face."""
    curves = VisemeAnimator().animate(Speech(pcm, RATE, (), phonemes))
    assert len(curves.values) == len(pcm) / RATE * 100 + 1
    assert np.isfinite(curves.values).all()
    assert not curves.at(float("nan")).any()
