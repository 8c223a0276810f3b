"""The kiosk's eye through a visit: motion before consent, the face after it, and a forgetting that can be checked."""

import asyncio
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.clock import Clock
from app.errors import DeviceError, LunetteError
from media.camera_feed import GLANCE_PERIOD, LOOK_PERIOD, CameraFeed, Sight
from media.devices.port import Camera, DeviceKind
from media.face.measuring import MeasuringSession
from media.face.observation import FaceObservation
from media.kiosk_observer import DeviceState, DeviceStatus, KioskObserver, device_status
from media.mailbox import LatestMailbox
from media.webrtc.frames import I420Frame

OnObservation = Callable[[FaceObservation], None]
OnTrouble = Callable[[LunetteError | None], None]


class FaceLooker(Protocol):
    """Measures pictures elsewhere; see `media.face.worker.FaceWorker`."""

    def start(self) -> None: ...

    def submit(self, picture: NDArray[np.uint8], captured_at: float) -> None: ...

    @property
    def idle(self) -> bool: ...

    async def aclose(self) -> None: ...


MakeLooker = Callable[[OnObservation, OnTrouble], FaceLooker]


class KioskSight:
    """One camera over many visits. Lives on the media loop.

    `watch` looks for motion alone. `measure` opens the camera for the shopper who agreed and starts a face worker of
    their own; `blind` ends that worker, whose memory goes with its process, and lets the camera go. `previews` holds
    the shopper's mirror picture.
    """

    def __init__(
        self, make_camera: Callable[[], Camera] | None, make_looker: MakeLooker, clock: Clock, observer: KioskObserver
    ) -> None:
        self._make_camera = make_camera
        self._make_looker = make_looker
        self._clock = clock
        self._observer = observer
        self._loop = asyncio.get_running_loop()
        self._lock = asyncio.Lock()
        self._feed: CameraFeed | None = None
        self._looker: FaceLooker | None = None
        self._measuring = MeasuringSession()
        self._visit = 0
        self._sight = Sight.NOTHING
        self._following = False
        self.previews: LatestMailbox[I420Frame] = LatestMailbox()

    async def watch(self) -> None:
        """Notice motion, nothing else."""
        async with self._lock:
            await self._change(Sight.MOTION)

    async def measure(self) -> None:
        """The shopper agreed: show them their picture and measure."""
        async with self._lock:
            await self._change(Sight.FACE)

    async def blind(self) -> None:
        """See nothing and forget everything. Safe at any time and twice."""
        async with self._lock:
            await self._change(Sight.NOTHING)

    def follow(self, *, on: bool) -> None:
        """Keep looking twelve times a second after measuring, for trying frames on; twice a second otherwise."""
        self._following = on
        self._pace()

    def restart(self) -> None:
        """Measure afresh."""
        self._measuring.restart()
        self._pace()

    async def _change(self, sight: Sight) -> None:
        if sight is self._sight:
            return
        self._visit += 1
        self._sight = sight
        feed, self._feed = self._feed, None
        looker, self._looker = self._looker, None
        if feed is not None:
            await asyncio.to_thread(feed.close)
        if looker is not None:
            await looker.aclose()
        self._measuring = MeasuringSession()
        self.previews.clear()
        if sight is Sight.NOTHING or self._make_camera is None:
            self._observer.device_changed(DeviceStatus(DeviceKind.CAMERA, DeviceState.OFF))
        else:
            self._open(self._make_camera(), sight)

    def _open(self, camera: Camera, sight: Sight) -> None:
        visit = self._visit
        looker = None
        if sight is Sight.FACE:
            looker = self._looker = self._make_looker(
                lambda seen: self._soon(visit, self._seen, seen), lambda error: self._soon(visit, self._troubled, error)
            )
            looker.start()
        feed = self._feed = CameraFeed(
            camera,
            self._clock,
            look=looker.submit if looker is not None else None,
            ready=lambda: looker is not None and looker.idle,
            on_motion=lambda: self._soon(visit, self._observer.motion),
            on_preview=lambda: self._soon(visit, self._observer.preview_available),
        )
        self.previews = feed.previews
        feed.see(sight)
        self._observer.device_changed(device_status(DeviceKind.CAMERA, None))
        feed.start(lambda error: self._soon(visit, self._device, error))

    def _soon(self, visit: int, call: Callable[..., None], *arguments: object) -> None:
        """From any thread: call on the loop, unless that visit is over by then."""

        def act() -> None:
            if visit == self._visit:
                call(*arguments)

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)

    def _seen(self, observation: FaceObservation) -> None:
        before = self._measuring.state.measurement
        state = self._measuring.add(observation)
        self._observer.face_changed(observation, state)
        if before is None and state.measurement is not None:
            self._observer.measured(state.measurement)
            self._pace()

    def _pace(self) -> None:
        if self._feed is not None:
            measured = self._measuring.state.measurement is not None
            self._feed.look_period = GLANCE_PERIOD if measured and not self._following else LOOK_PERIOD

    def _device(self, error: DeviceError | None) -> None:
        self._observer.device_changed(device_status(DeviceKind.CAMERA, error))

    def _troubled(self, error: LunetteError | None) -> None:
        if error is not None:
            self._observer.trouble("measuring", str(error))
