"""The OpenGL context: on a GPU where there is one, else on the CPU; no display is needed."""

import contextlib
import io
from collections.abc import Callable, Mapping
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.errors import RendererUnavailableError
from server.avatar.figure import Texture

ON_CPU = ("llvmpipe", "softpipe", "swrast", "swr ")
HARDWARE_SAMPLES = 4
MOST_DEVICES = 8
_NO_SUCH_DEVICE = "requested device index"
Box = tuple[int, int, int, int]


class Layer:
    """A picture with depth that can be drawn on and read back; more than one sample a pixel where `samples` says so."""

    def __init__(self, context: Any, size: tuple[int, int], samples: int) -> None:
        self._context = context
        self.size = size
        depth = context.depth_renderbuffer(size, samples=samples)
        colour = context.renderbuffer(size, 4, samples=samples)
        self.buffer = context.framebuffer([colour], depth)
        self._owned = [self.buffer, colour, depth]
        self._resolved = self.buffer
        if samples:
            plain, plain_depth = context.renderbuffer(size, 4), context.depth_renderbuffer(size)
            self._resolved = context.framebuffer([plain], plain_depth)
            self._owned += [self._resolved, plain, plain_depth]

    def read(self, box: Box | None = None) -> NDArray[np.uint8]:
        """The picture, or a box of it, as RGBA, shape (height, width, 4)."""
        box = (0, 0, *self.size) if box is None else box
        picture = np.empty((box[3], box[2], 4), np.uint8)
        self.read_into(picture, box)
        return picture

    def read_into(self, memory: Any, box: Box) -> None:
        """Write a box of the picture as RGBA, line after line, into a buffer of its size."""
        if self._resolved is not self.buffer:
            self._context.copy_framebuffer(self._resolved, self.buffer)
        self._resolved.read_into(memory, viewport=box, components=4, alignment=1)

    def depth(self) -> NDArray[np.float32]:
        """The depth buffer, 0 near to 1 far, shape (height, width)."""
        if self._resolved is not self.buffer:
            self._context.copy_framebuffer(self._resolved, self.buffer)
        data = self._resolved.read(attachment=-1, components=1, alignment=1, dtype="f4")
        return np.frombuffer(data, np.float32).reshape(self.size[1], self.size[0])

    def release(self) -> None:
        for owned in self._owned:
            owned.release()


class Graphics:
    """One OpenGL context with its programs and textures. Belongs to the thread that made it.

    Raises `RendererUnavailableError` when the machine has no OpenGL 3.3.
    """

    def __init__(self) -> None:
        self.context = open_context(moderngl.create_context)
        self.context.front_face = "cw"
        self._programs: dict[tuple[str, str], Any] = {}
        self._textures: dict[bytes, Any] = {}
        self._still: object = None

    @property
    def device(self) -> str:
        """What draws: the OpenGL renderer's own name."""
        return str(self.context.info["GL_RENDERER"])

    @property
    def on_cpu(self) -> bool:
        """Whether the processor does the drawing."""
        return is_processor(self.device)

    @property
    def samples(self) -> int:
        """Samples a pixel that this device draws at little cost; 0 where edges are better smoothed afterwards."""
        return 0 if self.on_cpu else min(HARDWARE_SAMPLES, int(self.context.max_samples))

    def program(self, source: tuple[str, str]) -> Any:
        """The program of a vertex and a fragment shader."""
        if source not in self._programs:
            self._programs[source] = self.context.program(vertex_shader=source[0], fragment_shader=source[1])
        return self._programs[source]

    def set_still(self, state: object, values: Mapping[str, Any]) -> None:
        """Set uniforms that stay while `state` is the same, whoever draws in between."""
        if state != self._still:
            self._still = state
            self.set_uniforms(values)

    def set_uniforms(self, values: Mapping[str, Any]) -> None:
        """Set these uniforms (float scalars, vectors, transposed matrices) in every program that has them."""
        packed = {name: np.ascontiguousarray(value, np.float32).tobytes() for name, value in values.items()}
        for program in self._programs.values():
            for name, value in packed.items():
                if name in program:
                    program[name].write(value)

    def texture(self, texture: Texture) -> Any:
        """The picture on the device, with its smaller copies."""
        if texture.data not in self._textures:
            image = Image.open(io.BytesIO(texture.data)).convert("RGBA")
            loaded = self.context.texture(image.size, 4, image.tobytes())
            loaded.build_mipmaps()
            loaded.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)
            loaded.repeat_x = loaded.repeat_y = False
            self._textures[texture.data] = loaded
        return self._textures[texture.data]

    def close(self) -> None:
        """Give the context back."""
        self.context.release()


def is_processor(device: str) -> bool:
    """Whether an OpenGL renderer's name is that of the processor drawing."""
    return any(name in device.lower() for name in ON_CPU)


def open_context(create: Callable[..., Any]) -> Any:
    """A context on the first EGL device that is a GPU and can draw, else on the processor; `create` is moderngl's.

    The newest context is the thread's current one, and letting an older one go could take that away, so none is.
    Raises `RendererUnavailableError`.
    """
    held: Any = None
    failure: Exception | None = None
    for index in range(MOST_DEVICES):
        try:
            found = create(standalone=True, backend="egl", device_index=index, require=330)
        except Exception as error:  # noqa: BLE001 - the vendor raises nothing narrower
            failure = failure or error
            if _NO_SUCH_DEVICE in str(error):
                break
            continue
        held = found
        if not is_processor(str(held.info["GL_RENDERER"])):
            break
    if held is not None:
        return held
    with contextlib.suppress(Exception):
        return create(standalone=True, require=330)
    raise RendererUnavailableError(
        "No OpenGL 3.3 can be had, so the consultant cannot be drawn. Install the Mesa drivers "
        "(libegl1 and libgl1-mesa-dri)."
    ) from failure
