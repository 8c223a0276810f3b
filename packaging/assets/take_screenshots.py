"""Take a picture of every screen into docs/images/screens: `.venv/bin/python packaging/assets/take_screenshots.py`.

Needs a display (`packaging/setup/with-display` gives a private one). The consultant is drawn by the companion's own
renderer; the shopper is a frame of the bundled recording where it is there.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import av
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

REPOSITORY = Path(__file__).resolve().parents[2]
TARGET = REPOSITORY / "docs" / "images" / "screens"
SHOPPER = REPOSITORY / "media" / "demonstration" / "shopper.mp4"
SIZE = (1080, 1920)
KEPT_SIZE = (540, 960)
VIEWS = (
    "attract", "attract-dark", "consent", "privacy", "measuring", "consultation", "frame", "compare", "favourites",
    "typing", "measured", "unmeasured", "permission", "trouble", "timeout", "goodbye", "wiped",
)  # fmt: skip


def draw_consultant(path: Path) -> None:
    """Render the consultant at rest into a PNG."""
    from server.avatar.pose import FacePose
    from server.avatar.render_figure import build

    renderer = build()
    try:
        rows = renderer.render_rgb(FacePose(), 640, 720)
    finally:
        renderer.close()
    save(rows.tobytes(), 640, 720, path)


def take_shopper(path: Path) -> bool:
    """Keep the first picture of the bundled recording as a PNG; false when there is no recording."""
    if not SHOPPER.is_file():
        return False
    with av.open(str(SHOPPER)) as recording:
        picture = next(recording.decode(video=0)).reformat(width=640, height=360, format="rgb24")
    save(picture.to_ndarray().tobytes(), 640, 360, path)
    return True


def save(data: bytes, width: int, height: int, path: Path) -> None:
    QImage(data, width, height, width * 3, QImage.Format.Format_RGB888).save(str(path))


def main() -> int:
    sys.path.insert(0, str(REPOSITORY))
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        consultant, shopper = Path(folder) / "consultant.png", Path(folder) / "shopper.png"
        draw_consultant(consultant)
        pictures = ["--consultant", str(consultant)]
        if take_shopper(shopper):
            pictures += ["--mirror", str(shopper)]
        for view in VIEWS:
            large, kept = Path(folder) / f"{view}.png", TARGET / f"{view}.png"
            subprocess.run(
                [
                    sys.executable, "-m", "ui.preview", "--screen", view, "--size", f"{SIZE[0]}x{SIZE[1]}",
                    "--grab", str(large), *pictures,
                ],
                cwd=REPOSITORY,
                check=True,
                timeout=60,
            )  # fmt: skip
            picture = QImage(str(large)).scaled(
                *KEPT_SIZE, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            picture.convertToFormat(QImage.Format.Format_RGB888).save(str(kept), "PNG", 20)
            print(f"{kept.relative_to(REPOSITORY)}: {kept.stat().st_size // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
