"""Measured lengths of a face, from single pictures to one result with honest 95 % intervals.

A picture's error has two parts. What differs from picture to picture (landmark jitter) averages away; what belongs to
the shopper or to the method (how large their iris really is, the bias of the landmarker) does not.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite, sqrt
from statistics import median

from app.domain.face_numbers import FaceNumbers, Length

NORMAL_95 = 1.96
ROBUST_SD = 1.4826
"""Standard deviation of a normal distribution per median absolute deviation."""

INDEPENDENT_FRAMES = 10
"""Frames of one look share much of their jitter: averaging more of them than this narrows nothing further."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A length in mm with the standard deviations, in mm, of its shared and of its independent error."""

    value: float
    systematic_sd: float
    random_sd: float

    def __post_init__(self) -> None:
        if not all(isfinite(part) for part in (self.value, self.systematic_sd, self.random_sd)):
            raise ValueError("an estimate needs finite numbers")
        if self.value <= 0 or self.systematic_sd < 0 or self.random_sd < 0:
            raise ValueError("an estimate is positive and its errors are not negative")

    def length(self) -> Length:
        """Value and 95 % interval, to the tenth of a millimetre and rounded outwards by less than that."""
        margin = NORMAL_95 * hypot(self.systematic_sd, self.random_sd)
        value = round(self.value, 1)
        return Length(value, max(round(value - margin, 1), 0.1), round(value + margin, 1))


Shape = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class FaceSample:
    """What one picture says. `shape`: (name, probability) best first; `distance` from the camera, None if unknown."""

    pd: Estimate
    face_width: Estimate
    shape: Shape
    distance: Estimate | None = None


@dataclass(frozen=True, slots=True)
class FaceMeasurement:
    """The result of a look at the shopper. Not dispensing-grade: an optician confirms before lenses are ordered.

    `pd` for far vision, `face_width` between the zygia, `distance` of the eyes from the camera, all in mm with 95 %
    intervals; `shape` best first; `samples` counts the pictures behind it.
    """

    pd: Length
    face_width: Length
    shape: Shape
    distance: Length | None
    samples: int

    @property
    def distance_mm(self) -> float | None:
        return None if self.distance is None else self.distance.value

    def numbers(self) -> FaceNumbers:
        """What fitting and advice need of it."""
        return FaceNumbers(pd=self.pd, face_width=self.face_width, shape=self.shape)


def combine(samples: Sequence[FaceSample]) -> FaceMeasurement:
    """One measurement from several pictures of the same face: medians, so single bad pictures do not count.

    Raises `ValueError` when there is no sample.
    """
    if not samples:
        raise ValueError("there is nothing to combine")
    distances = [sample.distance for sample in samples if sample.distance is not None]
    return FaceMeasurement(
        pd=_pool([sample.pd for sample in samples]).length(),
        face_width=_pool([sample.face_width for sample in samples]).length(),
        shape=_mean_shape([sample.shape for sample in samples]),
        distance=_pool(distances).length() if distances else None,
        samples=len(samples),
    )


def _pool(estimates: Sequence[Estimate]) -> Estimate:
    centre = median(estimate.value for estimate in estimates)
    spread = ROBUST_SD * median(abs(estimate.value - centre) for estimate in estimates)
    single = max(spread, median(estimate.random_sd for estimate in estimates))
    independent = min(len(estimates), INDEPENDENT_FRAMES)
    return Estimate(
        centre,
        systematic_sd=median(estimate.systematic_sd for estimate in estimates),
        random_sd=single / sqrt(independent),
    )


def _mean_shape(shapes: Sequence[Shape]) -> Shape:
    total: defaultdict[str, float] = defaultdict(float)
    for shape in shapes:
        for name, probability in shape:
            total[name] += probability / len(shapes)
    return tuple(sorted(total.items(), key=lambda entry: (-entry[1], entry[0])))
