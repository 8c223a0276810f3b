"""Paints the shop behind the consultant: lit walnut shelves with frames, pendant lamps, a bright window, out of focus.

    python packaging/assets/build_backdrop.py

Needs numpy and Pillow. Nothing is taken from elsewhere; the result is the project's own. The room is drawn sharp in
linear light, so that lamps may be far brighter than white, and each depth is blurred by the disc of a wide lens.
Places are metres: x to the viewer's right and y up from the eyes, depth away from the camera.
"""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "server/avatar/figures/shop.jpg"
SIZE = 1440
EYES = 0.42
WIDE = 0.5
"""The picture's side in metres at a depth of one metre."""
Floats = NDArray[np.float64]
Point = tuple[float, float, float]
Colour = tuple[float, float, float]
WALNUT: Colour = (0.085, 0.046, 0.027)
PANEL: Colour = (0.58, 0.38, 0.215)
BULB: Colour = (1.0, 0.70, 0.40)
DAYLIGHT: Colour = (1.0, 0.93, 0.80)
FRAMES: tuple[Colour, ...] = (
    (0.018, 0.014, 0.012),
    (0.095, 0.040, 0.016),
    (0.010, 0.085, 0.080),
    (0.26, 0.155, 0.055),
    (0.090, 0.012, 0.022),
    (0.15, 0.145, 0.14),
)


def _lit(colour: Colour, level: float) -> Colour:
    red, green, blue = colour
    return red * level, green * level, blue * level


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


class Layer:
    """Everything at about one depth: linear light times cover (SIZE, SIZE, 3), and the cover (SIZE, SIZE)."""

    def __init__(self) -> None:
        self.light = np.zeros((SIZE, SIZE, 3))
        self.cover = np.zeros((SIZE, SIZE))

    def _paint(self, mask: Image.Image, colour: Colour) -> None:
        found = mask.getbbox()
        if found is None:
            return
        left, top, right, bottom = found
        share = np.asarray(mask.crop(found), float) / 255
        spot = slice(top, bottom), slice(left, right)
        self.light[spot] = self.light[spot] * (1 - share[:, :, None]) + share[:, :, None] * np.array(colour)
        self.cover[spot] = self.cover[spot] * (1 - share) + share

    def area(self, corners: list[Point], colour: Colour) -> None:
        """Fill a flat shape given by its corners."""
        mask = Image.new("L", (SIZE, SIZE))
        ImageDraw.Draw(mask).polygon([_seen(corner) for corner in corners], fill=255)
        self._paint(mask, colour)

    def ball(self, centre: Point, radius: float, colour: Colour, high: float = 1.0) -> None:
        """Fill a ball, or an upright ellipsoid `high` times as high as wide."""
        (x, y), reach = _seen(centre), radius / (WIDE * centre[2]) * SIZE
        mask = Image.new("L", (SIZE, SIZE))
        ImageDraw.Draw(mask).ellipse((x - reach, y - reach * high, x + reach, y + reach * high), fill=255)
        self._paint(mask, colour)

    def ring(self, centre: Point, half: tuple[float, float], thick: float, colour: Colour) -> None:
        """Draw the outline of an ellipse with half-axes `half`."""
        (x, y), per_metre = _seen(centre), SIZE / (WIDE * centre[2])
        across, up = half[0] * per_metre, half[1] * per_metre
        mask = Image.new("L", (SIZE, SIZE))
        box = (x - across, y - up, x + across, y + up)
        ImageDraw.Draw(mask).ellipse(box, outline=255, width=max(2, round(thick * per_metre)))
        self._paint(mask, colour)


def _seen(place: Point) -> tuple[float, float]:
    x, y, depth = place
    return (0.5 + x / (WIDE * depth)) * SIZE, (EYES - y / (WIDE * depth)) * SIZE


@dataclass(frozen=True)
class Shelves:
    """An upright wall of shelves from its `near` end to its `far` one, each (x, depth)."""

    near: tuple[float, float]
    far: tuple[float, float]
    light: float

    def at(self, share: float, height: float, out: float = 0.0) -> Point:
        """A place `share` of the way to the far end, `out` metres before the wall."""
        (x0, d0), (x1, d1) = self.near, self.far
        return x0 + (x1 - x0) * share, height, d0 + (d1 - d0) * share - out


