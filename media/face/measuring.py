"""Gathers observations of one shopper until they make a measurement."""

from collections import deque
from dataclasses import dataclass

from app.domain.measurement import FaceMeasurement, FaceSample, combine
from media.face.observation import FaceObservation

NEEDED_SAMPLES = 15
NEEDED_SECONDS = 1.5
"""A measurement takes at least this long, so that one odd moment does not decide it."""

REMEMBERED_SECONDS = 15.0
GONE_SECONDS = 3.0
"""Without a face for this long the next one may be somebody else's: start afresh."""

HOLD = "Perfect, hold still for a moment"
DONE = "Thank you, that is all I need"


@dataclass(frozen=True, slots=True)
class MeasuringState:
    """What to show: `progress` 0..1, a `hint` for the shopper, and the `measurement` once there is one."""

    progress: float
    hint: str
    measurement: FaceMeasurement | None


class MeasuringSession:
    """Feed it every observation in order of capture; times are the observations' own, in seconds.

    Once complete it stays complete, and keeps the first measurement, until `restart`.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[float, FaceSample]] = deque(maxlen=NEEDED_SAMPLES * 4)
        self._last_seen: float | None = None
        self._measurement: FaceMeasurement | None = None
        self._hint = ""

    @property
    def state(self) -> MeasuringState:
        return MeasuringState(self._progress(), self._hint, self._measurement)

    def add(self, observation: FaceObservation) -> MeasuringState:
        """Take one observation into account."""
        if self._measurement is not None:
            return self.state
        now = observation.captured_at
        self._forget(now)
        if observation.faces:
            self._last_seen = now
        self._hint = observation.obstacle.hint if observation.obstacle is not None else HOLD
        if observation.sample is not None:
            self._samples.append((now, observation.sample))
        if self._progress() >= 1.0:
            self._measurement = combine([sample for _, sample in self._samples])
            self._hint = DONE
        return self.state

    def restart(self) -> None:
        """Forget everything."""
        self._samples.clear()
        self._last_seen = None
        self._measurement = None
        self._hint = ""

    def _forget(self, now: float) -> None:
        if self._last_seen is not None and now - self._last_seen > GONE_SECONDS:
            self._samples.clear()
        while self._samples and now - self._samples[0][0] > REMEMBERED_SECONDS:
            self._samples.popleft()

    def _progress(self) -> float:
        if self._measurement is not None:
            return 1.0
        if not self._samples:
            return 0.0
        seconds = self._samples[-1][0] - self._samples[0][0]
        return min(len(self._samples) / NEEDED_SAMPLES, seconds / NEEDED_SECONDS, 1.0)
