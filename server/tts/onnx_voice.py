"""Opening a voice's ONNX graph with one more of its inner tensors as an output.

A serialised protobuf message is extended by appending fields to its end, so a few bytes after the model name
the tensor.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from app.errors import ServiceError


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
        sound, durations = await asyncio.get_running_loop().run_in_executor(executor, session.run, None, feed, options)
    except asyncio.CancelledError:
        options.terminate = True
        raise
    except RuntimeError as error:
        raise ServiceError("the voice failed") from error
    return sound.reshape(-1), durations.reshape(-1)


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
