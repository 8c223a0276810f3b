"""Behaviour of work on a voice's graph that is no longer wanted."""

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from app.errors import ServiceError
from server.tts.onnx_voice import GIVES_WAY, done_by, inferred, workbench


class EndlessSession:
    """Works, operator after operator, until it is told to stop."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.stopped = threading.Event()

    def run(self, outputs: None, feed: dict[str, Any], options: Any) -> list[Any]:
        self.begun.set()
        while not options.terminate:
            self.stopped.wait(0.001)
        self.stopped.set()
        raise RuntimeError("terminated")


async def test_a_cancelled_clause_makes_room_for_the_next() -> None:
    """Cancelling ends the work under way instead of leaving it in the way of what follows."""
    session = EndlessSession()
    with ThreadPoolExecutor(1) as executor:
        work = asyncio.create_task(inferred(executor, session, {}))
        await asyncio.to_thread(session.begun.wait, 5.0)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert await asyncio.to_thread(session.stopped.wait, 5.0)


async def test_a_graph_that_fails_is_a_failed_service() -> None:
    """What the runtime raises becomes an error that the conversation knows."""

    class Broken:
        def run(self, outputs: None, feed: dict[str, Any], options: Any) -> list[Any]:
            raise RuntimeError("no such operator")

    with ThreadPoolExecutor(1) as executor, pytest.raises(ServiceError):
        await inferred(executor, Broken(), {})


async def test_sound_and_durations_are_flat() -> None:
    """Whatever batch dimensions the graph has, both come as one row."""

    class Working:
        def run(self, outputs: None, feed: dict[str, Any], options: Any) -> list[Any]:
            return [np.zeros((1, 1, 6), np.float32), np.ones((1, 3), np.float32)]

    with ThreadPoolExecutor(1) as executor:
        sound, durations = await inferred(executor, Working(), {})
    assert (sound.shape, durations.shape) == ((6,), (3,))


@pytest.mark.skipif(sys.platform != "linux", reason="niceness belongs to processes there")
def test_a_voices_threads_give_way() -> None:
    """The workbench's thread, and a thread begun there, are nicer than the one that made it, which stays as it was."""

    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def of_another() -> int:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(niceness()))
        thread.start()
        thread.join()
        return found[0]

    own = niceness()
    with workbench("voice") as executor:
        wanted = min(own + GIVES_WAY, 19)
        assert [executor.submit(each).result() for each in (niceness, of_another)] == [wanted, wanted]
    assert niceness() == own


async def test_a_voice_that_was_let_go_is_a_failed_service() -> None:
    """Work for a workbench that is closed becomes an error that the conversation knows."""
    executor = workbench("voice")
    executor.shutdown()
    with pytest.raises(ServiceError):
        await done_by(executor, len, "")
