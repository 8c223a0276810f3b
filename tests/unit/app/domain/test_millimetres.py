from dataclasses import replace

import pytest

from app.domain.face_shape import FaceShapeModel
from app.domain.head_pose import head_pose
from app.domain.irises import irises
from app.domain.landmarks import Landmarks
from app.domain.measurement import combine
from app.domain.millimetres import Camera, face_width, far_pd, measure, vergence
from tests.synthetic_face import FOCAL_PX, Head

CAMERA = Camera.calibrated(FOCAL_PX)


def pd_of(face: Landmarks, camera: Camera = CAMERA) -> float:
    return far_pd(irises(face), head_pose(face), camera.distance(irises(face))).value


@pytest.mark.parametrize("yaw", [-8.0, -5.0, 0.0, 5.0, 8.0])
def test_pd_does_not_depend_on_yaw(yaw: float) -> None:
    """A head turned by up to 8 degrees has the pupillary distance that it has when it looks straight ahead."""
    assert pd_of(Head(yaw=yaw).landmarks()) == pytest.approx(62.0 + vergence(62.0, 500.0), abs=0.35)


@pytest.mark.parametrize("distance", [350.0, 500.0, 900.0])
def test_pd_does_not_depend_on_distance(distance: float) -> None:
    """Near and far shoppers get their own pupillary distance, corrected for how much they converge."""
    assert pd_of(Head(distance=distance).landmarks()) == pytest.approx(62.0 + vergence(62.0, distance), abs=0.1)


@pytest.mark.parametrize(("distance", "correction"), [(400.0, 1.6), (500.0, 1.3), (600.0, 1.1)])
def test_vergence_matches_known_values(distance: float, correction: float) -> None:
    """Eyes that look at the camera stand closer together by the amounts that optics gives."""
    assert vergence(63.0, distance) == pytest.approx(correction, abs=0.06)


def test_width_allows_for_depth() -> None:
    """The sides of the face lie behind the irises; ignoring it would read 10 mm too little at half a metre."""
    face = Head(width=138.0, distance=500.0).landmarks()
    assert face_width(
        face.width_px, irises(face), head_pose(face), CAMERA.distance(irises(face))
    ).value == pytest.approx(138.0, abs=0.3)


def test_distance_comes_from_the_iris() -> None:
    """A calibrated camera tells how far away the shopper stands, within a fiftieth."""
    distance = CAMERA.distance(irises(Head(distance=640.0).landmarks()))
    assert distance is not None
    assert distance.value == pytest.approx(640.0, rel=0.02)


def test_unknown_lens_still_gives_a_pd() -> None:
    """A photograph from elsewhere has no distance, but a pupillary distance, and a less certain face width."""
    face, shapes = Head().landmarks(), FaceShapeModel.load()
    known, unknown = combine([measure(face, CAMERA, shapes)]), combine([measure(face, Camera.unknown(), shapes)])
    assert unknown.distance is None
    assert unknown.pd.value == pytest.approx(known.pd.value, abs=1.0)
    assert unknown.face_width.margin / unknown.face_width.value > known.face_width.margin / known.face_width.value


@pytest.mark.parametrize("iris_factor", [0.94, 1.0, 1.06])
def test_interval_holds_unusual_irises(iris_factor: float) -> None:
    """Whoever has irises as small or large as one person in ten still finds their lengths within the intervals."""
    head = Head(width=136.0)
    seen = replace(head, iris=head.iris * iris_factor)
    result = combine([measure(seen.landmarks(), CAMERA, FaceShapeModel.load())])
    assert result.pd.low <= 62.0 + vergence(62.0, 500.0) <= result.pd.high
    assert result.face_width.low <= 136.0 <= result.face_width.high


def test_assumed_lens_is_less_certain() -> None:
    """Without calibration the distance has a much wider interval."""
    face = Head().landmarks()
    guessed, known = (camera.distance(irises(face)) for camera in (Camera.assumed(face.image_size), CAMERA))
    assert guessed is not None
    assert known is not None
    assert guessed.length().margin > 2 * known.length().margin


def test_focal_length_must_be_positive() -> None:
    """A lens without a focal length is a mistake in the settings."""
    with pytest.raises(ValueError, match="focal"):
        Camera(0.0)
