"""Fit in signed millimetres."""

from dataclasses import replace

import pytest

from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers, Length
from app.domain.fit import BridgeVerdict, WidthVerdict, assess, decentration_in_words, width_in_words
from app.domain.frame import Bridge, Frame

FACE = FaceNumbers(pd=Length(62, 58, 66), face_width=Length(134, 131, 137))


@pytest.fixture
def frame() -> Frame:
    boston = Catalogue.sample()["CTY-101"]
    size = replace(boston.dimensions, a=50, dbl=18, ed=55, total_width=138)
    return replace(boston, dimensions=size)


def test_front_is_compared_with_the_face(frame: Frame) -> None:
    """The difference keeps the sign and the interval of the face's width."""
    width = assess(frame, FACE).width
    assert width is not None
    assert (width.value, width.low, width.high) == (4, 1, 7)
    assert width_in_words(width) == "4 mm wider than your face, give or take 3"


@pytest.mark.parametrize(
    ("face_width", "words", "verdict"),
    [
        (138, "just as wide as your face, give or take 3 mm", WidthVerdict.RIGHT),
        (143, "5 mm narrower than your face, give or take 3", WidthVerdict.NARROW),
        (129, "9 mm wider than your face, give or take 3", WidthVerdict.WIDE),
    ],
)
def test_width_verdict(frame: Frame, face_width: float, words: str, verdict: WidthVerdict) -> None:
    """Words and verdict follow the sign of the difference."""
    fit = assess(frame, FaceNumbers(face_width=Length(face_width, face_width - 3, face_width + 3)))
    assert fit.width is not None
    assert (width_in_words(fit.width), fit.width_verdict) == (words, verdict)


def test_decentration_and_blank(frame: Frame) -> None:
    """Each eye takes half the difference between frame PD and PD, the blank adds both sides and 2 mm."""
    fit = assess(frame, FACE)
    assert fit.decentration is not None
    assert fit.minimum_blank is not None
    assert (fit.decentration.value, fit.decentration.low, fit.decentration.high) == (3, 1, 5)
    assert (fit.minimum_blank.value, fit.minimum_blank.low, fit.minimum_blank.high) == (63, 59, 67)
    assert decentration_in_words(fit.decentration) == "your pupils sit 3 mm inside the lens centres, give or take 2"


def test_blank_interval_includes_no_decentration(frame: Frame) -> None:
    """When the eye may sit at the centre, the smallest blank needs no decentration."""
    blank = assess(frame, FaceNumbers(pd=Length(68, 64, 72))).minimum_blank
    assert blank is not None
    assert (blank.low, blank.value, blank.high) == (57, 57, 61)


def test_nothing_measured_means_no_numbers(frame: Frame) -> None:
    """Without measurements only the bridge can be judged."""
    fit = assess(replace(frame, bridge=Bridge.NOSE_PADS), FaceNumbers())
    assert (fit.width, fit.decentration, fit.minimum_blank, fit.width_verdict) == (None, None, None, None)
    assert fit.bridge is BridgeVerdict.ADJUSTABLE
    assert not fit.surely_wrong


@pytest.mark.parametrize(
    ("face_width", "words"),
    [
        (137, "about as wide as your face, as far as the camera can tell"),
        (122, "16 mm wider than your face, give or take 14"),
    ],
)
def test_a_difference_lost_in_its_interval_is_told_without_a_number(
    frame: Frame, face_width: float, words: str
) -> None:
    """One millimetre, give or take fourteen, is about as wide; sixteen are worth a number again."""
    vague = FaceNumbers(face_width=Length(face_width, face_width - 14, face_width + 14))
    width = assess(frame, vague).width
    assert width is not None
    assert width_in_words(width) == words
