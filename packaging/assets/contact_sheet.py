"""Draws the consultant in twelve poses onto one sheet, `docs/images/figure-contact-sheet.png`.

    PYTHONPATH=. python packaging/assets/contact_sheet.py

Needs OpenGL, numpy and Pillow.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from server.animation.port import ARKIT_INDEX
from server.avatar.pose import FacePose, neutral_weights
from server.avatar.render_figure import build

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "docs/images/figure-contact-sheet.png"
WIDTH, HEIGHT, COLUMNS = 480, 540, 4


def posed(
    shapes: dict[str, float], head: tuple[float, float, float] = (0, 0, 0), gaze: tuple[float, float] = (0, 0)
) -> FacePose:
    """A pose by shape names; a name without a side sets both."""
    weights = neutral_weights()
    for name, value in shapes.items():
        for each in [name] if name in ARKIT_INDEX else [f"{name}Left", f"{name}Right"]:
            weights[ARKIT_INDEX[each]] = value
    return FacePose(weights, *head, *gaze, 0.5)


POSES = {
    "at rest": posed({"mouthSmile": 0.12}),
    "smile": posed({"mouthSmile": 0.55, "cheekSquint": 0.4, "eyeSquint": 0.25, "mouthDimple": 0.2}),
    "blink": posed({"eyeBlink": 1.0, "mouthSmile": 0.12}),
    "brows": posed({"browInnerUp": 0.7, "browOuterUp": 0.6, "eyeWide": 0.2, "mouthSmile": 0.15}),
    "ah": posed({"jawOpen": 0.55, "mouthLowerDown": 0.15}),
    "oh": posed({"jawOpen": 0.35, "mouthFunnel": 0.6}),
    "oo": posed({"jawOpen": 0.10, "mouthPucker": 0.75}),
    "ee": posed({"jawOpen": 0.14, "mouthSmile": 0.45, "mouthUpperUp": 0.25, "mouthLowerDown": 0.25}),
    "f": posed({"mouthRollLower": 0.6, "mouthUpperUp": 0.3, "jawOpen": 0.05}),
    "m": posed({"mouthPress": 0.5, "mouthClose": 0.08, "mouthRollLower": 0.25, "mouthRollUpper": 0.25}),
    "looks to his left": posed({"mouthSmile": 0.2}, head=(0.22, 0.02, 0.03), gaze=(0.22, 0.0)),
    "looks to his right": posed({"mouthSmile": 0.2}, head=(-0.20, 0.04, -0.03), gaze=(-0.25, 0.10)),
}


def main() -> None:
    """Draw and save the sheet."""
    renderer = build()
    rows = -(-len(POSES) // COLUMNS)
    sheet = Image.new("RGB", (WIDTH * COLUMNS, HEIGHT * rows))
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(20)
    for index, (name, pose) in enumerate(POSES.items()):
        large = Image.fromarray(np.ascontiguousarray(renderer.render_rgb(pose, WIDTH * 2, HEIGHT * 2)))
        left, top = index % COLUMNS * WIDTH, index // COLUMNS * HEIGHT
        sheet.paste(large.resize((WIDTH, HEIGHT), Image.Resampling.BOX), (left, top))
        draw.text((left + 14, top + HEIGHT - 34), name, fill=(247, 244, 239), font=font)
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(OUTPUT, optimize=True)
    print(f"{OUTPUT.relative_to(ROOT)}: {OUTPUT.stat().st_size} bytes, drawn by {renderer.device}")


if __name__ == "__main__":
    main()
