"""Behaviour of the register of visits."""

import asyncio
import itertools

import pytest

from app.clock import ManualClock
from app.errors import CapacityError, ProtocolError
from app.protocol.messages import ResumePacket, SessionRequest
from server.broker import SessionBroker
from server.telemetry.metrics import Metrics


class QuietVisit:
    """A visit that lasts until it is told to end; it notes what happens to it."""

    def __init__(self, refusal: str | None = None) -> None:
        self.refusal = refusal
        self.over = asyncio.Event()
        self.closed = 0

    async def open(self, offer_sdp: str) -> str:
        if self.refusal is not None:
            raise ProtocolError(self.refusal)
        return f"answer to {offer_sdp}"

    async def ended(self) -> None:
        await self.over.wait()

    async def aclose(self) -> None:
        self.closed += 1


class Rig:
    def __init__(self, capacity: int, refusal: str | None = None) -> None:
        self.visits: list[QuietVisit] = []
        self.metrics = Metrics()
        self.refusal = refusal
        numbers = itertools.count(1)
        self.broker = SessionBroker(capacity, self._build, lambda: f"s{next(numbers)}", ManualClock(), self.metrics)

    def _build(self, session_id: str, request: SessionRequest) -> QuietVisit:
        visit = QuietVisit(self.refusal)
        self.visits.append(visit)
        return visit

    def sample(self, name: str, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(name, labels)


def _request() -> SessionRequest:
    return SessionRequest(protocol=1, sdp="offer", resume=ResumePacket(visit_id="visit-0001"))


async def test_visit_is_opened_counted_and_forgotten() -> None:
    """A visit that is closed is ended once and leaves nothing in the register."""
    rig = Rig(2)

    opened = await rig.broker.open(_request())
    active = rig.sample("avatar_active_sessions")
    closed = await rig.broker.close("s1")

    assert opened == ("s1", "answer to offer")
    assert active == 1.0
    assert closed
    assert (rig.broker.active, rig.visits[0].closed) == (0, 1)
    assert rig.sample("avatar_active_sessions") == 0.0
    assert rig.sample("avatar_sessions_total", outcome="opened") == 1.0
    assert rig.sample("avatar_session_duration_seconds_count") == 1.0


async def test_full_companion_refuses() -> None:
    """With all places taken the next visit is refused, and is welcome when one ends."""
    rig = Rig(1)
    await rig.broker.open(_request())

    with pytest.raises(CapacityError):
        await rig.broker.open(_request())
    await rig.broker.close("s1")
    await rig.broker.open(_request())

    assert rig.sample("avatar_sessions_total", outcome="refused") == 1.0
    await rig.broker.drain(0.0)


async def test_malformed_offer_frees_its_place() -> None:
    """An offer that cannot be answered is refused with its sentence and takes no place."""
    rig = Rig(1, refusal="not SDP")

    with pytest.raises(ProtocolError, match="not SDP"):
        await rig.broker.open(_request())

    assert (rig.broker.active, rig.visits[0].closed) == (0, 1)
    assert rig.sample("avatar_sessions_total", outcome="malformed") == 1.0


async def test_visit_that_ends_by_itself_is_forgotten() -> None:
    """A kiosk that goes away frees its place without being asked."""
    rig = Rig(1)
    await rig.broker.open(_request())
    (task,) = rig.broker._tasks.values()

    rig.visits[0].over.set()
    await task

    assert (rig.broker.active, rig.visits[0].closed) == (0, 1)


async def test_unknown_visit_cannot_be_closed() -> None:
    """Closing what is not there says so."""
    assert not await Rig(1).broker.close("nobody")


async def test_draining_takes_no_more_visits_and_ends_the_running_ones() -> None:
    """A draining companion refuses newcomers and ends whoever is left after the grace."""
    rig = Rig(3)
    await rig.broker.open(_request())
    await rig.broker.open(_request())

    await rig.broker.drain(0.0)

    assert [visit.closed for visit in rig.visits] == [1, 1]
    with pytest.raises(CapacityError):
        await rig.broker.open(_request())
