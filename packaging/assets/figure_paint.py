"""Paints detail onto the skin by where on the head a texel lies: lids, lips, hairline, lines of age, fine mottling.

Places are relative to the eyes' midpoint in decimetres, x to the figure's left, y up, z towards the viewer.
"""

from dataclasses import dataclass

import numpy as np
from figure_parts import Floats, Part
from numpy.typing import NDArray
from PIL import Image, ImageFilter

VOXEL = 0.025
EYEBALL = 0.158
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class SkinPaint:
    """What is painted: colours are factors on the skin's RGB, strengths 0..1.

    `lips` and `lids` tint those; `liner` is how dark the roots of the lashes are; `hair` is the scalp's colour under
    the hair; `age` the depth of lines; `freckles` how many of them show; `stubble` shades the jaw.
    """

    lips: tuple[float, float, float]
    lids: tuple[float, float, float]
    liner: float
    hair: tuple[float, float, float]
    age: float
    freckles: float


@dataclass(frozen=True)
class SkinMap:
    """The place (H, W, 3) that each texel of the atlas shows, and which texels show any (H, W)."""

    place: Floats
    shown: Mask


def skin_map(part: Part, origin: Floats, size: int) -> SkinMap:
    """Draw the skin's triangles into its own atlas of `size` x `size` texels, and a little over their edges."""
    place, shown = np.zeros((size, size, 3)), np.zeros((size, size), bool)
    corners = part.uv[part.triangles] * size - 0.5
    spots = part.positions[part.triangles] - origin
    low = np.clip(np.floor(corners.min(axis=1)), 0, size - 1).astype(int)
    high = np.clip(np.ceil(corners.max(axis=1)), 0, size - 1).astype(int)
    for (a, b, c), where, (x0, y0), (x1, y1) in zip(corners, spots, low, high, strict=True):
        (ux, uy), (vx, vy) = b - a, c - a
        area = ux * vy - uy * vx
        if abs(area) < 1e-9:
            continue
        y, x = np.mgrid[y0 : y1 + 1, x0 : x1 + 1]
        s = ((x - a[0]) * vy - (y - a[1]) * vx) / area
        t = ((y - a[1]) * ux - (x - a[0]) * uy) / area
        inside = (s > -0.02) & (t > -0.02) & (s + t < 1.02)
        place[y[inside], x[inside]] = (
            where[0] + np.outer(s[inside], where[1] - where[0]) + np.outer(t[inside], where[2] - where[0])
        )
        shown[y[inside], x[inside]] = True
    for step in ((0, 1), (0, -1), (1, 0), (-1, 0)) * 3:
        from_there = np.roll(shown, step, axis=(0, 1)) & ~shown
        place = np.where(from_there[:, :, None], np.roll(place, step, axis=(0, 1)), place)
        shown = shown | from_there
    return SkinMap(place, shown)


def one_tone(image: Image.Image, skin: SkinMap, head: Mask) -> Image.Image:
    """The atlas with the body's part in the head's tone; `head` (H, W) marks the texels of the head's part."""
    pixels = np.asarray(image.convert("RGB"), float)
    low = float(skin.place[:, :, 1][head].min())
    band = skin.shown & (np.abs(skin.place[:, :, 1] - low) < 0.35) & (np.abs(skin.place[:, :, 0]) < 0.5)
    ratio = pixels[band & head].mean(axis=0) / pixels[band & ~head].mean(axis=0)
    return Image.fromarray(np.rint(np.where(head[:, :, None], pixels, np.clip(pixels * ratio, 0, 255))).astype("u1"))


def paint_skin(
    image: Image.Image, skin: SkinMap, paint: SkinPaint, hair: Floats, lashes: Floats, eyes: Floats
) -> Image.Image:
    """The atlas with `paint` on it.

    `hair` (K, 3) are points of the hair, `lashes` (L, 3) the roots of the lashes, `eyes` (2, 3) the eyeballs' centres.
    """
    pixels = np.asarray(image.convert("RGB"), float) / 255
    random = np.random.default_rng(11)
    p = skin.place
    x, y, z = np.abs(p[:, :, 0]), p[:, :, 1], p[:, :, 2]
    front = skin.shown & (z > -0.6)
    pixels = _mottled(pixels, front, random, paint.freckles, x, y)
    pixels = _lips(pixels, skin, paint.lips, random)
    pixels = _lines(pixels, x, y, front, paint.age)
    smooth = np.stack([_soft(pixels[:, :, channel], 7.0) for channel in range(3)], axis=2)
    pixels = pixels + np.where(skin.shown, _step(-y, 1.55, 1.95), 0)[:, :, None] * (smooth - pixels)
    lid = front & (x > 0.10) & (x < 0.56) & (y > -0.02) & (y < 0.22)
    plain = np.stack([_soft(pixels[:, :, channel], 12.0) for channel in range(3)], axis=2)
    calm = np.where(lid, _bump(x, 0.32, 0.20) * _bump(y, 0.085, 0.085), 0)[:, :, None]
    pixels = pixels + np.minimum(calm * 1.4, 1) * (plain - pixels)
    pixels = _lids(pixels, skin, eyes, paint.lids)
    pixels = _lash_lines(pixels, skin, paint.liner, lashes)
    pixels = _rims(pixels, skin, eyes)
    return Image.fromarray(np.rint(np.clip(_scalp(pixels, skin, paint.hair, hair, random), 0, 1) * 255).astype("u1"))


