"""The media thread: one asyncio loop of its own, beside the thread that draws."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import structlog

from app.errors import LunetteError

_log = structlog.get_logger(__name__)

T = TypeVar("T")
OnError = Callable[[BaseException], None]

CLOSE_TIMEOUT = 10.0


class MediaRuntime:
    """Owns the media loop and its thread.

    `submit` may be called from any thread between `start` and `close`. A coroutine that fails is reported to
    `on_error` (on the media thread) whether or not anybody looks at its future; so is whatever reaches the loop's
    own exception handler. `start` and `close` are safe twice, `close` also before `start`.
    """

    def __init__(self, on_error: OnError | None = None) -> None:
        self._on_error = on_error
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The running loop; raises `LunetteError` before `start` and after `close`."""
        if self._loop is None:
            raise LunetteError("The media thread is not running.")
        return self._loop

    def start(self) -> None:
        with self._lock:
            if self._thread is not None:
                return
            ready = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(ready,), name="media", daemon=True)
            self._thread.start()
            ready.wait()

    def submit(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Run a coroutine on the media loop; its failure is reported even when the future is dropped."""
        loop = self._loop
        if loop is None:
            work.close()
            raise LunetteError("The media thread is not running.")
        future = asyncio.run_coroutine_threadsafe(work, loop)
        future.add_done_callback(self._observe)
        return future

    def call(self, function: Callable[..., object], *arguments: object) -> None:
        """Call a plain function on the media loop soon."""
        self.loop.call_soon_threadsafe(function, *arguments)

    def close(self) -> None:
        """Cancel what still runs, stop the loop and join the thread."""
        with self._lock:
            thread, loop = self._thread, self._loop
            self._thread = None
            if thread is None or loop is None:
                return
            loop.call_soon_threadsafe(loop.stop)
            thread.join(CLOSE_TIMEOUT)
            if thread.is_alive():
                _log.error("media_thread_stuck")

    def _run(self, ready: threading.Event) -> None:
        loop = asyncio.new_event_loop()
        loop.set_exception_handler(self._loop_error)
        asyncio.set_event_loop(loop)
        self._loop = loop
        ready.set()
        try:
            loop.run_forever()
        finally:
            self._loop = None
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            if left:
                loop.run_until_complete(asyncio.wait(left, timeout=CLOSE_TIMEOUT / 2))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
            asyncio.set_event_loop(None)
            loop.close()

    def _observe(self, future: "Future[Any]") -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            self._report(error)

    def _loop_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self._report(error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))

    def _report(self, error: BaseException) -> None:
        if isinstance(error, asyncio.CancelledError):
            return
        _log.error("media_task_failed", error=type(error).__name__, exc_info=error)
        if self._on_error is not None:
            self._on_error(error)
