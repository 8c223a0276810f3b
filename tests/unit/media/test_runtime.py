"""The media thread."""

import asyncio
import logging
import threading

import pytest

from app.errors import LunetteError
from media.runtime import MediaRuntime

DEADLINE = 5.0


async def _thread_name() -> str:
    return threading.current_thread().name


async def _fail() -> None:
    raise LunetteError("The camera is gone.")


def test_coroutines_run_on_the_media_thread() -> None:
    """What is submitted runs beside the caller's thread, and its result comes back."""
    runtime = MediaRuntime()
    runtime.start()
    runtime.start()
    try:
        assert runtime.submit(_thread_name()).result(DEADLINE) == "media"
    finally:
        runtime.close()
        runtime.close()


def test_a_dropped_failure_is_still_reported(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody keeps the future, yet the error reaches the hook."""
    caplog.set_level(logging.CRITICAL)
    seen: list[BaseException] = []
    told = threading.Event()

    def note(error: BaseException) -> None:
        seen.append(error)
        told.set()

    runtime = MediaRuntime(note)
    runtime.start()
    try:
        runtime.submit(_fail())
        assert told.wait(DEADLINE)
        assert str(seen[0]) == "The camera is gone."
    finally:
        runtime.close()


def test_a_failing_callback_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    """What reaches the loop's own handler reaches the hook too."""
    caplog.set_level(logging.CRITICAL)
    told = threading.Event()
    runtime = MediaRuntime(lambda _: told.set())
    runtime.start()
    try:
        runtime.call(lambda: 1 // 0)
        assert told.wait(DEADLINE)
    finally:
        runtime.close()


def test_close_cancels_what_still_runs() -> None:
    """A coroutine that would wait for ever is cancelled and can clean up."""
    cleaned = threading.Event()
    begun = threading.Event()

    async def wait() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    runtime = MediaRuntime()
    runtime.start()
    runtime.submit(wait())
    assert begun.wait(DEADLINE)
    runtime.close()
    assert cleaned.is_set()


def test_nothing_is_taken_before_start_and_after_close() -> None:
    """Submitting to a thread that does not run is an error with a sentence."""
    runtime = MediaRuntime()
    runtime.close()
    with pytest.raises(LunetteError, match="not running"):
        runtime.submit(_thread_name())
