"""A renderer for as long as a test module draws."""

import contextlib
import ctypes
from collections.abc import Iterator

import pytest

from app.errors import RendererUnavailableError
from server.avatar.render_figure import CONSULTANT, build
from server.avatar.renderer import FigureRenderer


@contextlib.contextmanager
def drawing(figure: str = CONSULTANT) -> Iterator[FigureRenderer]:
    """The renderer of `figure`; skips the test where there can be none."""
    try:
        renderer = build(figure)
    except RendererUnavailableError as error:
        pytest.skip(str(error))
    try:
        yield renderer
    finally:
        renderer.close()
        # A released context stays bound to the thread, and Qt could then open no window in this process.
        ctypes.CDLL("libEGL.so.1").eglReleaseThread()
