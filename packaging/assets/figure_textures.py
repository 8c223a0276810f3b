"""Prepares a figure's textures: the skin atlas, irises of true size, tinted hair and cloth."""

import io
from pathlib import Path

import numpy as np
from figure_parts import Floats
from numpy.typing import NDArray
from PIL import Image, ImageFilter

ATLAS = 1024
HEAD_BOX = (318, 85, 512, 445)
HEAD_PLACE = (0, 0, 544, 1008)
INSIDE = 0.97
STILL = 1e-7
ALPHAS = 16
BODY_PLACE = (544, 0, 1024, 480)


def encode_jpeg(image: Image.Image, quality: int = 88) -> bytes:
    """JPEG bytes without colour subsampling."""
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()


def encode_png(image: Image.Image) -> bytes:
    """PNG bytes."""
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def encode_palette(image: Image.Image) -> bytes:
    """PNG bytes with a palette: 16 steps of alpha, each with colours of its own, most of them for what is opaque."""
    pixels = np.asarray(image.convert("RGBA"))
    level = np.rint(pixels[:, :, 3] / 255 * (ALPHAS - 1)).astype(int)
    numbers, colours, alphas = np.zeros(level.shape, np.uint8), [], []
    for step in range(ALPHAS):
        rows, columns = np.nonzero(level == step)
        if not len(rows):
            continue
        few = {0: 24, ALPHAS - 1: 112}.get(step, 8)
        strip = Image.fromarray(pixels[rows, columns, :3][None]).quantize(few, Image.Quantize.MEDIANCUT, kmeans=2)
        palette = np.array(strip.getpalette(), np.uint8).reshape(-1, 3)[:few]
        numbers[rows, columns] = np.asarray(strip)[0] + len(alphas)
        colours.append(palette)
        alphas += [round(step * 255 / (ALPHAS - 1))] * len(palette)
    flat = Image.fromarray(numbers, "P")
    flat.putpalette(np.concatenate(colours).tobytes())
    out = io.BytesIO()
    flat.save(out, "PNG", optimize=True, transparency=bytes(alphas))
    return out.getvalue()


def atlas_uv(uv: Floats, head: NDArray[np.bool_]) -> Floats:
    """Where texture coordinates (N, 2) of the original skin lie in the atlas; `head` (N,) marks the head's island."""
    box = np.where(head[:, None], HEAD_BOX, (0, 0, 512, 512)) / 512
    place = np.where(head[:, None], HEAD_PLACE, BODY_PLACE) / ATLAS
    share = (uv - box[:, :2]) / (box[:, 2:] - box[:, :2])
    return np.asarray(place[:, :2] + share * (place[:, 2:] - place[:, :2]))


def skin_atlas(
    path: Path, *, warmth: tuple[float, float, float], seed: int, zoom: float = 1.0, grain: float = 1.0
) -> Image.Image:
    """The head's part of a skin texture enlarged, given pores and mottling, beside the whole body.

    The atlas has `zoom` times `ATLAS` pixels a side; `grain` says how much the skin varies.
    """
    source = Image.open(path).convert("RGB")
    size = round(ATLAS * zoom)
    head_place, body_place = ([round(edge * zoom) for edge in place] for place in (HEAD_PLACE, BODY_PLACE))
    atlas = Image.new("RGB", (size, size))
    head = source.crop(HEAD_BOX).resize((head_place[2], head_place[3]), Image.Resampling.BICUBIC)
    body = source.resize((body_place[2] - body_place[0], body_place[3]), Image.Resampling.LANCZOS)
    atlas.paste(body, (body_place[0], body_place[1]))
    atlas.paste(head, (0, 0))
    pixels = np.asarray(atlas, float) / 255
    random = np.random.default_rng(seed)
    pores = _noise(random, 1.1, size) * 0.020
    mottle = _noise(random, 9.0 * zoom, size) * 0.014
    flush = _noise(random, 22.0 * zoom, size) * 0.012
    pixels = pixels * (1 + grain * (pores + mottle))[:, :, None]
    pixels[:, :, 0] += flush * 0.5
    pixels[:, :, 1] -= flush * 0.5
    pixels = pixels * np.array(warmth)
    return Image.fromarray(np.rint(np.clip(pixels, 0, 1) * 255).astype("u1"))


