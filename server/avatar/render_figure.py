"""Builds the figure's renderer inside the render process."""

from pathlib import Path

from server.avatar.figure import read_figure
from server.avatar.renderer import FigureRenderer

FIGURES = Path(__file__).parent / "figures"
CONSULTANT = "male-friendly-assistant"


def build(name: str = CONSULTANT) -> FigureRenderer:
    """The renderer of a bundled figure; raises `AssetError` or `RendererUnavailableError`."""
    return FigureRenderer(read_figure(FIGURES / f"{name}.glb"))
