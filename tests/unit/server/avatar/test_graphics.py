"""Which device draws."""

from typing import Any

import pytest

from app.errors import RendererUnavailableError
from server.avatar.graphics import is_processor, open_context

LLVMPIPE, GPU = "llvmpipe (LLVM 15.0.6, 256 bits)", "NVIDIA T400/PCIe/SSE2"


class Context:
    def __init__(self, device: str) -> None:
        self.info = {"GL_RENDERER": device}


class Machine:
    """EGL devices by name; `None` is one that cannot draw."""

    def __init__(self, *devices: str | None) -> None:
        self._devices = devices
        self.opened: list[Context] = []

    def create(self, *, device_index: int = -1, **_settings: Any) -> Context:
        if device_index < 0:
            raise OSError("no display")
        if device_index >= len(self._devices):
            raise OSError(f"requested device index {device_index}, but found {len(self._devices)} devices")
        device = self._devices[device_index]
        if device is None:
            raise OSError("eglInitialize failed (0x3001)")
        self.opened.append(Context(device))
        return self.opened[-1]


@pytest.mark.parametrize(
    ("devices", "chosen"),
    [
        ((LLVMPIPE,), LLVMPIPE),
        ((GPU, LLVMPIPE), GPU),
        ((LLVMPIPE, GPU), GPU),
        ((None, LLVMPIPE), LLVMPIPE),
        ((LLVMPIPE, None), LLVMPIPE),
    ],
)
def test_a_gpu_draws_where_one_can(devices: tuple[str | None, ...], chosen: str) -> None:
    """The first GPU that works is taken wherever it stands in the list, else the processor; it is opened last."""
    machine = Machine(*devices)
    context = open_context(machine.create)
    assert context.info["GL_RENDERER"] == chosen
    assert machine.opened[-1] is context


def test_a_machine_that_cannot_draw_says_what_to_install() -> None:
    """Without any device the error names the packages."""
    with pytest.raises(RendererUnavailableError, match="libegl1"):
        open_context(Machine().create)


def test_processors_are_known_by_name() -> None:
    """Mesa's software renderers are told from GPUs."""
    assert is_processor(LLVMPIPE)
    assert not is_processor(GPU)
