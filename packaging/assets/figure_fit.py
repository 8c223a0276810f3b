"""Fits small parts of the face: the bite, the tongue's reach, the length of lashes, the height of brows.

Frames as in `figure_parts`.
"""

from dataclasses import replace

import numpy as np
from figure_parts import Floats, Part
from numpy.typing import NDArray

WITHDRAWN = {"jawOpen": (0.0, -0.04, 0.0), "mouthFunnel": (0.0, -0.08, -0.12), "mouthPucker": (0.0, -0.12, -0.14)}
"""How far the tongue's own muscles take it (dm) besides what the jaw does, by face unit."""


def turn_to_front(axis: Floats) -> Floats:
    """The rotation (3, 3) that takes the unit vector `axis` to +z by the shortest way."""
    x, y, z = axis
    cross = np.array([y, -x, 0.0])
    skew = np.array([[0, -cross[2], cross[1]], [cross[2], 0, -cross[0]], [-cross[1], cross[0], 0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1 + z))


def lash_roots(lashes: Part, eyes: Floats) -> NDArray[np.bool_]:
    """Which of the lashes' vertices (N,) lie closest to their eyeball's centre of `eyes` (2, 3), where they grow."""
    away = np.stack([np.linalg.norm(lashes.positions - centre, axis=1) for centre in eyes]).min(axis=0)
    return np.asarray(away < away.min() + 0.35 * np.ptp(away))


def trimmed(lashes: Part, eyes: Floats, share: float) -> Part:
    """The lashes shortened towards their roots to `share` of their length, in every expression alike."""
    roots = np.flatnonzero(lash_roots(lashes, eyes))
    apart = np.linalg.norm(lashes.positions[:, None] - lashes.positions[roots][None], axis=2)
    root = roots[apart.argmin(axis=1)]

    def short(values: Floats) -> Floats:
        return np.asarray(values[root] + share * (values - values[root]))

    morphs = {name: short(delta) for name, delta in lashes.morphs.items()}
    return replace(lashes, positions=short(lashes.positions), morphs=morphs)


def slim(brows: Part, origin: Floats, share: float) -> Part:
    """The brows with `share` of their height about the curve that they follow."""
    x, y = np.abs(brows.positions[:, 0] - origin[0]), brows.positions[:, 1]
    curve = np.polyval(np.polyfit(x, y, 2), x)
    positions = brows.positions.copy()
    positions[:, 1] = curve + share * (y - curve)
    return replace(brows, positions=positions)


def bite(teeth: Part) -> Part:
    """The rows as a person bites: the upper ones show a little and stand before the lower ones.

    Behind puckered lips they draw back, as if the lips reached farther over them than the skin can.
    """
    lower = lower_jaw(teeth)[:, None]
    covered = teeth.morphs["mouthPucker"] + np.where(lower, (0.0, -0.02, -0.05), (0.0, 0.045, -0.05))
    return replace(
        teeth,
        positions=teeth.positions + np.where(lower, (0.0, -0.068, -0.035), (0.0, -0.032, 0.0)),
        morphs=teeth.morphs | {"mouthPucker": covered},
    )


def reaching(tongue: Part) -> Part:
    """The tongue below the upper teeth, shown between the rows when it comes out, low and far back when lips round."""
    out = tongue.morphs["tongueOut"].copy()
    height = tongue.positions[:, 1] - tongue.positions[np.argsort(tongue.positions[:, 2])[-20:], 1].mean()
    out[:, 1] = np.clip(out[:, 2] / out[:, 2].max(), 0, 1) ** 2 * (0.112 - 0.8 * height)
    morphs = tongue.morphs | {"tongueOut": out}
    for name, away in WITHDRAWN.items():
        morphs[name] = morphs[name] + away
    return replace(tongue, positions=tongue.positions - (0.0, 0.03, 0.0), morphs=morphs)


def lower_jaw(part: Part) -> NDArray[np.bool_]:
    """Which vertices (N,) belong to the lower jaw."""
    return np.asarray(np.linalg.norm(part.morphs["jawOpen"], axis=1) > 0.05)


def about_mouth(ends: Floats, origin: Floats) -> NDArray[np.bool_]:
    """Edges (E,) of the lips and of the skin around them, which bend most; `ends` (E, 2, 3)."""
    p = ends - origin
    inside = (np.abs(p[:, :, 0]) < 0.38) & (p[:, :, 1] > -1.0) & (p[:, :, 1] < -0.56) & (p[:, :, 2] > 0.12)
    return np.asarray(inside.all(axis=1))


def by_ears(points: Floats, origin: Floats) -> NDArray[np.bool_]:
    """Which `points` (..., 3) lie on the ears or between them and the skull."""
    p = points - origin
    return np.asarray(
        (np.abs(p[..., 0]) > 0.62) & (np.abs(p[..., 1]) < 0.50) & (p[..., 2] < -0.30) & (p[..., 2] > -1.15)
    )