def _noise(random: np.random.Generator, radius: float, size: int) -> Floats:
    raw = Image.fromarray(random.integers(0, 256, (size, size)).astype("u1"))
    soft = np.asarray(raw.filter(ImageFilter.GaussianBlur(radius)), float)
    return np.asarray((soft - soft.mean()) / max(soft.std(), 1e-6))


def tint(image: Image.Image, colour: tuple[float, float, float], contrast: float = 1.0) -> Image.Image:
    """Recolour by brightness: the mean brightness of opaque pixels becomes `colour` (0..1), alpha stays."""
    pixels = np.asarray(image.convert("RGBA"), float) / 255
    grey = pixels[:, :, :3] @ np.array([0.3, 0.59, 0.11])
    opaque = pixels[:, :, 3] > 0.5
    relative = grey / max(float(grey[opaque].mean()), 1e-3)
    relative = np.clip(1 + (relative - 1) * contrast, 0, 2.2)
    rgb = np.clip(relative[:, :, None] * np.array(colour), 0, 1)
    return Image.fromarray(np.rint(np.dstack([rgb, pixels[:, :, 3]]) * 255).astype("u1"), "RGBA")


def strands(
    image: Image.Image, colour: tuple[float, float, float], light: tuple[float, float, float], contrast: float
) -> Image.Image:
    """Hair in two tones: the picture's own strands without its broad light and shade, in locks of `colour` and `light`.

    The edges' alpha is enlarged twice, so that single strands stay fine; 64 steps a channel keep the file small.
    """
    large = image.convert("RGBA").resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    pixels = np.asarray(large, float) / 255
    grey = pixels[:, :, :3] @ np.array([0.3, 0.59, 0.11])
    solid = (pixels[:, :, 3] > 0.35).astype(float)
    broad = _blur(grey * solid, 18) / np.maximum(_blur(solid, 18), 0.02)
    fine = np.clip(1 + (grey / np.maximum(broad, 0.03) - 1) * contrast, 0.45, 1.6)
    random, way = np.random.default_rng(3), _strand_angle(grey, solid)
    single, thin = (_combed(random, way, radius, reach) for radius, reach in ((0.7, 20), (1.5, 34)))
    locks = _combed(random, way, 5.0, 60)
    fine = np.clip(fine * (1 + 0.055 * single + 0.075 * thin), 0.4, 1.75)
    share = (1 / (1 + np.exp(-1.3 * (locks * 0.7 + (fine - 1) * 6.0))))[:, :, None]
    rgb = fine[:, :, None] * (np.array(colour) * (1 - share) + np.array(light) * share)
    alpha = np.clip((pixels[:, :, 3] - 0.14) / 0.72, 0, 1)
    steps = np.rint(np.clip(np.dstack([rgb, alpha]), 0, 1) * 63) * (255 / 63)
    return Image.fromarray(np.rint(steps).astype("u1"), "RGBA")


def _strand_angle(grey: Floats, solid: Floats) -> Floats:
    """The direction (H, W), in radians from the x axis, in which strands run: across the picture's steepest change.

    Where nothing changes they run down. Rounded, since the last bits of sines and exponentials differ by processor.
    """
    down, across = np.gradient(grey) * (_smooth(solid, 3) > INSIDE)
    xx, yy, xy = (_smooth(product, 11) for product in (across * across, down * down, across * down))
    angle = np.where(xx + yy > STILL, 0.5 * np.arctan2(2 * xy, xx - yy), 0)
    return np.asarray(np.round(angle, 3) + np.pi / 2)


