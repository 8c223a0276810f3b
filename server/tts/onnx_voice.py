"""A voice's ONNX graph: opening it with one more of its inner tensors as an output, and where its work is done.

A serialised protobuf message is extended by appending fields to its end, so a few bytes after the model name
the tensor. All work on a voice's sound is done by threads that give way to those that send sound and pictures.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from app.errors import ServiceError

Done = TypeVar("Done")
GIVES_WAY = 3
"""How much nicer than the rest the voices' threads are: half the time is theirs where there is too little for all."""


def workbench(name: str) -> ThreadPoolExecutor:
    """One thread for a voice's work; what opens its graph there has threads that give way too."""
    return ThreadPoolExecutor(1, name, initializer=_give_way)


def _give_way() -> None:
    """On Linux each thread has a niceness of its own, which those that it starts inherit."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        nicer = os.getpriority(os.PRIO_PROCESS, thread) + GIVES_WAY
        os.setpriority(os.PRIO_PROCESS, thread, min(nicer, 19))


def open_voice(model: bytes, tensor: str, threads: int) -> Any:
    """An inference session of `model` that also gives `tensor` (float32) as its last output.

    It runs on the processor: both voices are small, and Kokoro's 8-bit convolutions exist for no graphics card.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model + extra_output(tensor), options, providers=["CPUExecutionProvider"])


async def inferred(
    executor: Executor, session: Any, feed: Mapping[str, NDArray[Any]]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The sound and the durations that `session` gives, each flat; raises `ServiceError`.

    Cancelling ends the work within one of the graph's operators, so that an interrupted clause is not in the way of
    the next one.
    """
    options = onnxruntime.RunOptions()
    try:
        sound, durations = await done_by(executor, session.run, None, feed, options)
    except asyncio.CancelledError:
        options.terminate = True
        raise
    return sound.reshape(-1), durations.reshape(-1)


async def done_by(executor: Executor, work: Callable[..., Done], *given: Any) -> Done:
    """What `work` gives, done away from the loop; raises `ServiceError` where it fails or the voice was let go."""
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, work, *given)
    except RuntimeError as error:
        raise ServiceError("the voice failed") from error


def extra_output(tensor: str) -> bytes:
    """ModelProto bytes that add `tensor` (float32) to the graph's outputs."""
    element = _field(1, b"\x08\x01")
    info = _field(1, tensor.encode()) + _field(2, element)
    return _field(7, _field(12, info))


def _field(number: int, payload: bytes) -> bytes:
    """A length-delimited protobuf field."""
    return _varint(number << 3 | 2) + _varint(len(payload)) + payload


def _varint(value: int) -> bytes:
    encoded = b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])
