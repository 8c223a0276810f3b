"""The render process's own side: one OpenGL context, requests in, pictures into shared memory.

The parent holds the only writing end of the request pipe, so the process ends when the parent does, however it ends.
"""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.errors import LunetteError


class PictureRenderer(Protocol):
    """Draws one pose. `render` returns I420 as uint8 of shape (height * 3 // 2, width)."""

    def render(self, pose: Any, width: int, height: int) -> NDArray[np.uint8]: ...


RendererFactory = Callable[[], PictureRenderer]
"""Builds the renderer inside the process; a module-level function. Raises `LunetteError` when there can be none."""


@dataclass(frozen=True, slots=True)
class RenderRequest:
    number: int
    slot: int
    pose: Any
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class RenderReady:
    """The context stands; the first picture can be asked for."""


@dataclass(frozen=True, slots=True)
class RenderRefused:
    """There will be no pictures; `reason` is a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class RenderDone:
    """Slot `slot` holds the picture of request `number`; `seconds` is the drawing alone."""

    number: int
    slot: int
    seconds: float


def work(build: RendererFactory, requests: Connection, replies: Connection, memory_name: str, slot_bytes: int) -> None:
    """Render until the request pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    memory = SharedMemory(name=memory_name)
    try:
        renderer = build()
    except LunetteError as error:
        replies.send(RenderRefused(str(error)))
        memory.close()
        return
    try:
        replies.send(RenderReady())
        _serve(renderer, requests, replies, memory, slot_bytes)
    except (EOFError, OSError):
        pass
    finally:
        memory.close()


def _serve(
    renderer: PictureRenderer, requests: Connection, replies: Connection, memory: SharedMemory, slot_bytes: int
) -> None:
    while True:
        request: RenderRequest = requests.recv()
        began = time.monotonic()
        picture = renderer.render(request.pose, request.width, request.height)
        slot_view(memory, request.slot, slot_bytes, picture.size)[:] = picture.reshape(-1)
        replies.send(RenderDone(request.number, request.slot, time.monotonic() - began))


def slot_view(memory: SharedMemory, slot: int, slot_bytes: int, size: int) -> NDArray[np.uint8]:
    """The first `size` bytes of a slot; let go of it before the memory is closed."""
    assert memory.buf is not None
    return np.frombuffer(memory.buf, np.uint8, size, slot * slot_bytes)