def _combed(random: np.random.Generator, way: Floats, radius: float, reach: int) -> Floats:
    """Noise of unit deviation drawn out along `way` (H, W) by `reach` pixels to both sides."""
    height, width = way.shape
    noise = _smooth(random.standard_normal(way.shape), radius)
    total = noise.copy()
    for sign in (1, -1):
        y, x = np.mgrid[0:height, 0:width].astype(float)
        dx, dy = np.cos(way) * sign, np.sin(way) * sign
        for _ in range(reach // 2):
            row, column = np.clip(y, 0, height - 1).astype(int), np.clip(x, 0, width - 1).astype(int)
            ahead_x, ahead_y = np.cos(way[row, column]), np.sin(way[row, column])
            turn = np.where(ahead_x * dx + ahead_y * dy < 0, -1, 1)
            dx, dy = ahead_x * turn, ahead_y * turn
            x, y = x + 2 * dx, y + 2 * dy
            total += noise[np.clip(y, 0, height - 1).astype(int), np.clip(x, 0, width - 1).astype(int)]
    return np.asarray((total - total.mean()) / total.std())


def _smooth(values: Floats, radius: float) -> Floats:
    """Values (H, W) of any range blurred by a Gaussian, as if the picture were repeated around itself."""
    down, across = np.fft.fftfreq(values.shape[0])[:, None], np.fft.rfftfreq(values.shape[1])
    weight = np.exp(-2 * (np.pi * radius) ** 2 * (down**2 + across**2))
    return np.asarray(np.fft.irfft2(np.fft.rfft2(values) * weight, s=values.shape))


def fainter(image: Image.Image, share: float) -> Image.Image:
    """The picture with its alpha times `share`, 1 at most."""
    pixels = np.minimum(np.asarray(image.convert("RGBA"), float) * np.array([1, 1, 1, share]), 255)
    return Image.fromarray(np.rint(pixels).astype("u1"), "RGBA")


def fuller(image: Image.Image) -> Image.Image:
    """A brow without the single long hairs at its tail: only what stands close together stays."""
    pixels = np.asarray(image.convert("RGBA"), float) / 255
    alpha = pixels[:, :, 3]
    close = np.clip((_blur(alpha, 7) - 0.16) / 0.16, 0, 1)
    soft = 0.75 * alpha * close + 0.22 * _blur(alpha, 5) * close
    return Image.fromarray(np.rint(np.dstack([pixels[:, :, :3], np.clip(soft, 0, 1)]) * 255).astype("u1"), "RGBA")


def whiter(image: Image.Image) -> Image.Image:
    """Teeth without their grey cast; gums, which are red, stay."""
    pixels = np.asarray(image.convert("RGB"), float) / 255
    red = np.clip((pixels[:, :, 0] - pixels[:, :, 1] - 0.08) * 8, 0, 1)[:, :, None]
    white = np.clip(pixels.mean(axis=2, keepdims=True) * 0.55 + 0.47, 0, 1) * np.array([1.0, 0.965, 0.90])
    gums = pixels * np.array([0.85, 0.72, 0.72])
    return Image.fromarray(np.rint((white * (1 - red) + gums * red) * 255).astype("u1"))


def bleed(image: Image.Image) -> Image.Image:
    """Spread the colour of opaque pixels into transparent ones, so that filtering shows no dark rim."""
    pixels = np.asarray(image.convert("RGBA"), float)
    colour, alpha = pixels[:, :, :3], pixels[:, :, 3] / 255
    filled = colour.copy()
    known = alpha > 0.35
    for radius in (2, 6, 16, 48):
        weight = _blur(known.astype(float), radius)
        spread = np.dstack([_blur(colour[:, :, c] * known / 255, radius) for c in range(3)])
        reached = ~known & (weight > 0.02)
        reached &= (filled == colour).all(axis=2)
        filled[reached] = (spread[reached] / weight[reached][:, None]) * 255
    return Image.fromarray(np.dstack([np.clip(filled, 0, 255), pixels[:, :, 3]]).astype("u1"), "RGBA")


def _blur(values: Floats, radius: float) -> Floats:
    soft = Image.fromarray(np.rint(values * 255).astype("u1")).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(soft, float) / 255


def pupil_centre(path: Path, region: Floats) -> Floats:
    """Centre (2,) in pixels of the dark pupil within the bounding box of the points `region` (N, 2)."""
    grey = np.asarray(Image.open(path).convert("L"), float)
    y, x = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]] + 0.5
    low, high = region.min(axis=0), region.max(axis=0)
    middle = (low + high) / 2
    dark = (grey < 22) & (np.hypot(x - middle[0], y - middle[1]) < (high - low).min() * 0.3)
    return np.array([x[dark].mean(), y[dark].mean()])


