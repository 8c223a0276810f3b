"""Behaviour of the curves on the media clock."""

import numpy as np

from server.animation.port import ARKIT_INDEX, ARKIT_NAMES, Curves
from server.avatar.curve_timeline import CurveTimeline

JAW = ARKIT_INDEX["jawOpen"]


def _curves(value: float, count: int = 11) -> Curves:
    values = np.zeros((count, len(ARKIT_NAMES)), np.float32)
    values[:, JAW] = value
    return Curves(10.0, values)


def _jaw(timeline: CurveTimeline, media: float) -> float | None:
    weights = timeline.at(media)
    return None if weights is None else round(float(weights[JAW]), 3)


def test_curves_sound_only_while_their_speech_does() -> None:
    """Before, between and after speech nothing is said."""
    timeline = CurveTimeline()
    timeline.enqueue(1.0, 1.0, _curves(0.5))
    timeline.enqueue(3.0, 1.0, _curves(0.9))

    said = [_jaw(timeline, media) for media in (0.5, 1.0, 1.9, 2.5, 3.5, 4.0)]

    assert said == [None, 0.5, 0.5, None, 0.9, None]


def test_flush_closes_the_mouth_at_its_position() -> None:
    """From the flushed position on nothing is said, until something new is."""
    timeline = CurveTimeline()
    timeline.enqueue(1.0, 1.0, _curves(0.5))
    timeline.enqueue(2.0, 1.0, _curves(0.6))

    timeline.flush(1.5)
    timeline.enqueue(1.5, 1.0, _curves(0.8))
    said = [_jaw(timeline, media) for media in (1.4, 1.6, 2.4, 2.6)]

    assert said == [0.5, 0.8, 0.8, None]
