"""Fits app/domain/face_shape_model.npz and prints how well it does on faces it has not seen.

    .venv/bin/python packaging/assets/fit_face_shape.py FILE.npz

FILE holds `landmarks` N x 478 x 3 (normalised), `size` N x 2 px, `pose` N x 4 x 4 and `label` N, one of the five
shapes. The discriminants are learnt anew in every fold; only the mean face that all are aligned to, which knows no
labels, is common to them. The temperature comes from another division into folds.
"""

import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.domain.face_shape import MESH, MODEL_FILE, SHAPES, Templates, normalise
from app.domain.landmarks import Floats, Landmarks, from_arrays

SHRINKAGE = (0.02, 0.01, 0.05)
"""How far each view's covariance is pulled towards a sphere."""

FOLDS, REPEATS = 10, 5

Indices = npt.NDArray[np.int64]


def mean_face(faces: Sequence[Landmarks]) -> tuple[Floats, Indices]:
    """Mean of the aligned faces and each point's mirror partner."""
    clouds = []
    for face in faces:
        assert face.pose is not None
        turn = face.pose[:3, :3] / np.linalg.norm(face.pose[:3, :3], axis=0)
        clouds.append(normalise(face.pixels[: len(MESH)] * (1.0, -1.0, -1.0) @ turn))
    mean = normalise(np.mean(clouds, axis=0))
    for _ in range(3):
        turned = []
        for cloud in clouds:
            left, _, right = np.linalg.svd(cloud.T @ mean)
            turned.append(cloud @ (left @ right))
        mean = normalise(np.mean(turned, axis=0))
    mirrored = mean * (-1.0, 1.0, 1.0)
    partner = ((mean[:, None] - mirrored[None]) ** 2).sum(axis=2).argmin(axis=1)
    assert (partner[partner] == np.arange(len(MESH))).all(), "the mean face is too lopsided to pair its points"
    return normalise((mean + mirrored[partner]) / 2), partner


def discriminant(values: Floats, classes: Indices, shrinkage: float) -> tuple[Floats, Floats]:
    """Weights and offset of a linear discriminant with a shrunk pooled covariance and equal priors."""
    centre, scale = values.mean(axis=0), values.std()
    z = (values - centre) / scale
    means = np.stack([z[classes == index].mean(axis=0) for index in range(len(SHAPES))])
    within = z - means[classes]
    covariance = within.T @ within / len(z)
    sphere = np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    covariance = (1 - shrinkage) * covariance + shrinkage * sphere
    solved = np.linalg.solve(covariance, means.T)
    weights = solved / scale
    return weights, -0.5 * (means.T * solved).sum(axis=0) - centre @ weights


def fit(features: Floats, classes: Indices, views: Sequence[slice]) -> tuple[Floats, Floats]:
    """Average of the three views' discriminants, still before the temperature."""
    parts = [discriminant(features[:, view], classes, amount) for view, amount in zip(views, SHRINKAGE, strict=True)]
    weights = np.concatenate([part[0] for part in parts]) / len(parts)
    return weights, np.mean([part[1] for part in parts], axis=0)


def softmax(logits: Floats) -> Floats:
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = chances / chances.sum(axis=1, keepdims=True)
    return shares


def log_loss(logits: Floats, classes: Indices) -> float:
    return float(-np.log(softmax(logits)[np.arange(len(classes)), classes] + 1e-12).mean())


def folds(classes: Indices, seed: int) -> Indices:
    """Fold number of each face, every shape spread evenly."""
    random = np.random.default_rng(seed)
    number = np.empty(len(classes), dtype=int)
    for index in range(len(SHAPES)):
        members = random.permutation(np.flatnonzero(classes == index))
        number[members] = np.arange(len(members)) % FOLDS
    return number


def unseen_logits(features: Floats, classes: Indices, views: Sequence[slice], seed: int) -> Floats:
    logits = np.empty((len(classes), len(SHAPES)))
    number = folds(classes, seed)
    for fold in range(FOLDS):
        weights, offset = fit(features[number != fold], classes[number != fold], views)
        logits[number == fold] = features[number == fold] @ weights + offset
    return logits


def best_temperature(logits: Floats, classes: Indices) -> float:
    return min(np.arange(0.5, 3.01, 0.05), key=lambda value: log_loss(logits / value, classes))


def calibration_error(chances: Floats, classes: Indices) -> float:
    """Mean gap between stated and true frequency of the best guess over ten equally filled groups."""
    best, right = chances.max(axis=1), chances.argmax(axis=1) == classes
    groups = np.array_split(np.argsort(best), 10)
    return float(np.mean([abs(best[group].mean() - right[group].mean()) for group in groups]))


def figures(row: Sequence[float]) -> str:
    return "top-1 {:.3f}  top-2 {:.3f}  log loss {:.3f}  calibration error {:.3f}".format(*row)


def main() -> None:
    with np.load(sys.argv[1], allow_pickle=False) as file:
        faces = [from_arrays(*row) for row in zip(file["landmarks"], file["size"], file["pose"], strict=True)]
        classes = np.array([SHAPES.index(str(label)) for label in file["label"]])
    templates = Templates(*mean_face(faces))
    features = np.stack([templates.features(face) for face in faces])
    ends = np.cumsum((0, *templates.view_sizes()))
    views = [slice(ends[index], ends[index + 1]) for index in range(3)]

    rows, temperatures = [], []
    for seed in range(REPEATS):
        logits = unseen_logits(features, classes, views, seed)
        temperatures.append(best_temperature(unseen_logits(features, classes, views, seed + REPEATS), classes))
        logits /= temperatures[-1]
        order = np.argsort(-logits, axis=1)
        top1 = (order[:, 0] == classes).mean()
        top2 = (order[:, :2] == classes[:, None]).any(axis=1).mean()
        rows.append((top1, top2, log_loss(logits, classes), calibration_error(softmax(logits), classes)))
        print(f"repeat {seed + 1}:", figures(rows[-1]))
    print(f"{FOLDS}-fold cross-validation of {len(faces)} faces, mean of {REPEATS}:", figures(np.mean(rows, axis=0)))
    confusion = np.zeros((len(SHAPES), len(SHAPES)), dtype=int)
    np.add.at(confusion, (classes, order[:, 0]), 1)
    print("said (columns) for true (rows)", *SHAPES)
    for name, row in zip(SHAPES, confusion, strict=True):
        print(f"{name:>8}", *row)

    temperature = float(np.mean(temperatures))
    weights, offset = fit(features, classes, views)
    np.savez_compressed(
        MODEL_FILE,
        mesh=templates.mesh.astype(np.float32),
        partner=templates.partner.astype(np.int16),
        weights=weights / temperature,
        offset=offset / temperature,
    )
    print(f"temperature {temperature:.2f}; wrote {MODEL_FILE} ({MODEL_FILE.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
