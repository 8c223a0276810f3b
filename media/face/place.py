"""Where the shopper stands, in the few numbers that let the consultant look at them."""

import math

from app.domain.millimetres import IRIS_MM
from app.protocol.messages import Place, ShopperPlace
from media.face.observation import FaceObservation
from media.face.observer import FaceSettings

PERIOD = 0.2
MOVED_DEG = 1.5
MOVED_SHARE = 0.15
LOST_SECONDS = 2.0
WIDEST_DEG = 60.0
FARTHEST_M = 5.0


class Places:
    """Turns observations into messages: when the face moved, five a second at most, and once when it is lost."""

    def __init__(self, settings: FaceSettings) -> None:
        self._settings = settings
        self._told: Place | None = None
        self._told_at = -math.inf
        self._seen_at = -math.inf

    def add(self, observation: FaceObservation) -> ShopperPlace | None:
        """What to send after this observation; `None` for nothing. Observations come in order of capture."""
        now = observation.captured_at
        place = self._place(observation)
        if place is None:
            if self._told is None or now - self._seen_at < LOST_SECONDS:
                return None
            self._told = None
            return ShopperPlace()
        self._seen_at = now
        if now - self._told_at < PERIOD or not self._moved(place):
            return None
        self._told, self._told_at = place, now
        return ShopperPlace(place=place)

    def forget(self) -> None:
        """Tell the next place whatever was told before."""
        self._told, self._told_at = None, -math.inf

    def _moved(self, place: Place) -> bool:
        told = self._told
        if told is None:
            return True
        way = math.hypot(place.right_deg - told.right_deg, place.down_deg - told.down_deg)
        return way >= MOVED_DEG or abs(place.distance_m / told.distance_m - 1) >= MOVED_SHARE

    def _place(self, observation: FaceObservation) -> Place | None:
        """Rounded to half degrees and centimetres: enough to look at somebody."""
        focal = self._settings.camera(observation.image_size).focal_px
        if not observation.faces or observation.eyes_centre is None or not observation.iris_px or focal is None:
            return None
        width, height = observation.image_size
        across, along = observation.eyes_centre
        right = math.degrees(math.atan((across - 0.5) * width / focal))
        down = math.degrees(math.atan((along - 0.5) * height / focal))
        metres = min(max(focal * IRIS_MM / observation.iris_px / 1000, 0.1), FARTHEST_M)
        return Place(right_deg=_half(right), down_deg=_half(down), distance_m=round(metres, 2))


def _half(degrees: float) -> float:
    return round(min(max(degrees, -WIDEST_DEG), WIDEST_DEG) * 2) / 2
