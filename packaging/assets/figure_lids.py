"""Lets lids meet: a blink ends where the upper lid's edge lies just over the lower one's, all along the eye.

The units as they come take the upper lid past the lower one, farther at the outer corner than in the middle, so that
the lashes' line doubles and tears. Frames as in `figure_parts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from figure_parts import Floats, Part
from numpy.typing import NDArray

UNITS = ("eyeBlinkLeft", "eyeBlinkRight")
CELL, FINE = 0.005, 28
MIDDLE = 0.7
"""The share of the ball's height in which the lids part."""
WEIGHTS = np.linspace(0.0, 1.4, 57)
OVERLAP = 0.012
"""How far (dm) the upper lid's edge comes to lie below the lower one's."""
SLOWEST = 0.05
"""The least fall (dm) of the upper lid's edge that a share is reckoned by."""
BEFORE = 0.007
"""How far (dm) the shut upper lid lies before the lower one."""
SOFT = 0.03


@dataclass(frozen=True)
class Meeting:
    """The shares `reach` (K,) of the unit that shut the eye at `across` (K,), in dm to the left of its centre."""

    centre: Floats
    across: Floats
    reach: Floats


def meetings(skin: Part, centres: Floats, radius: float) -> list[Meeting]:
    """Where the lids of the left and the right eye, balls of `radius` (dm) about `centres` (2, 3), meet."""
    return [_meeting(skin, unit, centre, radius) for unit, centre in zip(UNITS, centres, strict=True)]


def shutting(part: Part, meets: Sequence[Meeting]) -> Part:
    """The skin or the lashes with blinks that end where the lids meet."""
    morphs = dict(part.morphs)
    for unit, meeting in zip(UNITS, meets, strict=True):
        share = np.interp(part.positions[:, 0] - meeting.centre[0], meeting.across, meeting.reach)
        moved = morphs[unit] * share[:, None]
        fallen = np.clip(-moved[:, 1] / max(-float(moved[:, 1].min()), 1e-9), 0, 1)
        morphs[unit] = moved + fallen[:, None] ** 2 * (0.0, 0.0, BEFORE)
    return replace(part, morphs=morphs)


def _meeting(skin: Part, unit: str, centre: Floats, radius: float) -> Meeting:
    close = np.linalg.norm(skin.positions - centre, axis=1) < 2 * radius
    triangles = skin.triangles[close[skin.triangles].all(axis=1)]
    steps = np.array([(i, j, FINE - i - j) for i in range(FINE + 1) for j in range(FINE + 1 - i)]) / FINE
    places = np.einsum("sc,tcx->tsx", steps, skin.positions[triangles] - centre).reshape(-1, 3)
    moves = np.einsum("sc,tcx->tsx", steps, skin.morphs[unit][triangles]).reshape(-1, 3)
    at_rest = _opening(places, radius)
    open_at = np.stack([(at_rest & _opening(places + w * moves, radius)).sum(axis=0) * CELL for w in WEIGHTS])
    across = (np.arange(open_at.shape[1]) + 0.5) * CELL - radius
    seen = np.flatnonzero(open_at[0] > CELL)
    heights = open_at[:, seen]
    last = (heights > 0).cumsum(axis=0).argmax(axis=0)
    reach = WEIGHTS[np.minimum(last + 1, len(WEIGHTS) - 1)]
    fall = np.maximum(heights[0] / reach, SLOWEST)
    wanted = reach + OVERLAP / fall
    weights = np.exp(-(((across[seen][:, None] - across[seen][None]) / SOFT) ** 2))
    return Meeting(centre, across[seen], weights @ wanted / weights.sum(axis=1))


def _opening(places: Floats, radius: float) -> NDArray[np.bool_]:
    """Where the ball of `radius`, in cells (Y, X), is to be seen from the front past the skin's `places` (N, 3)."""
    count = int(np.ceil(2 * radius / CELL))
    cells = np.floor((places[:, :2] + radius) / CELL).astype(np.int64)
    inside = ((cells >= 0) & (cells < count)).all(axis=1)
    front = np.full((count, count), -np.inf)
    np.maximum.at(front, (cells[inside, 1], cells[inside, 0]), places[inside, 2])
    spots = (np.arange(count) + 0.5) * CELL - radius
    ball = radius**2 - spots[:, None] ** 2 - spots[None] ** 2
    shown = (ball > 0) & (front < np.sqrt(np.maximum(ball, 0)))
    return np.asarray(shown & (np.abs(spots) < MIDDLE * radius)[:, None])
