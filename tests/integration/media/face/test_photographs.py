import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from app.domain.irises import irises
from media.face.analyse import read_picture, run
from media.face.landmarks import FaceLandmarker
from media.face.limbus import with_limbus

FACES = Path(__file__).parents[5] / "shared" / "eval" / "faces"
LANDMARKS = FACES.parent / "face_shape_landmarks.npz"

needs_faces = pytest.mark.skipif(not FACES.is_dir(), reason="the photographs for evaluation are not here")


def report(*images: Path, landmarks: Path | None = None) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert run(images, landmarks, out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def save(path: Path, picture: npt.NDArray[np.uint8]) -> Path:
    import cv2

    assert cv2.imwrite(str(path), picture)
    return path


def test_files_that_are_no_faces_are_rejected(tmp_path: Path) -> None:
    """Missing, empty, broken and faceless files each get a line with a reason and no number."""
    empty, broken = tmp_path / "empty.jpg", tmp_path / "broken.png"
    empty.write_bytes(b"")
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnonsense")
    plain = save(tmp_path / "plain.png", np.full((300, 300, 3), 128, dtype=np.uint8))
    reports = report(tmp_path / "missing.jpg", empty, broken, plain)
    assert [bool(line["rejected"]) for line in reports] == [True] * 4
    assert reports[3]["rejected"] == "no face was found"
    assert all(line[key] is None for line in reports for key in line if key not in {"source", "rejected"})


@needs_faces
def test_faces_are_measured_plausibly() -> None:
    """Forty adults: all measured, the mean pupillary distance near 63 mm, pupils on the hand-placed ones."""
    images = sorted(FACES.glob("*.jpg"))
    reports = report(*images)
    assert [line["rejected"] for line in reports] == [None] * len(images)
    assert 61.0 < np.mean([line["pd_mm"] for line in reports]) < 65.0
    for image, line in zip(images, reports, strict=True):
        hand = np.loadtxt(image.with_suffix(".tem"), skiprows=1, max_rows=2)
        error = np.linalg.norm(np.array(line["pupils_px"]) - hand, axis=1).mean()
        assert error < 0.02 * np.linalg.norm(hand[0] - hand[1])


@needs_faces
def test_two_people_are_rejected(tmp_path: Path) -> None:
    """A picture of two people is nobody's measurement."""
    first, second = (read_picture(path) for path in sorted(FACES.glob("*.jpg"))[:2])
    assert first is not None
    assert second is not None
    (line,) = report(save(tmp_path / "two.png", np.concatenate([first, second], axis=1)))
    assert line["rejected"] == "more than one face is in the picture"
    assert line["shape"] is None


@needs_faces
def test_size_of_the_picture_does_not_change_the_face() -> None:
    """Half the resolution gives the same pupillary distance within 3 %."""
    import cv2

    landmarker = FaceLandmarker(live=False)
    picture = read_picture(sorted(FACES.glob("*.jpg"))[4])
    assert picture is not None
    ratios = []
    try:
        for scale in (1.0, 0.5):
            resized = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale), dtype=np.uint8)
            face = landmarker.read(resized)
            assert face is not None
            eyes = irises(with_limbus(face, resized))
            ratios.append(eyes.pupil_distance_px / eyes.diameter_px)
    finally:
        landmarker.close()
    assert ratios[1] == pytest.approx(ratios[0], rel=0.03)


@pytest.mark.skipif(not LANDMARKS.is_file(), reason="the landmarks for evaluation are not here")
def test_landmark_file_is_reported_row_by_row() -> None:
    """Each of the 403 rows gives a shape with probabilities; most pass the gate."""
    reports = report(landmarks=LANDMARKS)
    assert len(reports) == 403
    assert all(line["shape"] for line in reports)
    assert sum(line["rejected"] is None for line in reports) > 350