def _bump(values: Floats, centre: float, width: float) -> Floats:
    return np.asarray(np.exp(-(((values - centre) / width) ** 2)))


def _step(values: Floats, low: float, high: float) -> Floats:
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def _soft(values: Floats, radius: float) -> Floats:
    picture = Image.fromarray(np.rint(np.clip(values, 0, 1) * 255).astype("u1"))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(radius)), float) / 255


def _noise(random: np.random.Generator, shape: tuple[int, int], radius: float) -> Floats:
    soft = _soft(random.random(shape), radius)
    return np.asarray((soft - soft.mean()) / max(float(soft.std()), 1e-6))


def _mottled(pixels: Floats, front: Mask, random: np.random.Generator, freckles: float, x: Floats, y: Floats) -> Floats:
    shape = pixels.shape[0], pixels.shape[1]
    pores = _noise(random, shape, 0.9)
    patches = _noise(random, shape, 14.0)
    warm = np.stack([patches * 0.012, -patches * 0.010, -patches * 0.012], axis=2)
    lids = front & (x > 0.08) & (x < 0.58) & (y > -0.02) & (y < 0.26)
    calm = (1 - _soft(lids.astype(float), 3.0))[:, :, None]
    pixels = pixels * (1 + calm * (0.010 * pores[:, :, None] + warm))
    spots = _step(_noise(random, shape, 2.2), 1.75, 2.6)
    region = np.where(front, _bump(x, 0.25, 0.34) * _bump(y, -0.32, 0.22), 0)
    return np.asarray(pixels * (1 - (freckles * spots * region)[:, :, None] * np.array([0.14, 0.24, 0.30])))


def _lips(pixels: Floats, skin: SkinMap, colour: tuple[float, float, float], random: np.random.Generator) -> Floats:
    p = skin.place
    x, y, z = np.abs(p[:, :, 0]), p[:, :, 1], p[:, :, 2]
    mouth = skin.shown & (x < 0.36) & (y > -0.86) & (y < -0.54) & (z > 0.0)
    around = skin.shown & (x > 0.40) & (x < 0.52) & (y > -0.86) & (y < -0.54) & (z > -0.2)
    redness = pixels[:, :, 0] - pixels[:, :, 1]
    usual = float(np.median(redness[around]))
    most = float(np.percentile(redness[mouth], 97))
    mask = np.where(mouth, _step(redness, usual + 0.25 * (most - usual), usual + 0.75 * (most - usual)), 0)
    mask = _soft(mask, 2.0) * mouth
    creases = np.interp(p[:, :, 0], np.linspace(-0.4, 0.4, 161), random.standard_normal(161))
    tinted = pixels * np.array(colour) * (1 + 0.03 * creases[:, :, None])
    wet = _bump(y, -0.765, 0.022) * _bump(x, 0.0, 0.13) + 0.5 * _bump(y, -0.655, 0.012) * _bump(x, 0.05, 0.05)
    tinted = tinted + 0.07 * wet[:, :, None] * np.array([1.0, 0.95, 0.93])
    pixels = pixels + mask[:, :, None] * (tinted - pixels)
    corner = _bump(x, 0.30, 0.10) * mouth * (1 - _step(pixels.mean(axis=2), 0.30, 0.55))
    return np.asarray(pixels + corner[:, :, None] * (np.array(colour) * (0.55, 0.36, 0.32) - pixels))


