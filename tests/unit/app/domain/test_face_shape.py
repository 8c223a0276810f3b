from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain.face_shape import SHAPES, FaceShapeModel
from app.domain.landmarks import Landmarks
from app.errors import AssetError
from tests.synthetic_face import Head


@pytest.fixture(scope="module")
def model() -> FaceShapeModel:
    return FaceShapeModel.load()


def stretched(face: Landmarks, height: float) -> Landmarks:
    points = face.points.copy()
    points[:, 1] = 0.5 + (points[:, 1] - 0.5) * height
    return replace(face, points=points)


def test_probabilities_are_a_distribution(model: FaceShapeModel) -> None:
    """All five shapes get a probability; they sum to one and the best comes first."""
    shape = model.probabilities(Head().landmarks())
    assert {name for name, _ in shape} == set(SHAPES)
    assert sum(probability for _, probability in shape) == pytest.approx(1.0)
    assert [probability for _, probability in shape] == sorted((p for _, p in shape), reverse=True)


def test_longer_faces_are_more_oblong_and_less_round(model: FaceShapeModel) -> None:
    """Stretching a face in height raises oblong against round."""
    face = Head().landmarks()
    short, long = (dict(model.probabilities(stretched(face, height))) for height in (0.93, 1.1))
    assert long["oblong"] > short["oblong"]
    assert long["round"] < short["round"]


def test_place_size_and_lean_do_not_matter(model: FaceShapeModel) -> None:
    """The same head elsewhere in the picture, further away and leaning keeps its shape."""
    here = dict(model.probabilities(Head(distance=900.0).landmarks()))
    there = dict(model.probabilities(Head(distance=950.0, roll=10.0, centre=(0.4, 0.6)).landmarks()))
    assert there == pytest.approx(here, abs=0.08)


@pytest.mark.parametrize("content", [b"", b"not a model", None])
def test_broken_model_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A model file that is missing or damaged is an asset error with the file's name."""
    path = tmp_path / "face_shape_model.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AssetError, match="face_shape_model"):
        FaceShapeModel.load(path)


def test_model_of_another_version_is_refused(tmp_path: Path, model: FaceShapeModel) -> None:
    """A file whose weights do not match the features is not used."""
    path = tmp_path / "face_shape_model.npz"
    np.savez(
        path,
        mesh=model.templates.mesh,
        partner=model.templates.partner,
        weights=model.weights[:-1],
        offset=model.offset,
    )
    with pytest.raises(AssetError, match="version"):
        FaceShapeModel.load(path)
