"""The shopper of the demonstration: one face throughout, where the truth says, talking when it says, without a seam."""

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[3]
FILM = ROOT / "media/demonstration/shopper.mp4"
TRUTH = ROOT / "media/demonstration/shopper.json"
LANDMARKER = ROOT / "media/face/models/face_landmarker.task"
EVERY = 10
Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(TRUTH.read_text())
    return read


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    with av.open(str(FILM)) as container:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


@pytest.fixture(scope="module")
def landmarks(pictures: list[Picture]) -> dict[int, NDArray[np.float64]]:
    """Pixels (478, 2) of every tenth picture."""
    mediapipe = pytest.importorskip("mediapipe")
    vision = mediapipe.tasks.vision
    options = vision.FaceLandmarkerOptions(
        base_options=mediapipe.tasks.BaseOptions(model_asset_path=str(LANDMARKER)), num_faces=2
    )
    found = {}
    with vision.FaceLandmarker.create_from_options(options) as landmarker:
        for number in range(0, len(pictures), EVERY):
            picture = pictures[number]
            faces = landmarker.detect(
                mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
            ).face_landmarks
            assert len(faces) == 1
            height, width, _ = picture.shape
            found[number] = np.array([(mark.x * width, mark.y * height) for mark in faces[0]])
    return found


def test_the_film_is_what_a_kiosk_camera_gives(pictures: list[Picture], truth: dict[str, Any]) -> None:
    """1280x720, as many pictures as the truth says, small enough to ship."""
    assert pictures[0].shape == (720, 1280, 3)
    assert len(pictures) == truth["pictures"]
    assert FILM.stat().st_size < 4_000_000


def test_the_loop_has_no_seam(pictures: list[Picture]) -> None:
    """From the last picture to the first nothing jumps more than from any picture to its neighbour."""

    def blocks(picture: Picture) -> NDArray[np.float64]:
        mean: NDArray[np.float64] = picture.reshape(45, 16, 80, 16, 3).mean(axis=(1, 3))
        return mean

    def step(one: Picture, other: Picture) -> float:
        return float(np.abs(blocks(one) - blocks(other)).mean())

    usual = [step(pictures[number], pictures[number + 1]) for number in range(0, len(pictures) - 1, 7)]
    assert step(pictures[-1], pictures[0]) <= max(usual)


def test_the_pupils_are_as_far_apart_as_the_truth_says(
    landmarks: dict[int, NDArray[np.float64]], truth: dict[str, Any]
) -> None:
    """With the known camera and distance, pupils that converge on it lie where the true distance puts them."""
    pixels = np.median([np.linalg.norm(points[468] - points[473]) for points in landmarks.values()])
    behind, radius = truth["distance_mm"], 12.0
    near = truth["pupillary_distance_mm"] * (1 - radius / behind)
    expected = near * truth["focal_px"] / (behind - radius)
    assert pixels == pytest.approx(expected, rel=0.02)


def test_the_shopper_talks_when_the_truth_says(
    landmarks: dict[int, NDArray[np.float64]], truth: dict[str, Any]
) -> None:
    """Lips part while she talks, and stay together when she is silent."""

    def parted(points: NDArray[np.float64]) -> float:
        return float((points[14, 1] - points[13, 1]) / np.linalg.norm(points[61] - points[291]))

    times = {number: number / truth["rate"] for number in landmarks}
    talking = [n for n, t in times.items() if any(start < t < end for start, end in truth["speech_s"])]
    silent = [n for n in times if n not in talking]
    assert np.max([parted(landmarks[n]) for n in talking]) > 0.15
    assert np.max([parted(landmarks[n]) for n in silent]) < 0.12
