"""The register of running visits and the limit on their number."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from app.clock import Clock
from app.errors import CapacityError, ProtocolError
from app.protocol.messages import SessionRequest
from server.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)

RETRY_AFTER = 15
END_TIMEOUT = 10.0


class Visit(Protocol):
    """A running session, as the broker sees it."""

    async def open(self, offer_sdp: str) -> str:
        """Answer the offer; raises `ProtocolError`."""
        ...

    async def ended(self) -> None:
        """Return when the session is over by itself: the peer left, failed or never came."""
        ...

    async def aclose(self) -> None:
        """End it and forget everything."""
        ...


VisitFactory = Callable[[str, SessionRequest], Visit]


class SessionBroker:
    """Opens visits while there is room, ends each exactly once and keeps no trace of it."""

    def __init__(
        self,
        capacity: int,
        build: VisitFactory,
        new_id: Callable[[], str],
        clock: Clock,
        metrics: Metrics,
        on_idle: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_idle` is called whenever the last running visit has ended."""
        self._capacity = capacity
        self._build = build
        self._new_id = new_id
        self._clock = clock
        self._metrics = metrics
        self._on_idle = on_idle
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stops: dict[str, asyncio.Event] = {}
        self._draining = False
        metrics.session_slots.set(capacity)

    @property
    def active(self) -> int:
        return len(self._tasks)

    @property
    def capacity(self) -> int:
        return self._capacity

    async def open(self, request: SessionRequest) -> tuple[str, str]:
        """Begin a visit: its id and the SDP answer.

        Raises `CapacityError`, `UnknownConsultantError` or `ProtocolError`.
        """
        if self._draining or len(self._tasks) >= self._capacity:
            self._metrics.sessions.labels(outcome="refused").inc()
            raise CapacityError("All places at this companion are taken. Please try again in a moment.")
        session_id = self._new_id()
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        stop = asyncio.Event()
        visit = self._build(session_id, request)
        task = asyncio.create_task(self._run(visit, request.sdp, answer, stop), name=f"visit-{session_id}")
        self._tasks[session_id] = task
        self._stops[session_id] = stop
        task.add_done_callback(lambda _task: self._forget(session_id))
        self._count()
        try:
            sdp = await answer
        except asyncio.CancelledError:
            stop.set()
            raise
        except ProtocolError:
            await asyncio.wait({task}, timeout=END_TIMEOUT)
            self._metrics.sessions.labels(outcome="malformed").inc()
            raise
        self._metrics.sessions.labels(outcome="opened").inc()
        return session_id, sdp

    async def close(self, session_id: str) -> bool:
        """End a visit and wait until it is forgotten; `False` when there is none of that id."""
        task, stop = self._tasks.get(session_id), self._stops.get(session_id)
        if task is None or stop is None:
            return False
        stop.set()
        await asyncio.wait({task}, timeout=END_TIMEOUT)
        return True

    async def drain(self, grace: float) -> None:
        """Take no more visits, give the running ones `grace` seconds to end, then end them."""
        self._draining = True
        running = set(self._tasks.values())
        if running and grace > 0:
            _log.info("draining", sessions=len(running), seconds=grace)
            await asyncio.wait(running, timeout=grace)
        for stop in list(self._stops.values()):
            stop.set()
        if left := set(self._tasks.values()):
            await asyncio.wait(left, timeout=END_TIMEOUT)

    async def _run(self, visit: Visit, offer: str, answer: "asyncio.Future[str]", stop: asyncio.Event) -> None:
        began = self._clock.monotonic()
        try:
            try:
                sdp = await visit.open(offer)
            except Exception as error:  # noqa: BLE001 - handed to whoever asked
                if not answer.done():
                    answer.set_exception(error)
                return
            if answer.done():
                return
            answer.set_result(sdp)
            await _first(visit.ended(), stop.wait())
            self._metrics.session_duration.observe(self._clock.monotonic() - began)
        finally:
            if not answer.done():
                answer.cancel()
            await visit.aclose()

    def _forget(self, session_id: str) -> None:
        task = self._tasks.pop(session_id)
        del self._stops[session_id]
        self._count()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("visit_failed", session=session_id, error=type(error).__name__, exc_info=error)
        if not self._tasks:
            asyncio.get_running_loop().call_soon(self._on_idle)

    def _count(self) -> None:
        self._metrics.active_sessions.set(len(self._tasks))
        self._metrics.session_slots_used.set(len(self._tasks) / self._capacity)


async def _first(*works: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
