"""What a reader of faces, who knows nothing of the figures, sees in their pictures: lids, jaw, the lips of sounds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.consultants import ROSTER
from server.animation.port import ARKIT_INDEX
from server.animation.viseme_table import SHAPES
from server.avatar.pose import FacePose, neutral_weights
from tests.integration.server.avatar.drawing import drawing

WIDTH, HEIGHT = 800, 900
MODEL = Path(__file__).parents[4] / "media/face/models/face_landmarker.task"
CORNERS, LIPS, LIDS = (78, 308), (13, 14), (159, 145)
TEMPLES = (127, 356)
Marks = NDArray[np.float64]


@dataclass(frozen=True)
class Read:
    """Sizes in shares of the face's width: between the corners of the lips, between the lips, between the left lids."""

    mouth: float
    opening: float
    lids: float


@pytest.fixture(scope="module", params=[profile.id for profile in ROSTER])
def read(request: pytest.FixtureRequest) -> Iterator[Callable[[NDArray[np.float32]], Read]]:
    mediapipe = pytest.importorskip("mediapipe")
    vision = pytest.importorskip("mediapipe.tasks.python.vision")
    if not MODEL.exists():
        pytest.skip("the face landmarker is not there")
    options = vision.FaceLandmarkerOptions(
        base_options=mediapipe.tasks.BaseOptions(model_asset_path=str(MODEL)), num_faces=1
    )
    with drawing(request.param) as renderer, vision.FaceLandmarker.create_from_options(options) as landmarker:

        def face(weights: NDArray[np.float32]) -> Read:
            rgb = np.ascontiguousarray(renderer.render_rgb(FacePose(weights), WIDTH, HEIGHT))
            found = landmarker.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb))
            assert len(found.face_landmarks) == 1
            marks = np.array([(mark.x * WIDTH, mark.y * HEIGHT) for mark in found.face_landmarks[0]])
            sizes = [float(np.linalg.norm(marks[a] - marks[b])) for a, b in (CORNERS, LIPS, LIDS, TEMPLES)]
            return Read(*(size / sizes[3] for size in sizes[:3]))

        yield face


def shaped(**shapes: float) -> NDArray[np.float32]:
    weights = neutral_weights()
    for name, value in shapes.items():
        weights[ARKIT_INDEX[name]] = value
    return weights


def spoken(sound: str) -> NDArray[np.float32]:
    return SHAPES[sound].weights.astype(np.float32)


def test_the_jaw_is_seen_to_open_and_lids_to_shut(read: Callable[[NDArray[np.float32]], Read]) -> None:
    """Lips part with the jaw by a tenth of the face's width; lids come to less than half of their distance."""
    rest = read(neutral_weights())
    assert read(shaped(jawOpen=0.8)).opening > rest.opening + 0.1
    assert read(shaped(eyeBlinkLeft=1, eyeBlinkRight=1)).lids < 0.5 * rest.lids


def test_sounds_are_told_by_the_lips_alone(read: Callable[[NDArray[np.float32]], Read]) -> None:
    """Lips are narrowest for oo, then oh, widest for ee; p shuts them; ah opens most, then oh, then oo and ee."""
    rest = read(neutral_weights())
    p, ah, ee, oh, oo = (read(spoken(sound)) for sound in ("p", "\u0251", "i", "o", "u"))
    assert oo.mouth < oh.mouth < 0.85 * rest.mouth
    assert ee.mouth > 1.05 * rest.mouth
    assert p.opening < 0.01
    assert ah.opening > 1.3 * oh.opening
    assert oh.opening > 1.3 * oo.opening > 1.3 * p.opening
    assert oh.opening > 1.3 * ee.opening > 1.3 * p.opening
