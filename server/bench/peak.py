"""The greatest of evenly spaced values, found between their places."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def peak(values: NDArray[np.floating[Any]]) -> float:
    """The place in `values` (N,), N > 2, at which the parabola through the greatest and its neighbours turns."""
    top = int(np.clip(values.argmax(), 1, len(values) - 2))
    left, middle, right = values[top - 1 : top + 2]
    bend = left - 2 * middle + right
    return float(top + (0.5 * (left - right) / bend if bend else 0.0))
