"""Looks at the newest camera picture in a process of its own (see `media.face.child`).

One picture is under way at a time, one waits, and a newer one replaces it.
"""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.clock import Clock
from app.errors import LunetteError, ServiceError
from media.face.child import ChildLostError, FaceChild
from media.face.landmarks import Picture
from media.face.observation import FaceObservation
from media.face.observer import FaceSettings
from media.face.worker_process import work

_PAUSES = (0.2, 1.0, 3.0, 10.0)
"""Seconds before the first, second, ... restart in a row; the last one repeats."""

_HEALTHY_AFTER = 30.0
_IDLE_CHECK = 0.5

OnObservation = Callable[[FaceObservation], None]
OnTrouble = Callable[[LunetteError | None], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    picture: Picture
    captured_at: float


class FaceWorker:
    """Owns the process and the thread that feeds it.

    Callbacks arrive on that thread and must return at once. `on_trouble` is told an error with a sentence when looking
    stops, and None when it works again; a crashed child is restarted, a broken model file is not retried. Make a new
    worker for each visit.
    """

    def __init__(
        self, settings: FaceSettings, clock: Clock, on_observation: OnObservation, on_trouble: OnTrouble
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._on_observation = on_observation
        self._on_trouble = on_trouble
        self._changed = threading.Condition()
        self._waiting: _Waiting | None = None
        self._busy = True
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._child: FaceChild | None = None
        self._dropped = 0
        self._restarts = 0

    def start(self) -> None:
        """Start looking, without waiting for the process; a second call, or one after `close`, does nothing."""
        with self._changed:
            if self._thread is not None or self._stopping:
                return
            self._thread = threading.Thread(target=self._run, name="face-worker", daemon=True)
        self._thread.start()

    def submit(self, picture: Picture, captured_at: float) -> None:
        """Hand over a picture (height x width x 3, uint8, BGR), replacing one that still waits; never blocks.

        The array is not copied: leave it unchanged. Raises `ValueError` for anything that is no such picture.
        """
        if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or picture.size == 0:
            raise ValueError("a picture is height x width x 3 bytes")
        with self._changed:
            if self._stopping or self._thread is None:
                return
            self._dropped += self._waiting is not None
            self._waiting = _Waiting(picture, captured_at)
            self._changed.notify_all()

    @property
    def idle(self) -> bool:
        """Whether a picture submitted now would be looked at at once; lets callers spare conversions."""
        with self._changed:
            return not self._busy and self._waiting is None

    @property
    def dropped(self) -> int:
        """Pictures replaced by newer ones before they were looked at."""
        return self._dropped

    @property
    def restarts(self) -> int:
        return self._restarts

    @property
    def pid(self) -> int | None:
        """The child's process id while there is one."""
        child = self._child
        return child.pid if child is not None else None

    def close(self) -> None:
        """End the process and the thread; safe before `start` and twice. No callback comes afterwards."""
        with self._changed:
            self._stopping = True
            self._waiting = None
            child, thread = self._child, self._thread
            self._changed.notify_all()
        if child is not None:
            child.stop()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    async def aclose(self) -> None:
        """`close` for an asyncio loop."""
        await asyncio.to_thread(self.close)

    def _run(self) -> None:
        failures = 0
        while not self._stopping:
            began = self._clock.monotonic()
            try:
                self._look(in_trouble=failures > 0)
            except LunetteError as error:
                self._tell(error)
                return
            except ChildLostError:
                if self._stopping:
                    return
                healthy = self._clock.monotonic() - began > _HEALTHY_AFTER
                failures = 1 if healthy else failures + 1
                self._restarts += 1
                self._tell(ServiceError("The face measurement stopped and is being started again."))
                self._pause(_PAUSES[min(failures, len(_PAUSES)) - 1])
            else:
                return

    def _look(self, *, in_trouble: bool) -> None:
        """Start a child and feed it until it is lost (`ChildLostError`) or the worker is closed."""
        child = FaceChild(work, self._settings)
        try:
            child.start()
            with self._changed:
                self._child = child
                if self._stopping:
                    return
            child.wait_ready()
            if in_trouble:
                self._tell(None)
            while (waiting := self._next(child)) is not None:
                reply = child.ask(waiting.picture, waiting.captured_at)
                if isinstance(reply, FaceObservation) and not self._stopping:
                    self._on_observation(reply)
        finally:
            with self._changed:
                self._child = None
                self._busy = True
            child.close()

    def _next(self, child: FaceChild) -> _Waiting | None:
        """The newest picture, or None when the worker is closed."""
        with self._changed:
            self._busy = False
            while self._waiting is None and not self._stopping:
                if not child.alive:
                    raise ChildLostError
                self._changed.wait(_IDLE_CHECK)
            waiting, self._waiting = self._waiting, None
            self._busy = True
            return None if self._stopping else waiting

    def _tell(self, trouble: LunetteError | None) -> None:
        if not self._stopping:
            self._on_trouble(trouble)

    def _pause(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping, timeout=seconds)
