"""How a frame sits on a measured face, in signed millimetres with their 95 % interval.

The front (end piece to end piece) is compared with the face's width, never 2A + DBL. Decentration an eye is
(frame PD - PD) / 2, positive when the lens centre must move towards the nose. The minimum blank is
ED + 2 * |decentration| + 2 mm.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.face_numbers import FaceNumbers, Length
from app.domain.frame import Bridge, Frame

SNUG_MM = -3.0
ROOMY_MM = 7.0
FAR_OFF_MM = 12.0
VAGUE_MM = 6.0
COMFORTABLE_DECENTRATION_MM = 3.5


@dataclass(frozen=True, slots=True)
class Difference:
    """A signed difference in millimetres with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def margin(self) -> float:
        return max(self.value - self.low, self.high - self.value)

    @property
    def telling(self) -> bool:
        """Whether the interval is narrow enough, or the difference large enough, to be worth a number."""
        return self.margin <= VAGUE_MM or abs(self.value) > self.margin


class WidthVerdict(StrEnum):
    NARROW = "narrow"
    RIGHT = "right"
    WIDE = "wide"


class BridgeVerdict(StrEnum):
    ADJUSTABLE = "adjustable"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Fit:
    """The fit of one frame; `None` where the face was not measured."""

    width: Difference | None
    decentration: Difference | None
    minimum_blank: Difference | None
    bridge: BridgeVerdict

    @property
    def width_verdict(self) -> WidthVerdict | None:
        if self.width is None:
            return None
        if self.width.value < SNUG_MM:
            return WidthVerdict.NARROW
        return WidthVerdict.WIDE if self.width.value > ROOMY_MM else WidthVerdict.RIGHT

    @property
    def surely_wrong(self) -> bool:
        """Whether even the friendliest end of the interval is far from the face's width."""
        return self.width is not None and (
            self.width.high < SNUG_MM - 2 or self.width.low > ROOMY_MM + 2 or abs(self.width.value) > FAR_OFF_MM
        )


def assess(frame: Frame, face: FaceNumbers) -> Fit:
    """Compare a frame with what is known of a face."""
    width = _minus(frame.dimensions.total_width, face.face_width) if face.face_width else None
    decentration = blank = None
    if face.pd is not None:
        whole = _minus(frame.dimensions.frame_pd, face.pd)
        decentration = Difference(whole.value / 2, whole.low / 2, whole.high / 2)
        blank = _blank(frame.dimensions.ed, decentration)
    return Fit(width, decentration, blank, bridge_verdict(frame))


def bridge_verdict(frame: Frame) -> BridgeVerdict:
    """Whether the bridge can be adjusted to a nose; a fixed one must match as it is."""
    return BridgeVerdict.ADJUSTABLE if frame.bridge is Bridge.NOSE_PADS else BridgeVerdict.FIXED


def width_in_words(difference: Difference, *, unit: str = "mm") -> str:
    """For example "4 mm wider than your face, give or take 3"; an opinion on it is left to the caller.

    A difference that the measurement cannot tell from none is named without a number.
    """
    if not difference.telling:
        return "about as wide as your face, as far as the camera can tell"
    size, margin = round(abs(difference.value)), max(1, round(difference.margin))
    if size == 0:
        return f"just as wide as your face, give or take {margin} {unit}"
    direction = "wider" if difference.value > 0 else "narrower"
    return f"{size} {unit} {direction} than your face, give or take {margin}"


def decentration_in_words(difference: Difference, *, unit: str = "mm") -> str:
    """Where each pupil sits in its lens, for example "your pupils sit 2 mm inside the lens centres, give or take 2"."""
    size, margin = round(abs(difference.value)), max(1, round(difference.margin))
    if size == 0:
        return f"your pupils sit at the lens centres, give or take {margin} {unit}"
    side = "inside" if difference.value > 0 else "outside"
    return f"your pupils sit {size} {unit} {side} the lens centres, give or take {margin}"


def _minus(size: float, length: Length) -> Difference:
    return Difference(size - length.value, size - length.high, size - length.low)


def _blank(ed: float, decentration: Difference) -> Difference:
    ends = (abs(decentration.low), abs(decentration.high))
    nearest = 0.0 if decentration.low <= 0 <= decentration.high else min(ends)
    return Difference(ed + 2 * abs(decentration.value) + 2, ed + 2 * nearest + 2, ed + 2 * max(ends) + 2)
