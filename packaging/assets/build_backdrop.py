"""Paints the shop behind the consultant: a warm wall, lit shelves with frames, out of focus.

    python packaging/assets/build_backdrop.py

Needs numpy and Pillow. Nothing is taken from elsewhere; the result is the project's own.
"""

import hashlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "server/avatar/figures/shop.jpg"
WIDTH, HEIGHT = 1280, 1280
PAPER, PETROL, BRASS = (247, 244, 239), (14, 90, 87), (169, 121, 59)
RGB = tuple[int, int, int]


def _shade(colour: RGB, factor: float) -> RGB:
    red, green, blue = (min(255, int(channel * factor)) for channel in colour)
    return red, green, blue


def _wall() -> Image.Image:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    glow = np.exp(-(((x - 470) / 620) ** 2 + ((y - 330) / 560) ** 2))
    level = 0.72 + 0.22 * glow - 0.14 * (y / HEIGHT)
    colour = np.array(PAPER) * np.array([1.0, 0.965, 0.92]) * level[:, :, None]
    return Image.fromarray(colour.clip(0, 255).astype("u1"))


def _glasses(draw: ImageDraw.ImageDraw, left: float, top: float, width: float, colour: RGB, kind: int) -> None:
    lens_width, lens_height = width * 0.43, width * (0.30, 0.40, 0.34)[kind]
    line = max(3, int(width * 0.035))
    for offset in (0.0, width - lens_width):
        box = (left + offset, top, left + offset + lens_width, top + lens_height)
        if kind == 1:
            draw.ellipse(box, outline=colour, width=line)
        else:
            draw.rounded_rectangle(box, radius=lens_height * 0.42, outline=colour, width=line)
    bridge = top + lens_height * 0.30
    draw.line((left + lens_width, bridge, left + width - lens_width, bridge), fill=colour, width=line)


def _shelves(picture: Image.Image, random: np.random.Generator) -> None:
    draw = ImageDraw.Draw(picture)
    draws: list[RGB] = [(40, 34, 30), (92, 60, 38), PETROL, BRASS, (120, 116, 112), (70, 30, 30)]
    for left, right in ((-40, 395), (905, 1330)):
        draw.rectangle((left, 70, right, 1290), fill=(150, 132, 112))
        for row in range(7):
            top = 100 + row * 172
            for step in range(148):
                light = 1.05 - step / 330
                draw.line((left + 14, top + step, right - 14, top + step), fill=_shade((226, 204, 174), light))
            draw.rectangle((left, top + 148, right, top + 166), fill=(158, 122, 84))
            draw.line((left + 14, top + 2, right - 14, top + 2), fill=(255, 240, 212), width=7)
            place = left + 40 + float(random.integers(0, 30))
            while place < right - 120:
                width = float(random.integers(104, 128))
                colour = draws[int(random.integers(0, len(draws)))]
                _glasses(draw, place, top + 76, width, colour, int(random.integers(0, 3)))
                place += width + float(random.integers(22, 46))


def _panel(picture: Image.Image) -> None:
    """A narrow petrol band at one side of the wall and a brass rail along the shelves."""
    draw = ImageDraw.Draw(picture)
    draw.rectangle((846, 0, 892, HEIGHT), fill=_shade(PETROL, 1.5))
    for left in (398, 836, 896):
        draw.rectangle((left, 0, left + 7, HEIGHT), fill=_shade(BRASS, 1.25))


def _lights(random: np.random.Generator) -> Image.Image:
    """Discs of out-of-focus lamps, to be added."""
    layer = Image.new("RGB", (WIDTH, HEIGHT))
    for index in range(26):
        centre = float(random.uniform(0, WIDTH)), float(random.uniform(0, 560))
        radius = float(random.uniform(16, 40))
        strength = float(random.uniform(0.08, 0.30)) * (0.35 if 380 < centre[0] < 850 else 1.0)
        colour = _shade((255, 226, 176) if index % 5 else (200, 236, 226), strength)
        disc = Image.new("RGB", (WIDTH, HEIGHT))
        ImageDraw.Draw(disc).ellipse(
            (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius), fill=colour
        )
        layer = ImageChops.add(layer, disc)
    return layer.filter(ImageFilter.GaussianBlur(3.0))


def build() -> bytes:
    """Paint, write and return the JPEG."""
    random = np.random.default_rng(20)
    picture = _wall()
    _panel(picture)
    _shelves(picture, random)
    picture = picture.filter(ImageFilter.GaussianBlur(6.5))
    picture = ImageChops.add(picture, _lights(random))
    pixels = np.asarray(picture, float)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    vignette = 1 - 0.30 * (((x - WIDTH / 2) / WIDTH) ** 2 + ((y - HEIGHT * 0.42) / HEIGHT) ** 2) * 2
    grain = random.normal(0, 1.1, (HEIGHT, WIDTH, 1))
    pixels = (pixels * 0.90 * vignette[:, :, None] + grain).clip(0, 255)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels.astype("u1")).save(OUTPUT, "JPEG", quality=84)
    return OUTPUT.read_bytes()


if __name__ == "__main__":
    data = build()
    print(f"{OUTPUT.relative_to(ROOT)}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
