"""Rendering for all visits in a process of its own: OpenGL read-back would hold this process's lock for too long."""

import asyncio
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from app.clock import Clock
from app.errors import RendererUnavailableError
from server.avatar.render_worker import (
    RenderDone,
    RendererFactory,
    RenderReady,
    RenderRefused,
    RenderRequest,
    slot_view,
    work,
)

_log = structlog.get_logger(__name__)

SLOTS = 3
IN_FLIGHT = 2
START_TIMEOUT = 60.0
START_TRIES = 3
REPLY_TIMEOUT = 5.0
STOP_TIMEOUT = 3.0
RESTART_DELAYS = (0.2, 1.0, 3.0, 10.0)


@dataclass(slots=True, eq=False)
class _Order:
    pose: Any
    width: int
    height: int
    due: float
    future: "asyncio.Future[NDArray[np.uint8] | None]"


class RenderProcess:
    """Owns the render process: starts it, starts it again after a crash, and ends it.

    A view (one visit) has at most one picture waiting: a newer request replaces it. Among views the earliest due goes
    first. `on_frame` hears the seconds from request to picture, `on_error` each crash.
    """

    def __init__(
        self,
        build: RendererFactory,
        clock: Clock,
        *,
        max_pixels: int,
        on_frame: Callable[[float], None] = lambda _seconds: None,
        on_error: Callable[[], None] = lambda: None,
    ) -> None:
        self._build = build
        self._clock = clock
        self._slot_bytes = max_pixels * 3 // 2
        self._on_frame = on_frame
        self._on_error = on_error
        self._memory: SharedMemory | None = None
        self._process: BaseProcess | None = None
        self._requests: Connection | None = None
        self._replies: Connection | None = None
        self._waiting: dict[str, _Order] = {}
        self._drawing: dict[int, _Order] = {}
        self._free = list(range(SLOTS))
        self._number = 0
        self._start_failures = 0
        self._up = asyncio.Event()
        self._lost = asyncio.Event()
        self._reason = "The renderer has not started yet."
        self._supervisor: asyncio.Task[None] | None = None
        self._spawning: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()

    @property
    def available(self) -> bool:
        return self._up.is_set()

    @property
    def reason(self) -> str:
        """Why it is not available, as a sentence."""
        return self._reason

    async def start(self) -> None:
        """Start the process; returns when it can draw, or raises `RendererUnavailableError` when it cannot.

        A process that refuses is not started again; one that crashes is, at its start three times at most.
        """
        if self._supervisor is None:
            self._supervisor = asyncio.get_running_loop().create_task(self._supervise(), name="renderer")
        await self._settled.wait()
        if not self.available:
            raise RendererUnavailableError(self._reason)

    async def recovered(self) -> None:
        """Return as soon as pictures can be had."""
        await self._up.wait()

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8] | None:
        """The picture of `pose` as uint8 (height * 3 // 2, width), or `None` when a newer request took its place.

        `due` is the clock time it should be ready by. Raises `RendererUnavailableError`.
        """
        if not self.available:
            raise RendererUnavailableError(self._reason)
        if (older := self._waiting.pop(view, None)) is not None and not older.future.done():
            older.future.set_result(None)
        order = _Order(pose, width, height, due, asyncio.get_running_loop().create_future())
        self._waiting[view] = order
        self._dispatch()
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(REPLY_TIMEOUT):
                picture = await order.future
        except TimeoutError:
            self._lost.set()
            raise RendererUnavailableError("The renderer does not answer.") from None
        finally:
            if self._waiting.get(view) is order:
                del self._waiting[view]
        if picture is not None:
            self._on_frame(self._clock.monotonic() - began)
        return picture

    async def aclose(self) -> None:
        """End the process. Safe before the start and twice."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            await asyncio.gather(self._supervisor, return_exceptions=True)
            self._supervisor = None

    async def _supervise(self) -> None:
        failures = 0
        try:
            while True:
                self._lost.clear()
                try:
                    self._spawning = asyncio.create_task(asyncio.to_thread(self._spawn), name="renderer-spawn")
                    await asyncio.shield(self._spawning)
                    again = await self._run_once()
                finally:
                    await self._tear_down()
                if not again:
                    return
                self._on_error()
                delay = RESTART_DELAYS[min(failures, len(RESTART_DELAYS) - 1)]
                failures += 1
                _log.warning("renderer_lost", restart_in=delay)
                await asyncio.sleep(delay)
        finally:
            self._settled.set()

    def _spawn(self) -> None:
        context = multiprocessing.get_context("spawn")
        request_end, self._requests = context.Pipe(duplex=False)
        self._replies, reply_end = context.Pipe(duplex=False)
        self._memory = SharedMemory(create=True, size=self._slot_bytes * SLOTS)
        self._process = context.Process(
            target=work,
            args=(self._build, request_end, reply_end, self._memory.name, self._slot_bytes),
            name="lunette-renderer",
            daemon=True,
        )
        self._process.start()
        request_end.close()
        reply_end.close()

    async def _run_once(self) -> bool:
        """Serve until the process is lost; whether another one should be started."""
        replies = self._replies
        assert replies is not None
        loop = asyncio.get_running_loop()
        first: asyncio.Future[object] = loop.create_future()

        def readable() -> None:
            try:
                while replies.poll():
                    message = replies.recv()
                    if isinstance(message, RenderDone):
                        self._finish(message)
                    elif not first.done():
                        first.set_result(message)
            except (EOFError, OSError):
                loop.remove_reader(replies.fileno())
                self._lost.set()
                if not first.done():
                    first.set_result(None)

        loop.add_reader(replies.fileno(), readable)
        try:
            async with asyncio.timeout(START_TIMEOUT):
                message = await first
            if message is None:
                self._start_failures += 1
                self._reason = "The renderer ended while it started."
                return self._start_failures < START_TRIES
            if not isinstance(message, RenderReady):
                self._reason = message.reason if isinstance(message, RenderRefused) else "The renderer misbehaves."
                return False
            self._start_failures = 0
            self._up.set()
            self._settled.set()
            await self._lost.wait()
        except TimeoutError:
            self._reason = "The renderer did not start in time."
            return False
        finally:
            loop.remove_reader(replies.fileno())
            self._up.clear()
        self._reason = "The renderer stopped and is being started again."
        return True

    def _dispatch(self) -> None:
        while self._waiting and self._free and len(self._drawing) < IN_FLIGHT and self._requests is not None:
            view = min(self._waiting, key=lambda key: self._waiting[key].due)
            order = self._waiting.pop(view)
            if order.future.done():
                continue
            slot = self._free.pop()
            self._number += 1
            self._drawing[self._number] = order
            try:
                self._requests.send(RenderRequest(self._number, slot, order.pose, order.width, order.height))
            except OSError:
                self._lost.set()
                return

    def _finish(self, done: RenderDone) -> None:
        order = self._drawing.pop(done.number)
        self._free.append(done.slot)
        if not order.future.done() and self._memory is not None:
            size = order.width * order.height * 3 // 2
            picture = slot_view(self._memory, done.slot, self._slot_bytes, size).copy()
            order.future.set_result(picture.reshape(order.height * 3 // 2, order.width))
        self._dispatch()

    async def _tear_down(self) -> None:
        if self._spawning is not None:
            await asyncio.wait({self._spawning})
            self._spawning = None
        orders = [*self._waiting.values(), *self._drawing.values()]
        self._waiting.clear()
        self._drawing.clear()
        self._free = list(range(SLOTS))
        for order in orders:
            if not order.future.done():
                order.future.set_exception(RendererUnavailableError(self._reason))
        for end in (self._requests, self._replies):
            if end is not None:
                end.close()
        self._requests = self._replies = None
        if self._process is not None:
            await asyncio.to_thread(_end, self._process)
            self._process = None
        if self._memory is not None:
            self._memory.close()
            self._memory.unlink()
            self._memory = None


def _end(process: BaseProcess) -> None:
    process.join(STOP_TIMEOUT)
    if process.is_alive():
        process.kill()
        process.join(STOP_TIMEOUT)
    process.close()
