"""Running the HTTP side until a signal, or the parent's end, asks it to stop."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn
from fastapi import FastAPI

GRACEFUL = 5


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers, which would end the process by the signal instead of by its status."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    application: FastAPI, listener: socket.socket, on_listening: Callable[[Callable[[], None]], None]
) -> None:
    """Serve until SIGTERM, SIGINT or the stop function that `on_listening` was given; a second signal hurries.

    `on_listening` is called once connections are accepted; the stop function may be called from any thread.
    """
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=GRACEFUL,
        server_header=False,
        log_level="warning",
    )
    server = _Server(config)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if server.should_exit:
            server.force_exit = True
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    running = asyncio.create_task(server.serve(sockets=[listener]), name="http")
    try:
        while not server.started and not running.done():  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.02)
        if not running.done():
            on_listening(lambda: _from_any_thread(loop, stop))
        await running
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


def _from_any_thread(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(stop)
