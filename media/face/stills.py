"""Landmarks of photographs, each looked at by itself, in a process of its own."""

from app.domain.landmarks import Landmarks
from app.errors import MeasurementError, ServiceError
from media.face.child import ChildLostError, FaceChild
from media.face.landmarks import Picture
from media.face.worker_process import work_on_stills

STILL_DEADLINE = 60.0
"""Seconds for one picture; the largest ones take some on a small machine."""


class StillLandmarker:
    """Starts with the first picture. Raises `AssetError` when the model is broken."""

    def __init__(self) -> None:
        self._child: FaceChild | None = None

    def read(self, picture: Picture) -> Landmarks | None:
        """As `FaceLandmarker.read`; raises `ServiceError` when the process that looks crashed or hangs."""
        if self._child is None:
            self.start()
        assert self._child is not None
        try:
            reply = self._child.ask(picture, 0.0, STILL_DEADLINE)
        except ChildLostError:
            raise self._lost() from None
        if isinstance(reply, MeasurementError):
            raise reply
        return reply if isinstance(reply, Landmarks) else None

    def start(self) -> None:
        """Get ready; raises as `read`."""
        self._child = FaceChild(work_on_stills)
        self._child.start()
        try:
            self._child.wait_ready()
        except ChildLostError:
            raise self._lost() from None

    @property
    def pid(self) -> int | None:
        """Of the process that looks, while there is one."""
        return self._child.pid if self._child is not None else None

    def close(self) -> None:
        """Safe before the first picture and twice."""
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def _lost(self) -> ServiceError:
        child = self._child
        self.close()
        why = child.died_of if child is not None else ""
        return ServiceError(
            f"The face landmarker {f'crashed ({why})' if why else 'stopped answering'}; run `lunette doctor`."
        )
