"""The parent's end of a process that looks at pictures, one at a time.

A process, because native code that crashes must not take the program with it, because measuring would hold Python's
lock, and because OpenCV and Qt do not share one well; a pipe, because pictures then exist in memory only.
"""

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress

import numpy as np

from app.errors import LunetteError
from media.face.landmarks import Picture
from media.face.worker_process import READY

START_DEADLINE = 60.0
ANSWER_DEADLINE = 5.0
"""Seconds until a child that says nothing counts as hung."""

_GRACE, _TERMINATION = 0.1, 2.0


class ChildLostError(Exception):
    """The child ended, or said nothing for too long."""


class FaceChild:
    """Runs `target(pipe, *arguments)`, which says `READY` or a `LunetteError`, then answers pictures in order.

    For one thread, but for `stop`.
    """

    def __init__(self, target: Callable[..., None], *arguments: object) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, self._theirs = context.Pipe()
        self._process = context.Process(
            target=target, args=(self._theirs, *arguments), name=target.__name__, daemon=True
        )
        self._closed = False
        self._exit = 0

    def start(self) -> None:
        self._process.start()
        self._theirs.close()

    def wait_ready(self) -> None:
        """Raises what the child raised while it got ready, or `ChildLostError`."""
        reply = self._receive(START_DEADLINE)
        if isinstance(reply, LunetteError):
            raise reply
        if reply != READY:
            raise ChildLostError

    def ask(self, picture: Picture, captured_at: float, deadline: float = ANSWER_DEADLINE) -> object:
        """The child's answer to a picture (height x width x 3, uint8, BGR); raises `ChildLostError`."""
        height, width = picture.shape[:2]
        try:
            self._pipe.send((height, width, captured_at))
            self._pipe.send_bytes(np.ascontiguousarray(picture).reshape(-1).data)
        except OSError as error:
            raise ChildLostError from error
        return self._receive(deadline)

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def pid(self) -> int | None:
        return None if self._closed else self._process.pid

    @property
    def died_of(self) -> str:
        """The signal that killed the child, for example "SIGABRT"; empty when it was none but ours."""
        with suppress(ValueError):
            return signal.Signals(-self._exit).name
        return ""

    def stop(self) -> None:
        """Ask the child to end; from any thread."""
        with suppress(ValueError):
            self._process.terminate()

    def close(self) -> None:
        """End the child. Safe before `start` and twice."""
        self._pipe.close()
        self._theirs.close()
        if self._closed or self._process.pid is None:
            return
        self._closed = True
        self._process.join(_GRACE)
        if self._process.exitcode is None:
            self._process.terminate()
            self._process.join(_TERMINATION)
        else:
            self._exit = self._process.exitcode
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        with suppress(ValueError):
            self._process.close()

    def _receive(self, deadline: float) -> object:
        try:
            if not self._pipe.poll(deadline):
                raise ChildLostError
            return self._pipe.recv()
        except (EOFError, OSError) as error:
            raise ChildLostError from error
