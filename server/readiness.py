"""Whether the companion can take a visit, part by part."""

from enum import StrEnum

from app.protocol.messages import Wire


class PartState(StrEnum):
    """`degraded` still serves visits with less; `failed` does not."""

    STARTING = "starting"
    READY = "ready"
    DEGRADED = "degraded"
    FAILED = "failed"


class PartStatus(Wire):
    """One part; `message` is a sentence when something is wrong or worth knowing."""

    state: PartState
    message: str = ""


class ReadinessReport(Wire):
    """Body of `GET /ready`."""

    ready: bool
    sessions: int
    capacity: int
    parts: dict[str, PartStatus]


class Readiness:
    """The present state of every part."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self._parts = {name: PartStatus(state=PartState.STARTING) for name in parts}

    def set(self, name: str, state: PartState, message: str = "") -> None:
        """Record a part's state."""
        self._parts[name] = PartStatus(state=state, message=message)

    @property
    def ready(self) -> bool:
        return all(part.state in {PartState.READY, PartState.DEGRADED} for part in self._parts.values())

    def report(self, sessions: int, capacity: int) -> ReadinessReport:
        """A snapshot."""
        return ReadinessReport(ready=self.ready, sessions=sessions, capacity=capacity, parts=dict(self._parts))
