"""The shape of a face as probabilities over five named shapes.

A linear classifier (linear discriminants on three views of the aligned, mirrored-and-averaged face, their scores
averaged) fitted by `packaging/assets/fit_face_shape.py`. Names for shapes are a convention that even stylists do not
share, so the answer is a distribution and the shopper has the last word.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.domain.landmarks import FACE_OVAL, Floats, Landmarks
from app.domain.measurement import Shape
from app.errors import AssetError

SHAPES = ("heart", "oblong", "oval", "round", "square")
MESH = tuple(range(468))
MODEL_FILE = Path(__file__).with_name("face_shape_model.npz")


@dataclass(frozen=True, eq=False)
class Templates:
    """What faces are aligned to.

    `mesh` 468 x 3: the mean face, centred, of unit size (x right, y up, z to the viewer); `partner` 468: index of each
    point's mirror image.
    """

    mesh: Floats
    partner: npt.NDArray[np.int64]

    def features(self, landmarks: Landmarks) -> Floats:
        """Three views, one after the other: the oval in space, the oval in the plane, the whole mesh in the plane."""
        points = landmarks.pixels[: len(MESH)] * (1.0, -1.0, -1.0)
        views = ((FACE_OVAL, 3), (FACE_OVAL, 2), (MESH, 2))
        return np.concatenate([self._view(points, chosen, dimensions) for chosen, dimensions in views])

    def view_sizes(self) -> tuple[int, int, int]:
        oval, mesh = len(self._kept(FACE_OVAL)), len(self._kept(MESH))
        return 3 * oval, 2 * oval, 2 * mesh

    def _view(self, points: Floats, chosen: tuple[int, ...], dimensions: int) -> Floats:
        own = normalise(points[list(chosen), :dimensions])
        target = normalise(self.mesh[list(chosen), :dimensions])
        left, _, right = np.linalg.svd(own.T @ target)
        aligned = own @ (left @ right)
        place = {index: position for position, index in enumerate(chosen)}
        mirrored = aligned[[place[int(self.partner[index])] for index in chosen]]
        mirrored[:, 0] *= -1
        kept = [place[index] for index in self._kept(chosen)]
        view: Floats = normalise((aligned + mirrored) / 2)[kept].ravel()
        return view

    def _kept(self, chosen: tuple[int, ...]) -> list[int]:
        """One point of each mirror pair: after averaging, the other says the same."""
        place = {index: position for position, index in enumerate(chosen)}
        return [index for index in chosen if place[index] <= place[int(self.partner[index])]]


@dataclass(frozen=True, eq=False)
class FaceShapeModel:
    """`weights` features x 5 and `offset` 5 give the logits of `SHAPES`."""

    templates: Templates
    weights: Floats
    offset: Floats

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> "FaceShapeModel":
        """The shipped model; raises `AssetError` when the file is missing or damaged."""
        try:
            with np.load(path, allow_pickle=False) as file:
                templates = Templates(file["mesh"].astype(np.float64), file["partner"].astype(np.int64))
                model = cls(templates, file["weights"].astype(np.float64), file["offset"].astype(np.float64))
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise AssetError(f"The face shape model {path.name} is missing or damaged; restore it.") from error
        if model.weights.shape != (sum(templates.view_sizes()), len(SHAPES)):
            raise AssetError(f"The face shape model {path.name} is of another version; restore it.")
        return model

    def probabilities(self, landmarks: Landmarks) -> Shape:
        """All five shapes with probabilities that sum to 1, best first."""
        logits = self.templates.features(landmarks) @ self.weights + self.offset
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        pairs = zip(SHAPES, (float(chance) for chance in chances), strict=True)
        return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def normalise(points: Floats) -> Floats:
    """Centred and of unit size; points that all coincide stay at the origin."""
    centred = points - points.mean(axis=0)
    size = float(np.sqrt((centred**2).sum()))
    scaled: Floats = centred / max(size, 1e-12)
    return scaled
