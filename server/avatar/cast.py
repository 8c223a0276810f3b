"""Several figures behind one render process: each visit sees its own consultant."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from server.avatar.ports import PictureSource
from server.avatar.pose import FacePose
from server.avatar.render_worker import PictureRenderer


@dataclass(frozen=True, slots=True)
class Role:
    """Who is drawn, and what that face does."""

    figure: str
    pose: FacePose


class Cast:
    """Draws whichever of its figures is asked for; a `PictureRenderer` whose poses are `Role`s."""

    def __init__(self, renderers: Mapping[str, PictureRenderer]) -> None:
        self._renderers = renderers

    def render(self, pose: Role, width: int, height: int) -> NDArray[np.uint8]:
        """I420 as uint8, shape (height * 3 // 2, width)."""
        return self._renderers[pose.figure].render(pose.pose, width, height)


class FigureSource:
    """The pictures of one figure, from a source that draws a `Cast`."""

    def __init__(self, source: PictureSource, figure: str) -> None:
        self._source = source
        self._figure = figure

    async def render(self, view: str, pose: FacePose, width: int, height: int, due: float) -> NDArray[np.uint8] | None:
        """As `PictureSource`."""
        return await self._source.render(view, Role(self._figure, pose), width, height, due)