def eye_texture(
    path: Path,
    centres: list[tuple[float, float]],
    old_radius: float,
    new_radius: float,
    reach: float,
    colour: tuple[float, float, float],
    *,
    detailed: bool = False,
) -> Image.Image:
    """Resize each iris from `old_radius` to `new_radius` (pixels), colour it by its brightness, calm the white.

    With `detailed` the picture is twice as large and gets fibres, a ring around the iris and a whiter white.
    """
    picture = Image.open(path).convert("RGB")
    if detailed:
        picture = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)
        centres = [(cx * 2, cy * 2) for cx, cy in centres]
        old_radius, new_radius, reach = old_radius * 2, new_radius * 2, reach * 2
    source = np.asarray(picture, float) / 255
    height, width, _ = source.shape
    y, x = np.mgrid[0:height, 0:width].astype(float)
    result = source.copy()
    for cx, cy in centres:
        dx, dy = x + 0.5 - cx, y + 0.5 - cy
        radius = np.hypot(dx, dy)
        inner = radius * old_radius / new_radius
        outer = old_radius + (radius - new_radius) * (reach - old_radius) / (reach - new_radius)
        wanted = np.where(radius < new_radius, inner, outer)
        factor = np.where(radius < reach, wanted / np.maximum(radius, 1e-6), 1)
        mapped = _bilinear(source, cx + dx * factor - 0.5, cy + dy * factor - 0.5)
        white = np.clip((radius - new_radius * 0.985) / (new_radius * 0.03), 0, 1)[:, :, None]
        grey = mapped.mean(axis=2, keepdims=True)
        calm = mapped * 0.45 + (grey * 0.35 + 0.6 * 0.90) * np.array([1.0, 0.972, 0.95]) * 0.55
        brightness = mapped.mean(axis=2, keepdims=True)
        ring = (radius > new_radius * 0.45) & (radius < new_radius * 0.85)
        relative = np.clip(1 + 0.9 * (brightness / brightness[ring].mean() - 1), 0.4, 2.0)
        mapped = np.where(radius[:, :, None] < new_radius * 1.03, relative * np.array(colour), mapped)
        rim = np.exp(-(((radius - new_radius * 0.95) / (new_radius * 0.07)) ** 2))[:, :, None]
        mapped = mapped * (1 - 0.50 * rim)
        mapped = mapped * (1 - white) + calm * white
        pupil = 1 / (1 + np.exp((radius - new_radius * 0.36) / (new_radius * 0.025)))
        mapped = mapped * (1 - 0.97 * pupil[:, :, None])
        if detailed:
            mapped = _iris(mapped, dx, dy, new_radius, colour)
        near = (radius < reach)[:, :, None]
        result = np.where(near, mapped, result)
    return Image.fromarray(np.rint(np.clip(result, 0, 1) * 255).astype("u1"))


def _iris(pixels: Floats, dx: Floats, dy: Floats, size: float, colour: tuple[float, float, float]) -> Floats:
    """Fibres that run outwards, a lighter collar around the pupil, a dark soft rim, and a whiter white outside."""
    radius, angle = np.hypot(dx, dy) / size, np.arctan2(dy, dx)
    random = np.random.default_rng(9)
    fibre = np.zeros_like(radius)
    for count, weight in ((37, 0.5), (61, 0.5), (97, 0.4)):
        phase = random.uniform(0, 2 * np.pi, 2)
        fibre += weight * np.sin(count * angle + phase[0] + 2.5 * np.sin(5 * angle + phase[1]) + 3 * radius)
    ring = np.exp(-(((radius - 0.52) / 0.13) ** 2))
    base = np.array(colour) * (0.95 + 0.20 * fibre * np.clip((radius - 0.36) / 0.2, 0, 1))[:, :, None]
    base = base * (1 + ring[:, :, None] * np.array([0.75, 0.60, 0.35]))
    rim = 1 - 0.72 * np.exp(-(((radius - 0.97) / 0.10) ** 2))
    pupil = 1 / (1 + np.exp((radius - 0.36) / 0.022))
    iris = base * rim[:, :, None] * (1 - 0.97 * pupil)[:, :, None]
    inside = 1 / (1 + np.exp((radius - 1.0) / 0.022))[:, :, None]
    white = np.clip(pixels * 1.05, 0, 1) * np.array([1.0, 0.99, 0.98])
    halo = 1 - 0.16 * np.exp(-(((radius - 1.0) / 0.10) ** 2))[:, :, None]
    return np.asarray(iris * inside + white * halo * (1 - inside))


def _bilinear(image: Floats, x: Floats, y: Floats) -> Floats:
    height, width, _ = image.shape
    x, y = np.clip(x, 0, width - 1.001), np.clip(y, 0, height - 1.001)
    left, top = x.astype(int), y.astype(int)
    fx, fy = (x - left)[:, :, None], (y - top)[:, :, None]
    upper = image[top, left] * (1 - fx) + image[top, left + 1] * fx
    lower = image[top + 1, left] * (1 - fx) + image[top + 1, left + 1] * fx
    return np.asarray(upper * (1 - fy) + lower * fy)
