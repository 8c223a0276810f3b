"""Each visit sees its own consultant."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.avatar.cast import Cast, FigureSource, Role
from server.avatar.pose import FacePose


class Plain:
    """Draws one grey."""

    def __init__(self, grey: int) -> None:
        self._grey = grey

    def render(self, pose: Any, width: int, height: int) -> NDArray[np.uint8]:
        assert isinstance(pose, FacePose)
        return np.full((height * 3 // 2, width), self._grey, np.uint8)


class Direct:
    """A picture source without a process."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8] | None:
        del view, due
        assert isinstance(pose, Role)
        return self._cast.render(pose, width, height)


async def test_two_visits_get_pictures_of_the_consultants_they_asked_for() -> None:
    """Through the same source each visit's poses are drawn with its own figure."""
    source = Direct(Cast({"she": Plain(10), "he": Plain(20)}))
    for figure, grey in (("she", 10), ("he", 20)):
        picture = await FigureSource(source, figure).render("visit", FacePose(), 16, 8, 0.0)
        assert picture is not None
        assert np.unique(picture).tolist() == [grey]
