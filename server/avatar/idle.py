"""A figure at rest, drawn and encoded once for all visits in which nothing happens.

Such a figure moves little, so a picture is drawn only when it differs from the last one to the eye: nine or
ten a second, up to thirty while it blinks or looks elsewhere.
"""

import asyncio
from collections import deque
from typing import Any

import structlog

from app.clock import Clock
from app.errors import RendererUnavailableError
from app.protocol.messages import ConsultantState
from media.webrtc.frames import I420Frame
from media.webrtc.sharing import SharedEncoder
from server.avatar.ports import Motion, PictureSource
from server.avatar.pose import FacePose, movement

_log = structlog.get_logger(__name__)

PERIOD = 1 / 30
NOTABLE = 0.6
"""Thousandths of the picture's height; see `movement`."""
LONGEST = 0.25
MOST_WAITING = 8


class Seat:
    """One visit's place before a resting figure; give it back with `leave`.

    Pictures that are not fetched in time are dropped, the oldest first.
    """

    def __init__(self, stream: "IdleStream") -> None:
        self.stream = stream
        self.pictures: deque[I420Frame] = deque(maxlen=MOST_WAITING)
        self.fresh = asyncio.Event()

    def leave(self) -> None:
        """Stop following. Safe twice."""
        self.stream.left(self)
        self.fresh.set()

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self not in self.stream.seats


class IdleStream:
    """Moves, draws and encodes one figure while somebody follows it.

    Stamps of its pictures are seconds of the process's clock.
    """

    def __init__(
        self,
        state: ConsultantState,
        motion: Motion,
        ahead: float,
        source: PictureSource,
        size: tuple[int, int],
        clock: Clock,
    ) -> None:
        """The `motion`'s time is the clock's plus `ahead`."""
        self.state = state
        self._motion = motion
        self._ahead = ahead
        self._source = source
        self._size = size
        self._clock = clock
        self._encoder = SharedEncoder()
        self.seats: set[Seat] = set()
        self.pose: FacePose = motion.pose(self.time, state, None)
        self._drawn: FacePose | None = None
        self._drawn_at = 0.0
        self.latest: I420Frame | None = None
        self.ended = False

    @property
    def time(self) -> float:
        """The present on the motion's own clock, seconds."""
        return self._clock.monotonic() + self._ahead

    def join(self) -> Seat:
        """Follow from the newest picture on."""
        seat = Seat(self)
        if self.latest is not None:
            seat.pictures.append(self.latest)
        self.seats.add(seat)
        return seat

    def left(self, seat: Seat) -> None:
        self.seats.discard(seat)

    def fork(self, seed: int) -> Motion:
        """A motion that stands where this one does, on the same clock, and goes its own way."""
        return self._motion.fork(seed)

    async def run(self) -> None:
        """Draw until nobody follows any more, or there is no renderer; then every seat is over."""
        try:
            due = self._clock.monotonic()
            while self.seats:
                due = max(due + PERIOD, self._clock.monotonic())
                await self.step()
                await asyncio.sleep(max(due - self._clock.monotonic(), 0.0))
        except RendererUnavailableError as error:
            _log.warning("idle_figure_without_picture", reason=str(error))
        finally:
            self.ended = True
            for seat in list(self.seats):
                seat.leave()

    async def step(self) -> None:
        """Move to the present, and show that if it differs from what was shown last."""
        now = self._clock.monotonic()
        self.pose = self._motion.pose(now + self._ahead, self.state, None)
        if self._drawn is None or now - self._drawn_at >= LONGEST or movement(self._drawn, self.pose) >= NOTABLE:
            self._drawn, self._drawn_at = self.pose, now
            picture = await self._picture(self.pose, now)
            if picture is not None:
                self._show(picture)

    async def _picture(self, pose: Any, now: float) -> I420Frame | None:
        width, height = self._size
        data = await self._source.render(f"idle-{id(self)}", pose, width, height, now + PERIOD)
        if data is None:
            return None
        return await asyncio.to_thread(self._encoder.encode, I420Frame(width, height, data, now))

    def _show(self, picture: I420Frame) -> None:
        self.latest = picture
        for seat in self.seats:
            seat.pictures.append(picture)
            seat.fresh.set()


class IdleFigures:
    """The resting figures of a companion, one stream for each and each state. Belongs to one loop."""

    def __init__(self, size: tuple[int, int], clock: Clock) -> None:
        self._size = size
        self._clock = clock
        self._streams: dict[tuple[str, ConsultantState], IdleStream] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def running(self, figure: str, state: ConsultantState) -> IdleStream | None:
        """What those see before whom this figure rests in this state now."""
        stream = self._streams.get((figure, state))
        return None if stream is None or stream.ended else stream

    def begin(
        self, figure: str, state: ConsultantState, source: PictureSource, motion: Motion, time: float
    ) -> IdleStream:
        """Let a figure rest that moves as `motion` from its moment `time` on; to be joined at once."""
        stream = IdleStream(state, motion, time - self._clock.monotonic(), source, self._size, self._clock)
        self._streams[figure, state] = stream
        task = asyncio.get_running_loop().create_task(self._run(figure, stream), name=f"idle-{figure}-{state}")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return stream

    async def aclose(self) -> None:
        """End all streams. Safe twice."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, figure: str, stream: IdleStream) -> None:
        try:
            await stream.run()
        finally:
            if self._streams.get((figure, stream.state)) is stream:
                del self._streams[figure, stream.state]

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("idle_figure_failed", error=type(error).__name__, exc_info=error)
