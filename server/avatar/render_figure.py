"""Builds the figure's renderer inside the render process, which alone imports OpenGL."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import AssetError

if TYPE_CHECKING:
    from app.domain.frame import Frame
    from server.avatar.cast import Cast
    from server.avatar.graphics import Graphics
    from server.avatar.renderer import FigureRenderer

FIGURES = Path(__file__).parent / "figures"
CONSULTANT = "male-friendly-assistant"


def build_cast(names: tuple[str, ...]) -> "Cast":
    """The renderers of these figures, which share one context; raises `AssetError` or `RendererUnavailableError`."""
    from server.avatar.cast import Cast
    from server.avatar.graphics import Graphics

    graphics = Graphics()
    return Cast({name: build(name, graphics=graphics) for name in names})


def build(
    name: str = CONSULTANT, frame: "Frame | None" = None, *, graphics: "Graphics | None" = None
) -> "FigureRenderer":
    """The renderer of a bundled figure, with `frame` on; raises `AssetError` or `RendererUnavailableError`."""
    from server.avatar.eyewear import wearing
    from server.avatar.figure import Texture, read_figure
    from server.avatar.renderer import FigureRenderer

    try:
        backdrop = Texture((FIGURES / "shop.jpg").read_bytes(), "image/jpeg")
    except OSError as error:
        raise AssetError("The picture behind the consultant is missing. Install the program again.") from error
    figure = read_figure(FIGURES / f"{name}.glb")
    return FigureRenderer(figure if frame is None else wearing(figure, frame), backdrop, graphics=graphics)