def _glasses(layer: Layer, middle: Point, across: float, colour: Colour, random: np.random.Generator) -> None:
    x, y, depth = middle
    half = across * 0.22, across * float(random.uniform(0.15, 0.20))
    for side in (-1, 1):
        layer.ring((x + side * across * 0.27, y, depth), half, across * 0.085, colour)
        if random.random() < 0.22:
            glint = (x + side * across * 0.27 + half[0] * 0.5, y + half[1] * 0.5, depth)
            layer.ball(glint, 0.0035, _lit(BULB, float(random.uniform(6.0, 22.0))))
    bridge = [(x + dx, y + dy, depth) for dx, dy in ((-0.01, 0.016), (0.01, 0.016), (0.01, 0.006), (-0.01, 0.006))]
    layer.area(bridge, colour)


def _stock(layer: Layer, shelves: Shelves, random: np.random.Generator) -> None:
    """Boards, lit compartments and what stands in them."""
    pitch, board, strips = 0.36, 0.030, 18
    layer.area([shelves.at(s, h) for s, h in ((-0.1, 2.2), (1, 2.2), (1, -2.2), (-0.1, -2.2))], WALNUT)
    for row in range(-6, 6):
        bottom, top = row * pitch + 0.07, (row + 1) * pitch + 0.07 - board
        for strip in range(strips):
            low, high = (top - (top - bottom) * (strip + step) / strips for step in (1, 0))
            glow = shelves.light * (0.10 + 1.75 * np.exp(-strip / strips * 2.5))
            colour = _lit(_mixed(PANEL, BULB, 0.25 * np.exp(-strip / 3.0)), float(glow))
            layer.area([shelves.at(s, h) for s, h in ((-0.1, high), (0.97, high), (0.97, low), (-0.1, low))], colour)
        edge = [
            shelves.at(s, h, 0.10)
            for s, h in ((-0.1, bottom), (1, bottom), (1, bottom - board), (-0.1, bottom - board))
        ]
        layer.area(edge, _lit(WALNUT, 2.6))
        lamp = [shelves.at(s, h, 0.05) for s, h in ((0, top), (0.97, top), (0.97, top - 0.009), (0, top - 0.009))]
        layer.area(lamp, _lit(BULB, 5.0 * shelves.light))
        place = float(random.uniform(0.01, 0.08))
        while place < 0.93:
            foot = shelves.at(place, bottom + 0.075, 0.06)
            _glasses(layer, foot, 0.175, FRAMES[int(random.integers(len(FRAMES)))], random)
            place += float(random.uniform(0.13, 0.21))
    for share in (0.0, 0.5, 0.985):
        post = [
            shelves.at(s, h, 0.05)
            for s, h in ((share, 2.2), (share + 0.018, 2.2), (share + 0.018, -2.2), (share, -2.2))
        ]
        layer.area(post, _lit(WALNUT, 1.6))


def _far_room() -> Layer:
    """The far wall in a pool of light, a window with daylight at the right, and a counter."""
    layer, depth = Layer(), 8.0
    tones = 60
    for step in range(tones):
        left, right = (-2.4 + 4.8 * (step + edge) / tones for edge in (0, 1))
        centre = (left + right) / 2
        level = 0.075 + 0.125 * np.exp(-(((centre + 0.15) / 0.85) ** 2))
        for part in range(24):
            high, low = (2.2 - 4.2 * (part + edge) / 24 for edge in (0, 1))
            fall = 0.72 + 0.5 * np.exp(-((((high + low) / 2 - 0.75) / 0.8) ** 2))
            layer.area(
                [(left, high, depth), (right, high, depth), (right, low, depth), (left, low, depth)],
                _lit((1.0, 0.74, 0.50), float(level * fall)),
            )
    for left, right in ((0.50, 0.68), (0.72, 0.90)):
        layer.area(
            [(left, 1.0, depth), (right, 1.0, depth), (right, -0.62, depth), (left, -0.62, depth)], _lit(DAYLIGHT, 0.50)
        )
    layer.area([(-2, -0.72, 7.2), (2, -0.72, 7.2), (2, -0.80, 7.2), (-2, -0.80, 7.2)], _lit(WALNUT, 3.0))
    layer.area([(-2, -0.80, 7.2), (2, -0.80, 7.2), (2, -2.4, 7.2), (-2, -2.4, 7.2)], (0.012, 0.062, 0.060))
    return layer


