"""Draws each consultant in sixteen poses onto a sheet of its own, `docs/images/contact-sheet-<figure>.png`.

    PYTHONPATH=. python packaging/assets/contact_sheet.py

Needs OpenGL, numpy and Pillow.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from app.domain.frame import Bridge, Colour, Dimensions, Frame, FrameShape, Material, Rim
from server.animation.port import ARKIT_INDEX
from server.animation.viseme_table import SHAPES
from server.avatar.pose import FacePose, neutral_weights
from server.avatar.render_figure import build

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT, COLUMNS = 400, 450, 4


def posed(
    shapes: dict[str, float], head: tuple[float, float, float] = (0, 0, 0), gaze: tuple[float, float] = (0, 0)
) -> FacePose:
    """A pose by shape names; a name without a side sets both."""
    weights = neutral_weights()
    for name, value in shapes.items():
        for each in [name] if name in ARKIT_INDEX else [f"{name}Left", f"{name}Right"]:
            weights[ARKIT_INDEX[each]] = value
    return FacePose(weights, *head, *gaze, 0.5)


def spoken(sound: str) -> FacePose:
    """A face in the middle of a long `sound`, which is an IPA symbol."""
    return FacePose(SHAPES[sound].weights.astype(np.float32), breath=0.5)


POSES = {
    "neutral": posed({}),
    "smile": posed({"mouthSmile": 0.55, "cheekSquint": 0.4, "eyeSquint": 0.25, "mouthDimple": 0.2}),
    "listening": posed({"browInnerUp": 0.35, "mouthSmile": 0.18}, head=(0.05, 0.04, 0.09)),
    "thinking": posed({"browDown": 0.2, "mouthPress": 0.2}, head=(-0.10, -0.05, -0.04), gaze=(-0.24, -0.20)),
    "p b m": spoken("p"),
    "f v": spoken("f"),
    "th": spoken("\u03b8"),
    "t d n": spoken("t"),
    "ah": spoken("\u0251"),
    "ee": spoken("i"),
    "oh": spoken("o"),
    "oo": spoken("u"),
    "blink": posed({"eyeBlink": 1.0}),
    "gaze to the left": posed({"mouthSmile": 0.15}, head=(0.22, 0.02, 0.03), gaze=(0.22, 0.0)),
    "gaze to the right": posed({"mouthSmile": 0.15}, head=(-0.20, 0.04, -0.03), gaze=(-0.25, 0.10)),
}


def worn(shape: FrameShape, a: float, b: float, dbl: float, total: float, colour: str) -> Frame:
    """An acetate frame of these boxed dimensions (mm)."""
    size = Dimensions(a, b, dbl, a + 3, 145, total)
    colours = (Colour("", colour),)
    return Frame("", "", "", shape, Rim.FULL, Material.ACETATE, Bridge.SADDLE, size, 24, colours, 0)


FRAMES = {
    "female-professional-consultant": worn(FrameShape.CAT_EYE, 51, 37, 17, 136, "#5a2333"),
    "male-friendly-assistant": worn(FrameShape.PANTO, 48, 43, 21, 139, "#3a2a1c"),
}


def draw(figure: str, frame: Frame) -> None:
    """Draw and save one figure's sheet; the last picture shows `frame` worn."""
    output = ROOT / f"docs/images/contact-sheet-{figure}.png"
    renderer = build(figure)
    rows = -(-(len(POSES) + 1) // COLUMNS)
    sheet = Image.new("RGB", (WIDTH * COLUMNS, HEIGHT * rows))
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(20)
    for index, (name, pose) in enumerate((POSES | {"with a frame": POSES["smile"]}).items()):
        if name == "with a frame":
            renderer.close()
            renderer = build(figure, frame)
        large = Image.fromarray(np.ascontiguousarray(renderer.render_rgb(pose, WIDTH * 2, HEIGHT * 2)))
        left, top = index % COLUMNS * WIDTH, index // COLUMNS * HEIGHT
        sheet.paste(large.resize((WIDTH, HEIGHT), Image.Resampling.BOX), (left, top))
        pen.text((left + 14, top + HEIGHT - 34), name, fill=(247, 244, 239), font=font)
    output.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.asarray(sheet) & 0xFC).save(output, optimize=True)
    print(f"{output.relative_to(ROOT)}: {output.stat().st_size} bytes, drawn by {renderer.device}")
    renderer.close()


if __name__ == "__main__":
    for each, spectacles in FRAMES.items():
        draw(each, spectacles)