def _lines(pixels: Floats, x: Floats, y: Floats, front: Mask, depth: float) -> Floats:
    """Lines from nose to mouth, at the outer corners of the eyes, below the eyes and across the forehead."""
    fold = np.interp(y, (-0.80, -0.70, -0.55, -0.42), (0.40, 0.385, 0.31, 0.22))
    along = _step(y, -0.84, -0.70) * (1 - _step(y, -0.46, -0.38))
    dark = 0.9 * _bump(x, fold, 0.016) * along - 0.5 * _bump(x, fold + 0.035, 0.022) * along
    for rise in (-0.32, 0.0, 0.34):
        line = 0.02 + rise * (x - 0.52)
        dark = dark + 0.55 * _bump(y, line, 0.007) * _step(x, 0.54, 0.58) * (1 - _step(x, 0.60, 0.68))
    bag = -0.165 - 0.55 * (x - 0.30) ** 2
    dark = dark + 0.45 * _bump(y, bag, 0.014) * _step(x, 0.14, 0.22) * (1 - _step(x, 0.36, 0.48))
    for height in (0.52, 0.60, 0.69):
        dark = dark + 0.30 * _bump(y, height + 0.05 * np.cos(6 * x), 0.009) * (1 - _step(x, 0.22, 0.40))
    share = np.where(front, depth * dark, 0)[:, :, None]
    return np.asarray(pixels * (1 - share * np.array([0.12, 0.17, 0.18])))


def _lids(pixels: Floats, skin: SkinMap, eyes: Floats, colour: tuple[float, float, float]) -> Floats:
    """The upper lids, which show at each blink, in the tone of the skin around the eyes."""
    p = skin.place
    x, y = np.abs(p[:, :, 0]), p[:, :, 1]
    around = skin.shown & (x > 0.18) & (x < 0.50) & (y > -0.42) & (y < -0.24) & (p[:, :, 2] > -0.3)
    tone = np.median(pixels[around], axis=0) * np.array(colour)
    away = np.stack([np.linalg.norm(p - eye, axis=2) for eye in eyes]).min(axis=0)
    lid = np.where(skin.shown & (y > -0.02), 1 - _step(away, EYEBALL + 0.035, EYEBALL + 0.11), 0)
    return np.asarray(pixels + 0.8 * _soft(lid, 2.0)[:, :, None] * (tone - pixels))


def _lash_lines(pixels: Floats, skin: SkinMap, liner: float, lashes: Floats) -> Floats:
    """Darken the lids' rims where the lashes grow."""
    p = skin.place
    near = skin.shown & (np.abs(p[:, :, 0]) < 0.6) & (np.abs(p[:, :, 1]) < 0.22) & (p[:, :, 2] > -0.25)
    rows, columns = np.nonzero(near)
    spots = p[rows, columns]
    nearest = np.concatenate(
        [np.linalg.norm(chunk[:, None] - lashes[None], axis=2).min(axis=1) for chunk in np.array_split(spots, 200)]
    )
    upper = _step(spots[:, 1], -0.06, 0.0)
    dark = liner * np.exp(-((nearest / 0.020) ** 2)) * (0.30 + 0.70 * upper)
    pixels = pixels.copy()
    pixels[rows, columns] *= 1 - dark[:, None] * np.array([0.72, 0.80, 0.84])
    return pixels


def _rims(pixels: Floats, skin: SkinMap, eyes: Floats) -> Floats:
    """The moist lower rims of the eyes, which are redder and darker than skin."""
    p = skin.place
    away = np.stack([np.linalg.norm(p - eye, axis=2) for eye in eyes]).min(axis=0)
    rim = np.where(skin.shown & (p[:, :, 1] < 0.02), 1 - _step(away, EYEBALL, EYEBALL + 0.022), 0)
    return np.asarray(pixels * (1 - _soft(rim, 1.0)[:, :, None] * np.array([0.22, 0.42, 0.44])))


def _scalp(
    pixels: Floats, skin: SkinMap, colour: tuple[float, float, float], hair: Floats, random: np.random.Generator
) -> Floats:
    """Shade the skin under and close to the hair with the hair's colour, finely broken up at its edge."""
    low = hair.min(axis=0) - 0.3
    shape = tuple(np.ceil((hair.max(axis=0) + 0.3 - low) / VOXEL).astype(int))
    density = np.zeros(shape)
    cells = ((hair - low) / VOXEL).astype(int)
    density[cells[:, 0], cells[:, 1], cells[:, 2]] = 1.0
    for axis in (0, 1, 2) * 2:
        density = sum(np.roll(density, shift, axis) for shift in (-1, 0, 1)) / 3
    p = skin.place
    at = np.floor((p - low) / VOXEL).astype(int)
    inside = skin.shown & (at >= 0).all(axis=2) & (at < np.array(shape)).all(axis=2) & (p[:, :, 1] > -0.15)
    at = np.clip(at, 0, np.array(shape) - 1)
    cover = np.where(inside, density[at[:, :, 0], at[:, :, 1], at[:, :, 2]], 0)
    strands = _noise(random, skin.shown.shape, 1.0) * 0.5 + _noise(random, skin.shown.shape, 3.0) * 0.5
    share = _soft(_step(cover * (1 + 0.35 * strands), 0.01, 0.22), 2.4) * 0.75
    return np.asarray(pixels + share[:, :, None] * (np.array(colour) - pixels))
