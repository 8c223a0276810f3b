"""Seeing with the real face worker: nothing before consent, a measurement after it, nothing left at the end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import av
import numpy as np
import pytest

from app.clock import SystemClock
from app.domain.measurement import FaceMeasurement
from media.devices.port import DeviceKind
from media.devices.replayed_camera import ReplayedCamera
from media.face.observer import FaceSettings
from media.face.worker import FaceWorker
from media.kiosk_observer import DeviceState, DeviceStatus
from media.sight import KioskSight, OnObservation, OnTrouble
from tests.noting_observer import NotingObserver

FACES = Path(__file__).parents[4] / "shared" / "eval" / "faces"
DEADLINE = 60.0


class Workshop:
    """Makes face workers and keeps them."""

    def __init__(self) -> None:
        self.made: list[FaceWorker] = []

    def make(self, seen: OnObservation, trouble: OnTrouble) -> FaceWorker:
        self.made.append(FaceWorker(FaceSettings(), SystemClock(), seen, trouble))
        return self.made[-1]


@asynccontextmanager
async def sight(source: Path) -> AsyncIterator[tuple[KioskSight, NotingObserver, Workshop]]:
    observer, workshop = NotingObserver(), Workshop()
    made = KioskSight(lambda: ReplayedCamera(SystemClock(), source), workshop.make, SystemClock(), observer)
    try:
        yield made, observer, workshop
    finally:
        await made.blind()
        await made.blind()


@pytest.mark.skipif(not FACES.exists(), reason="the photographs lie beside the repository")
async def test_a_face_is_measured_after_consent_and_then_forgotten() -> None:
    """Watching starts no worker; measuring gives millimetres and a mirror picture; the end leaves neither."""
    photograph = min(FACES.glob("*.jpg"))
    async with sight(photograph) as (eye, observer, workshop):
        await eye.watch()
        assert workshop.made == []
        await eye.measure()
        await observer.until(lambda seen: bool(seen.values("measured")), DEADLINE)
        (measurement,) = observer.values("measured")
        assert isinstance(measurement, FaceMeasurement)
        assert 45 < measurement.pd.value < 80
        preview = eye.previews.take()
        assert preview is not None
        assert preview.width <= 640
        assert preview.height <= 360
        await eye.blind()
        (worker,) = workshop.made
        assert (worker.pid, eye.previews.take()) == (None, None)
        off = DeviceStatus(DeviceKind.CAMERA, DeviceState.OFF)
        assert observer.values("device")[-1] == off


async def test_a_missing_camera_is_told_and_harms_nothing(tmp_path: Path) -> None:
    """The status says what to do, and no worker is fed."""
    async with sight(tmp_path / "absent.mp4") as (eye, observer, _):
        await eye.measure()
        await observer.until(
            lambda seen: any(
                isinstance(status, DeviceStatus) and status.state is DeviceState.MISSING
                for status in seen.values("device")
            )
        )
        assert observer.values("face") == []


async def test_motion_is_all_that_is_told_before_consent(tmp_path: Path) -> None:
    """Somebody walking by is noticed without any face being looked for."""
    film = tmp_path / "walk.mp4"
    with av.open(str(film), "w") as sink:
        stream = sink.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 320, 192, "yuv420p"
        for step in range(20):
            picture = np.full((192, 320, 3), 90, np.uint8)
            picture[40:, step * 15 : step * 15 + 60] = 200
            sink.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        sink.mux(stream.encode(None))
    async with sight(film) as (eye, observer, workshop):
        await eye.watch()
        await observer.until(lambda seen: bool(seen.values("motion")))
        assert (workshop.made, observer.values("preview"), observer.values("face")) == ([], [], [])
