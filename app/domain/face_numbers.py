"""The few numbers about a face that fitting and advice need, however they were obtained."""

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True, slots=True)
class Length:
    """A length in millimetres with its 95 % interval; `low <= value <= high`, or `ValueError`."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not all(isfinite(part) for part in (self.value, self.low, self.high)):
            raise ValueError("a length needs finite numbers")
        if not 0 < self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} mm does not lie within its interval {self.low} to {self.high} mm")

    @property
    def margin(self) -> float:
        """The wider half of the interval in mm."""
        return max(self.value - self.low, self.high - self.value)


@dataclass(frozen=True, slots=True)
class FaceNumbers:
    """What is known of a face; anything may be missing.

    `pd` pupillary distance for far vision, `face_width` between the zygia. `shape` holds (name, probability) pairs,
    best first; `shape_chosen` is the shopper's own choice and outranks the estimate.
    """

    pd: Length | None = None
    face_width: Length | None = None
    shape: tuple[tuple[str, float], ...] = ()
    shape_chosen: str | None = None

    @property
    def empty(self) -> bool:
        return self == FaceNumbers()

    def shape_weights(self) -> tuple[tuple[str, float], ...]:
        """The shapes to advise for: the chosen one for sure, otherwise the estimate."""
        return ((self.shape_chosen, 1.0),) if self.shape_chosen else self.shape
