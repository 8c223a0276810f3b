"""What the figures are made of: shapes, skins, hair, clothes and their colours."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from figure_clothes import Cut
from figure_hair import HANGING, Lining, as_made, low_brow, swept_bob
from figure_paint import SkinPaint
from figure_parts import Floats
from PIL import Image, ImageFilter


@dataclass(frozen=True)
class Recipe:
    """What a figure is made of.

    `targets` weighs shape targets by their path, `at_rest` face units that belong to the resting face; colours are RGB
    in 0..1. A figure without `paint` is the plain one of the demonstration's film.
    """

    output: str
    pupillary_distance_mm: float
    targets: dict[str, float]
    skin: str
    warmth: tuple[float, float, float]
    eyes: str
    iris_colour: tuple[float, float, float]
    hair: str
    hair_fit: float
    comb: Callable[[Floats], Floats]
    hair_colour: tuple[float, float, float]
    hair_contrast: float
    brows: str
    brow_colour: tuple[float, float, float]
    lashes: str
    lash_colour: tuple[float, float, float]
    clothes: str
    dye: Callable[[Image.Image, Image.Image], Image.Image]
    tint_skin: Callable[[Floats], Floats]
    paint: SkinPaint | None = None
    hair_light: tuple[float, float, float] = (0.0, 0.0, 0.0)
    lash_strength: float = 1.0
    lash_length: float = 1.0
    cut: Cut | None = None
    lining: Lining = HANGING
    veils: bool = True
    brow_height: float = 1.0
    lip_tuck: float = 0.0
    at_rest: dict[str, float] = field(default_factory=dict)


def _jacket(image: Image.Image, _folds: Image.Image) -> Image.Image:
    """A dark petrol jacket over an off-white shirt."""
    pixels = np.asarray(image.convert("RGB"), float) / 255
    grey = pixels @ np.array([0.3, 0.59, 0.11])
    y, x = np.mgrid[0:512, 0:512]
    shirt = np.zeros((512, 512), bool)
    for left, top, right, bottom in (
        (0, 55, 85, 92),
        (0, 92, 112, 114),
        (285, 0, 350, 160),
        (430, 120, 512, 275),
        (300, 280, 420, 330),
    ):
        shirt |= (x >= left) & (x < right) & (y >= top) & (y < bottom)
    white = np.ones_like(grey)[:, :, None] * np.array([0.90, 0.89, 0.865])
    grey = (
        np.asarray(Image.fromarray(np.rint(grey * 255).astype("u1")).filter(ImageFilter.GaussianBlur(2)), float) / 255
    )
    weave = np.clip(0.25 + 0.75 * grey / 0.27, 0.2, 1.5)[:, :, None] * np.array([0.105, 0.135, 0.150])
    rgb = np.where(shirt[:, :, None], white, weave)
    return Image.fromarray(np.rint(np.clip(rgb, 0, 1) * 255).astype("u1"))


def _blouse(image: Image.Image, _folds: Image.Image) -> Image.Image:
    """A plain soft teal top."""
    pixels = np.asarray(image.convert("RGB"), float) / 255
    grey = pixels @ np.array([0.3, 0.59, 0.11])
    relative = np.clip(0.75 + (grey - 0.25) * 0.8, 0.4, 1.3)
    rgb = relative[:, :, None] * np.array([0.50, 0.40, 0.36])
    return Image.fromarray(np.rint(np.clip(rgb, 0, 1) * 255).astype("u1"))


def _shirt(image: Image.Image, folds: Image.Image) -> Image.Image:
    """A shirt in one deep petrol: the stripes go, the shade of its folds stays."""
    shade = np.asarray(folds.convert("L").resize(image.size).filter(ImageFilter.GaussianBlur(3)), float) / 255
    relative = np.clip(0.45 + 0.60 * shade, 0.2, 1.2)
    rgb = relative[:, :, None] * np.array([0.105, 0.235, 0.235])
    return Image.fromarray(np.rint(np.clip(rgb, 0, 1) * 255).astype("u1"))


def _spot(points: Floats, centre: tuple[float, float, float], size: tuple[float, float, float]) -> Floats:
    return np.asarray(np.exp(-(((points - np.array(centre)) / np.array(size)) ** 2).sum(axis=1)))


def _man_tint(points: Floats) -> Floats:
    """A touch of colour in cheeks, nose and ears, and a shaved jaw; `points` (N, 3) are relative to the eyes, dm."""
    mirrored = points * [1, 1, 1]
    mirrored[:, 0] = np.abs(mirrored[:, 0])
    colour = np.ones((len(points), 3))
    flush = 0.8 * _spot(mirrored, (0.42, -0.42, 0.05), (0.26, 0.2, 0.4)) + 0.5 * _spot(
        mirrored, (0.0, -0.45, 0.5), (0.14, 0.14, 0.25)
    )
    colour *= 1 - flush[:, None] * np.array([0.0, 0.085, 0.075])
    jaw = np.clip(
        _spot(mirrored, (0.0, -1.12, 0.15), (0.55, 0.25, 0.6))
        + 0.7 * _spot(mirrored, (0.55, -0.85, -0.25), (0.25, 0.4, 0.5)),
        0,
        1,
    )
    colour *= 1 - jaw[:, None] * np.array([0.10, 0.075, 0.055])
    return colour


def _woman_tint(points: Floats) -> Floats:
    mirrored = points * [1, 1, 1]
    mirrored[:, 0] = np.abs(mirrored[:, 0])
    flush = _spot(mirrored, (0.42, -0.42, 0.05), (0.26, 0.2, 0.4))
    return np.asarray(1 - flush[:, None] * np.array([0.0, 0.09, 0.08]))


def _lady_tint(points: Floats) -> Floats:
    """Colour in cheeks and nose; `points` (N, 3) are relative to the eyes, dm."""
    mirrored = points * [1, 1, 1]
    mirrored[:, 0] = np.abs(mirrored[:, 0])
    flush = 0.9 * _spot(mirrored, (0.46, -0.40, 0.05), (0.24, 0.17, 0.4)) + 0.35 * _spot(
        mirrored, (0.0, -0.42, 0.5), (0.13, 0.13, 0.25)
    )
    return np.asarray(1 - flush[:, None] * np.array([0.0, 0.10, 0.09]))


def _both(name: str, weight: float) -> dict[str, float]:
    folder, _, stem = name.partition("/")
    return {f"{folder}/{side}-{stem}": weight for side in ("l", "r")}


MACRO = "macrodetails"
RECIPES = {
    "gentleman": Recipe(
        output="server/avatar/figures/male-friendly-assistant.glb",
        pupillary_distance_mm=63.5,
        targets={
            f"{MACRO}/caucasian-male-young": 0.85,
            f"{MACRO}/caucasian-female-young": 0.15,
            f"{MACRO}/universal-male-young-averagemuscle-averageweight": 1.0,
            "head/head-oval": 0.35,
            "chin/chin-width-decr": 0.15,
            "mouth/mouth-angles-up": 0.35,
            "nose/nose-width2-decr": 0.2,
            "neck/neck-scale-horiz-decr": 0.15,
            "eyebrows/eyebrows-trans-up": 0.45,
            "eyebrows/eyebrows-angle-up": 0.35,
            "chin/chin-bones-incr": 0.2,
            "chin/chin-height-incr": 0.15,
            "mouth/mouth-scale-horiz-incr": 0.2,
            **_both("eyes/eye-scale-incr", 0.25),
            **_both("eyes/eye-height2-incr", 0.3),
            **_both("cheek/cheek-bones-incr", 0.15),
            **_both("ears/ear-shape-round", 0.6),
        },
        skin="young_caucasian_male/textures/young_lightskinned_male_diffuse2.png",
        warmth=(1.0, 0.97, 0.94),
        eyes="brownlight",
        iris_colour=(0.235, 0.150, 0.085),
        hair="short01",
        hair_fit=1.0,
        comb=low_brow,
        hair_colour=(0.150, 0.104, 0.076),
        hair_contrast=0.9,
        brows="eyebrow001",
        brow_colour=(0.095, 0.06, 0.042),
        lashes="eyelashes02",
        lash_colour=(0.10, 0.07, 0.055),
        clothes="male_casualsuit05",
        dye=_jacket,
        tint_skin=_man_tint,
        paint=SkinPaint(
            lips=(0.98, 0.84, 0.84),
            lids=(0.95, 0.86, 0.84),
            liner=0.55,
            hair=(0.22, 0.155, 0.12),
            age=0.25,
            freckles=0.35,
        ),
        hair_light=(0.235, 0.165, 0.118),
        lash_strength=1.0,
        lash_length=0.5,
        cut=Cut((1.75, -2.2), (1.9, -3.3), 28.0, 0.065, stand=0.12),
        lining=Lining(inward=0.005, below=0.80, before=-0.90),
        veils=False,
        at_rest={
            "mouthClose": 0.06,
            "mouthSmileLeft": 0.12,
            "mouthSmileRight": 0.1,
            "eyeBlinkLeft": 0.02,
            "eyeBlinkRight": 0.02,
            "browInnerUp": 0.2,
        },
    ),
    "lady": Recipe(
        output="server/avatar/figures/female-professional-consultant.glb",
        pupillary_distance_mm=61.0,
        targets={
            f"{MACRO}/caucasian-female-young": 0.72,
            f"{MACRO}/caucasian-female-old": 0.28,
            f"{MACRO}/universal-female-young-averagemuscle-averageweight": 0.7,
            f"{MACRO}/universal-female-old-averagemuscle-averageweight": 0.3,
            "head/head-oval": 0.55,
            "head/head-fat-decr": 0.25,
            "chin/chin-width-decr": 0.3,
            "mouth/mouth-angles-up": 0.4,
            "mouth/mouth-lowerlip-volume-incr": 0.25,
            "mouth/mouth-upperlip-volume-incr": 0.2,
            "mouth/mouth-scale-horiz-incr": 0.25,
            "nose/nose-scale-vert-incr": 0.1,
            "nose/nose-width3-decr": 0.3,
            "nose/nose-point-width-decr": 0.3,
            "nose/nose-greek-incr": 0.15,
            "eyebrows/eyebrows-trans-up": 0.55,
            "eyebrows/eyebrows-angle-up": 0.3,
            **_both("cheek/cheek-bones-incr", 0.35),
            **_both("eyes/eye-scale-incr", 0.3),
            **_both("eyes/eye-height2-incr", 0.12),
            **_both("eyes/eye-corner2-up", 0.2),
        },
        skin="middleage_caucasian_female/textures/middleage_lightskinned_female_diffuse.png",
        warmth=(1.0, 0.955, 0.925),
        eyes="brown",
        iris_colour=(0.15, 0.19, 0.165),
        hair="bob02",
        hair_fit=1.0,
        comb=swept_bob,
        hair_colour=(0.29, 0.195, 0.128),
        hair_contrast=0.85,
        brows="eyebrow001",
        brow_colour=(0.17, 0.105, 0.068),
        lashes="eyelashes02",
        lash_colour=(0.05, 0.035, 0.028),
        clothes="female_elegantsuit01",
        dye=_shirt,
        tint_skin=_lady_tint,
        paint=SkinPaint(
            lips=(0.93, 0.66, 0.67),
            lids=(0.97, 0.92, 0.91),
            liner=0.9,
            hair=(0.30, 0.20, 0.14),
            age=0.55,
            freckles=0.25,
        ),
        hair_light=(0.47, 0.325, 0.21),
        lash_strength=1.7,
        lash_length=0.6,
        cut=Cut((1.50, -2.10), (1.43, -3.0), 36.0, 0.070),
        brow_height=0.72,
        lip_tuck=0.10,
        at_rest={
            "mouthClose": 0.06,
            "mouthSmileLeft": 0.13,
            "mouthSmileRight": 0.16,
            "eyeBlinkLeft": 0.08,
            "eyeBlinkRight": 0.08,
            "browInnerUp": 0.22,
        },
    ),
    "shopper": Recipe(
        output="out/figures/shopper.glb",
        pupillary_distance_mm=62.0,
        targets={
            f"{MACRO}/caucasian-female-young": 0.55,
            f"{MACRO}/asian-female-young": 0.25,
            f"{MACRO}/african-female-young": 0.2,
            f"{MACRO}/universal-female-young-averagemuscle-averageweight": 1.0,
            "head/head-round": 0.3,
            "mouth/mouth-angles-up": 0.2,
            "chin/chin-height-decr": 0.2,
            "eyebrows/eyebrows-trans-up": 0.4,
            "eyebrows/eyebrows-angle-up": 0.3,
        },
        skin="young_caucasian_female/textures/young_lightskinned_female_diffuse.png",
        warmth=(0.97, 0.93, 0.90),
        eyes="brown",
        iris_colour=(0.27, 0.17, 0.10),
        hair="ponytail01",
        hair_fit=1.0,
        comb=as_made,
        hair_colour=(0.16, 0.10, 0.07),
        hair_contrast=1.1,
        brows="eyebrow010",
        brow_colour=(0.10, 0.065, 0.05),
        lashes="eyelashes03",
        lash_colour=(0.05, 0.035, 0.03),
        clothes="female_casualsuit01",
        dye=_blouse,
        tint_skin=_woman_tint,
    ),
}
