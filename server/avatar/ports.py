"""What the stage needs of a figure's motion and of whatever draws it."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.protocol.messages import ConsultantState
from server.avatar.cues import Cue


class Motion(Protocol):
    """The figure's own life: breath, blinks, gaze and posture around what its mouth is told.

    `weights` are 52 ARKit weights, float32, or `None` while nothing is said. Asked for ever later `media` seconds.
    """

    def pose(self, media: float, state: ConsultantState, weights: NDArray[np.float32] | None) -> Any: ...

    def perform(self, cue: Cue) -> None:
        """Answer what happens, from the next pose on."""

    def fork(self, seed: int) -> "Motion":
        """Another one that stands where this one does and goes its own way from here."""
        ...


class PictureSource(Protocol):
    """Draws poses; as `RenderProcess.render`."""

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8] | None: ...
