"""Frames of Audio2Face-3D as curves: its shapes by name, its time codes to an even rate.

The service names ARKit's shapes in PascalCase (`JawOpen`), in an order of its own, sometimes with more for the tongue.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.errors import ServiceError
from server.animation.port import ARKIT_NAMES, Curves

RATE = 30.0
_BY_LOWER = {name.lower(): index for index, name in enumerate(ARKIT_NAMES)}


def curves(names: Sequence[str], times: Sequence[float], frames: NDArray[np.float32], rate: float = RATE) -> Curves:
    """Curves of `frames` (N, len(names)) at `times` (N, seconds from the first sample, ascending).

    Shapes that ARKit does not know are left out, those not delivered rest, values that are no numbers count as rest.
    Raises `ServiceError` when the parts do not fit together.
    """
    moments = np.asarray(times, np.float64)
    if frames.shape != (len(moments), len(names)):
        raise ServiceError("The animation's frames do not fit its names.")
    if not np.isfinite(moments).all() or (np.diff(moments) <= 0).any():
        raise ServiceError("The animation's time codes do not ascend.")
    columns = [(_BY_LOWER[name.lower()], column) for column, name in enumerate(names) if name.lower() in _BY_LOWER]
    if not columns:
        raise ServiceError("The animation names no shape that the figure has.")
    if not len(moments):
        return Curves(rate, np.zeros((1, len(ARKIT_NAMES)), np.float32))
    clean = np.clip(np.nan_to_num(frames.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0), 0, 1)
    even = np.arange(int(max(moments[-1], 0.0) * rate + 1e-6) + 1) / rate
    values = np.zeros((len(even), len(ARKIT_NAMES)), np.float32)
    for index, column in columns:
        values[:, index] = np.interp(even, moments, clean[:, column])
    return Curves(rate, values)
