"""Corrects the face units of the mouth: lips that round, press, smile and open as a speaker's do.

The units as they come narrow the mouth by a sixth when they pucker it, open it to a diamond, press it into a smirk and
bend it at its middle when it smiles. Lengths are in half widths of the mouth, from its middle where the lips meet;
other frames as in `figure_parts`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from figure_bake import smooth
from figure_parts import Floats, Ints, Part

CORNER = 7191
"""Number of the base mesh's vertex where the left corner's lips meet."""
JAW_PARTS = (0.50, 0.355)
"""How much of the jaw's greatest fall parts the upper from the lower lip, at the middle and at the corner."""
CLOSE_SHARE = 0.757
"""How much of the jaw's fall `mouthClose` takes back."""
ROLLED_UP = 0.72
"""How much of its rise the lower lip keeps when it rolls in, so that it meets the upper teeth and hides none."""
STRAIGHT = 0.75
BINS = 14
EVEN_ROUNDS, FORWARD_ROUNDS = 3, 14
Profile = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Mouth:
    """Where each vertex of the skin lies (N,), and which vertices make the lips' inner rims.

    `side` is -1 or 1, `x` the distance to either side, `height` that over the eyes in decimetres, `up` that from the
    closing line, `depth` that behind the lips' front; `lower` is 1 on the lower lip and 0 on the upper one. `rims`
    numbers, for either lip and each step of `steps` to the side, the vertices of its rim. `half` is half the mouth's
    width in decimetres.
    """

    skin: Part
    half: float
    side: Floats
    x: Floats
    height: Floats
    up: Floats
    depth: Floats
    lower: Floats
    steps: Floats
    rims: tuple[list[Ints], list[Ints]]


def speaking(skin: Part, origin: Floats, tuck: float) -> Part:
    """The skin with corrected units; `tuck` is how far a broad lower lip is drawn up beside its middle to be round."""
    mouth = _measured(skin, origin)
    units = dict(skin.morphs)
    rounder = _bent(mouth, units["jawOpen"], 1, lower=_arch(2.9, 0.75), even=1.5)
    units["jawOpen"] = units["jawOpen"] + rounder
    units["mouthClose"] = units["mouthClose"] - CLOSE_SHARE * rounder
    funnel = units["mouthFunnel"]
    funnel = funnel + _bent(mouth, funnel, 1, upper=_arch(2.6, 0.8, 0.85, 0.6), lower=_arch(2.8, 0.7, 0.85), even=1.0)
    units["mouthFunnel"] = _even(mouth, funnel + _narrowed(mouth, 0.24) + _tucked(mouth, tuck))
    pucker = units["mouthPucker"] * (1, 1, 1.2) + _narrowed(mouth, 0.32) + _fuller(mouth, 0.30, _arch(2.0, 2.6))
    pucker = pucker + _bent(mouth, pucker, 1, upper=_arch(2.0, 1.0), lower=_arch(2.0, 1.0), even=1.0)
    units["mouthPucker"] = _even(mouth, pucker + _lowered(mouth, 0.025, _arch(2.0, 1.0)) + _tucked(mouth, tuck))
    roll = units["mouthRollLower"] * (1, ROLLED_UP, 1)
    roll = roll + sum(_bent(mouth, roll, axis, lower=_arch(3.0, 0.8)) for axis in (1, 2))
    units["mouthRollLower"] = roll
    smile = units["mouthSmileLeft"] + units["mouthSmileRight"]
    curve = _bent(mouth, smile, 1, upper=_lifted, lower=_lifted)
    press = _fuller(mouth, -0.22, _arch(3.0, 1.0))
    for name, sign in (("Left", 1), ("Right", -1)):
        own = _soft(0.5 + sign * mouth.side * mouth.x / 0.6)[:, None]
        units[f"mouthSmile{name}"] = units[f"mouthSmile{name}"] + own * curve
        units[f"mouthPress{name}"] = units[f"mouthPress{name}"] * (0.3, 0.3, 0.5) + own * press
    return replace(skin, morphs=units)


def _measured(skin: Part, origin: Floats) -> Mouth:
    corner = skin.positions[np.flatnonzero(skin.source == CORNER)[0]] - origin
    half = float(corner[0])
    p, corner = (skin.positions - origin) / half, corner / half
    x = np.abs(p[:, 0])
    fall = -skin.morphs["jawOpen"][:, 1]
    near = (x < 1) & (np.abs(p[:, 1] - corner[1]) < 0.25) & (p[:, 2] > corner[2] - 0.05)
    parting = np.interp(x, (0, 1), JAW_PARTS)
    lower = _soft((fall / fall[near].max() - parting) / (0.03 + 0.22 * np.clip(1 - x, 0, 1)) + 0.5)
    edges = np.linspace(0, 1, BINS + 1)
    rims: tuple[list[Ints], list[Ints]] = ([], [])
    for sign, of_lip, rim in ((1, lower < 0.5, rims[0]), (-1, lower >= 0.5, rims[1])):
        for low, high in pairwise(edges):
            chosen = np.flatnonzero(near & of_lip & (x >= low) & (x < high))
            rim.append(chosen[np.argsort(sign * p[chosen, 1])[:4]])
    steps = (edges[:-1] + edges[1:]) / 2
    both = [np.concatenate(pair) for pair in zip(*rims, strict=True)]
    closing = np.interp(x, steps, [p[rim, 1].mean() for rim in both])
    front = np.interp(x, steps, [p[rim, 2].max() for rim in both])
    return Mouth(
        skin, half, np.sign(p[:, 0]), x, p[:, 1] * half, p[:, 1] - closing, front - p[:, 2], lower, steps, rims
    )


