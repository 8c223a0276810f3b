"""Slope and picture of a long measurement."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from server.bench.drift import Pair, draw, slope_ms_per_hour


def _hour(slope: float) -> list[Pair]:
    """An hour of pairs whose arrivals part by `slope` ms, with jitter and one minute in which the machine was busy."""
    noise = np.random.default_rng(7).normal(0, 3, 3600)
    return [
        Pair(float(at), 0.0, -60 + slope * at / 3600 + float(noise[at]) + (400 if 1000 < at < 1060 else 0))
        for at in range(3600)
    ]


@pytest.mark.parametrize("slope", [-30.0, 0.0, 5.0])
def test_slope_is_found_through_jitter_and_a_busy_minute(slope: float) -> None:
    """The slope comes out within a millisecond an hour although one minute is far off."""
    assert slope_ms_per_hour(_hour(slope)) == pytest.approx(slope, abs=1.5)


def test_less_than_two_minutes_have_no_slope() -> None:
    """One window says nothing about drift."""
    assert slope_ms_per_hour(_hour(0.0)[:50]) is None


def test_picture_holds_a_dot_for_each_pair_and_a_point_for_each_minute(tmp_path: Path) -> None:
    """The drawing is well-formed and complete."""
    draw(_hour(2.0)[:600], tmp_path / "drift.svg")

    tree = ET.parse(tmp_path / "drift.svg")
    line = next(tree.iter("{http://www.w3.org/2000/svg}polyline"))

    assert len(list(tree.iter("{http://www.w3.org/2000/svg}circle"))) == 600
    assert len(line.get("points", "").split()) == 10