def _lamps(random: np.random.Generator) -> Layer:
    """Pendants in a row, small spots along the ceiling, reflections on the counter."""
    layer = Layer()
    for x, y, depth, strength in ((-0.62, 1.10, 6.4, 15.0), (0.06, 1.18, 7.0, 13.0), (0.66, 1.10, 6.6, 12.0)):
        layer.area(
            [(x - 0.006, 2.4, depth), (x + 0.006, 2.4, depth), (x + 0.006, y, depth), (x - 0.006, y, depth)], WALNUT
        )
        layer.ball((x, y, depth), 0.052, _lit(BULB, strength * 0.55))
    for _ in range(16):
        spot = float(random.uniform(-1.5, 1.5)), float(random.uniform(0.55, 1.55)), 6.9
        layer.ball(
            spot, 0.010, _lit(_mixed(BULB, (1.0, 0.92, 0.80), float(random.random())), float(random.uniform(8, 34)))
        )
    for _ in range(9):
        spot = float(random.uniform(0.5, 1.3) * random.choice((-1, 1))), float(random.uniform(-0.70, -0.45)), 6.9
        layer.ball(spot, 0.008, _lit(BULB, float(random.uniform(6, 22))))
    return layer


def _plant(random: np.random.Generator) -> Layer:
    layer = Layer()
    for _ in range(110):
        x, y = 0.86 + float(random.normal(0, 0.11)), -0.52 + float(random.normal(0, 0.17))
        green = _lit((0.075, 0.105, 0.05), float(random.uniform(0.15, 1.3)))
        layer.ball((x, y, 5.6), float(random.uniform(0.016, 0.04)), green, float(random.uniform(0.8, 2.6)))
    return layer


def _blurred(values: Floats, radius: float) -> Floats:
    """Spread (SIZE, SIZE) over a disc of `radius` pixels with a slightly brighter rim, the border repeated."""
    room = 2 * int(radius) + 4
    padded = np.pad(values, room, mode="edge")
    side = padded.shape[0]
    away = np.minimum(np.arange(side), side - np.arange(side))
    reach = np.hypot(away[:, None], away[None])
    disc = np.clip(radius + 0.5 - reach, 0, 1) * (0.85 + 0.3 * np.clip(reach / radius, 0, 1) ** 4)
    spread = np.fft.irfft2(np.fft.rfft2(padded) * np.fft.rfft2(disc / disc.sum()), (side, side))
    return np.asarray(np.clip(spread[room:-room, room:-room], 0, None))


def _over(below: Floats, layer: Layer, radius: float) -> Floats:
    """Lay a layer, out of focus by `radius`, over what lies behind it."""
    light = np.stack([_blurred(layer.light[:, :, channel], radius) for channel in range(3)], axis=2)
    return np.asarray(below * (1 - np.clip(_blurred(layer.cover, radius), 0, 1)[:, :, None]) + light)


def build() -> bytes:
    """Paint, write and return the JPEG."""
    random = np.random.default_rng(20)
    picture = _over(np.zeros((SIZE, SIZE, 3)), _far_room(), 30)
    picture = _over(picture, _lamps(random), 27)
    picture = _over(picture, _plant(random), 15)
    for shelves in (Shelves((-1.32, 4.3), (-0.66, 6.6), 0.62), Shelves((1.46, 4.6), (1.00, 6.4), 0.52)):
        layer = Layer()
        _stock(layer, shelves, random)
        picture = _over(picture, layer, 10.0)
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    away = ((x - 0.5) / 0.62) ** 2 + ((y - 0.40) / 0.72) ** 2
    picture *= (1 - 0.42 * np.clip(away, 0, 1.2))[:, :, None]
    halo = np.stack([_blurred(picture[:, :, channel], 90) for channel in range(3)], axis=2)
    picture = picture * 0.90 + halo * 0.10
    grey = picture.mean(axis=2, keepdims=True)
    picture = np.clip(grey + 1.18 * (picture - grey), 0, None) ** 1.10
    toned = picture * (1.18 + picture * 0.20) / (0.80 + picture)
    encoded = np.where(toned <= 0.0031308, 12.92 * toned, 1.055 * np.maximum(toned, 1e-9) ** (1 / 2.4) - 0.055)
    grain = random.normal(0, 0.0035, (SIZE, SIZE, 1))
    out = io.BytesIO()
    Image.fromarray(((encoded + grain).clip(0, 1) * 255).round().astype("u1")).save(out, "JPEG", quality=84)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_bytes(out.getvalue())
    return out.getvalue()


if __name__ == "__main__":
    data = build()
    print(f"{OUTPUT.relative_to(ROOT)}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
