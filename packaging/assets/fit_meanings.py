"""Fits server/llm/consultant/meanings.npz to the lines in packaging/assets/meanings, and prints how well it does.

    .venv/bin/python packaging/assets/fit_meanings.py

Each file there is YAML, `LABEL: [lines]`. The lines are encoded as the consultant hears them and a softmax regression
is fitted to their vectors; the folds of the cross-validation tell how many of lines not seen are labelled right.
Run packaging/setup/verify_assets.py --update afterwards.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from server.llm.consultant.meaning import MODEL_FILE
from server.llm.consultant.words import plain
from server.llm.sentence_encoder import MiniLm

LINES = Path(__file__).with_name("meanings")
FOLDS = 5
PENALTY = 1e-5
STEPS, RATE = 300, 0.05
WISHES = "SEARCH"
LOG_ODDS_OF_WISHES = 1.5
"""Among the lines of real shoppers a wish for frames is several times as common as among these lines."""

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]


def lines() -> dict[str, list[str]]:
    """All lines by label, each once."""
    found: dict[str, list[str]] = {}
    for path in sorted(LINES.glob("*.yaml")):
        for label, said in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found.setdefault(label, []).extend(said)
    return {label: list(dict.fromkeys(plain(line) for line in said)) for label, said in sorted(found.items())}


def fit(vectors: Floats, classes: Indices, count: int) -> tuple[Floats, Floats]:
    """Softmax regression by Adam; returns weights (labels, width) and bias (labels,)."""
    design = np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])
    theta = np.zeros((design.shape[1], count), np.float32)
    first, second = np.zeros_like(theta), np.zeros_like(theta)
    for step in range(1, STEPS + 1):
        scores = design @ theta
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        odds[np.arange(len(classes)), classes] -= 1
        slope = design.T @ (odds / len(classes))
        slope += PENALTY * theta
        first += 0.1 * (slope - first)
        second += 0.001 * (slope**2 - second)
        theta -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return theta[:-1].T, theta[-1]


def main() -> None:
    """Fits, validates and writes the map."""
    told = lines()
    labels = tuple(told)
    vectors = MiniLm.installed().encode([line for said in told.values() for line in said])
    classes = np.repeat(np.arange(len(labels)), [len(said) for said in told.values()])
    fold = np.random.default_rng(1).permutation(len(classes)) % FOLDS
    right = 0
    for number in range(FOLDS):
        weights, bias = fit(vectors[fold != number], classes[fold != number], len(labels))
        guessed = (vectors[fold == number] @ weights.T + bias).argmax(axis=1)
        right += int((guessed == classes[fold == number]).sum())
    print(f"{len(classes)} lines, {len(labels)} labels, {right / len(classes):.1%} of unseen lines right")
    weights, bias = fit(vectors, classes, len(labels))
    bias[labels.index(WISHES)] += LOG_ODDS_OF_WISHES
    np.savez(MODEL_FILE, labels=np.array(labels), weights=weights.astype(np.float16), bias=bias.astype(np.float16))


if __name__ == "__main__":
    main()
