"""Behaviour of the skew measurement on made-up arrivals."""

import numpy as np
import pytest

from server.avatar.stage import TrackStarts
from server.bench.avskew import Heard, Seen, pairs_of

STARTS = TrackStarts(audio_start_media=-0.01, video_start_media=0.2)


def _sound(stall: float = 0.0) -> list[Heard]:
    """Three seconds with a beep at media 1.0 and 2.0; after 1.5 s everything arrives `stall` seconds later."""
    frames = []
    for number in range(150):
        pts = number * 0.02
        media = pts + STARTS.audio_start_media + np.arange(960) / 48_000
        loud = ((media % 1.0) < 0.1) & (media > 0.5)
        frames.append(Heard(100.0 + pts + (stall if pts > 1.5 else 0.0), pts, np.where(loud, 9000, 0).astype(np.int16)))
    return frames


def _pictures(late: float) -> list[Seen]:
    seen = []
    for number in range(70):
        media = 0.2 + number * 0.04
        lit = media > 0.5 and (media + 1e-6) % 1.0 < 0.1
        seen.append(Seen(100.0 + media + late, media - STARTS.video_start_media, 235.0 if lit else 50.0))
    return seen


def skews_ms(heard: list[Heard], seen: list[Seen], starts: TrackStarts) -> list[float]:
    return [pair.skew_ms for pair in pairs_of(heard, seen, starts)]


def test_pictures_in_time_are_shown_with_their_sound() -> None:
    """A picture that arrives before its sound is played has no skew at all."""
    assert skews_ms(_sound(), _pictures(late=0.03), STARTS) == pytest.approx([0.0, 0.0], abs=0.1)


def test_late_pictures_show_by_how_much() -> None:
    """A picture that arrives after its sound was played is late by the difference."""
    assert skews_ms(_sound(), _pictures(late=0.16), STARTS) == pytest.approx([100.0, 100.0], abs=0.1)


def test_gap_in_the_sound_moves_the_pictures_with_it() -> None:
    """After the sound stalled, pictures wait for it, and in-time ones still have no skew."""
    assert skews_ms(_sound(stall=0.4), _pictures(late=0.03), STARTS) == pytest.approx([0.0, 0.0], abs=0.1)


def test_nothing_received_gives_no_pairs() -> None:
    """Without arrivals there is nothing to measure."""
    assert skews_ms([], [], STARTS) == []