def _soft(share: Floats) -> Floats:
    share = np.clip(share, 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def _arch(power: float, bow: float, width: float = 1.0, height: float = 1.0) -> Profile:
    """`height` in the middle and 0 from `width` on; an ellipse for 2 and 0.5."""
    return lambda x: height * (1 - np.clip(x / width, 0, 1) ** power) ** bow


def _lifted(x: Floats) -> Floats:
    """A smile's line: level in the middle, and rising to the corners."""
    return np.asarray(1 - x**1.8)


def _bent(
    mouth: Mouth,
    unit: Floats,
    axis: int,
    *,
    upper: Profile | None = None,
    lower: Profile | None = None,
    even: float = 0.0,
) -> Floats:
    """What to add to a unit (N, 3) so that the lips' rims move along `axis` by the given profiles.

    A profile is 1 where a rim is to move as far as its middle did, and 0 where it is to move as its corner did. `even`
    says how much of the resting rim's waves is taken out besides.
    """
    added = np.zeros_like(unit)
    reach = _reach(mouth)
    for wanted, rim, share in ((upper, mouth.rims[0], 1 - mouth.lower), (lower, mouth.rims[1], mouth.lower)):
        if wanted is None:
            continue
        now = np.array([unit[members, axis].mean() for members in rim])
        now = np.convolve(np.pad(now, 1, "edge"), (0.25, 0.5, 0.25), "valid")
        change = now[-1] + (now[0] - now[-1]) * wanted(mouth.steps) - now
        change -= even * _waves(mouth, rim)
        change *= _soft((1 - mouth.steps) / 0.2)
        along = np.interp(mouth.x, [0.0, *mouth.steps, 1.0], [change[0], *change, 0.0], right=0.0)
        added[:, axis] += along * share * reach
    added[:, axis] = smooth(added[:, axis], mouth.skin, EVEN_ROUNDS)
    return added


def _waves(mouth: Mouth, rim: list[Ints]) -> Floats:
    """How far a resting rim lies above the plain arch that fits it, at each of `mouth.steps`; 0 towards the corner."""
    height, square = np.array([mouth.height[members].mean() for members in rim]), mouth.steps**2
    inner = mouth.steps < STRAIGHT
    arch = np.polyval(np.polyfit(square[inner], height[inner], 1), square)
    return np.asarray((height - arch) * _soft((STRAIGHT - mouth.steps) / 0.3))


def _reach(mouth: Mouth) -> Floats:
    """1 about the closing line, 0 towards nose and chin and deep in the mouth (N,)."""
    away = np.where(mouth.up > 0, mouth.up / 0.50, -mouth.up / 0.85)
    return np.asarray(_soft(1.15 * (1 - away)) * _soft((0.95 - mouth.depth) / 0.35))


def _narrowed(mouth: Mouth, share: float) -> Floats:
    """What to add (N, 3) so that the corners are drawn in by `share`, with the cheeks following."""
    beyond = np.clip((mouth.x - 1) / 1.6, 0, 1)
    pull = np.where(mouth.x < 1, mouth.x, (1 - beyond) ** 2 * (1 + 2 * beyond)) * share * mouth.half
    away = np.clip(np.where(mouth.up > 0, mouth.up / 0.62, -mouth.up / 1.1) - 0.2, 0, None)
    added = np.zeros((len(mouth.x), 3))
    added[:, 0] = -mouth.side * pull * np.exp(-2.2 * away**2) * _soft((1.3 - mouth.depth) / 0.5)
    return added


def _even(mouth: Mouth, unit: Floats) -> Floats:
    """The unit (N, 3) with lips that come forward without overhanging the skin beneath."""
    forward = smooth(unit[:, 2], mouth.skin, FORWARD_ROUNDS)
    return np.stack([unit[:, 0], unit[:, 1], forward], axis=1)


def _fuller(mouth: Mouth, share: float, along: Profile) -> Floats:
    """What to add (N, 3) so that the lips grow higher by `share` times the profile `along`."""
    height = np.clip(mouth.up, -0.42, 0.30)
    fading = np.where(mouth.up > 0, _soft((0.62 - mouth.up) / 0.32), _soft((0.95 + mouth.up) / 0.5))
    added = np.zeros((len(mouth.x), 3))
    added[:, 1] = share * height * fading * along(mouth.x) * mouth.half * _soft((0.6 - mouth.depth) / 0.3)
    return added


def _lowered(mouth: Mouth, share: float, along: Profile) -> Floats:
    """What to add (N, 3) so that both lips lie lower by `share` times the profile `along`."""
    added = np.zeros((len(mouth.x), 3))
    added[:, 1] = -share * mouth.half * along(mouth.x) * _reach(mouth)
    return added


def _tucked(mouth: Mouth, share: float) -> Floats:
    """What to add (N, 3) so that the lower lip's outline rises by `share` beside its middle."""
    beside = np.exp(-(((mouth.x - 0.52) / 0.2) ** 2))
    below = _soft((-mouth.up - 0.1) / 0.25) * _soft((0.95 + mouth.up) / 0.5)
    added = np.zeros((len(mouth.x), 3))
    added[:, 1] = share * mouth.half * beside * below
    return added
