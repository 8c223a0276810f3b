"""Everything of the kiosk that lives on the media loop, behind calls that any thread may make.

One `KioskMedia` lasts as long as the program: it keeps the companion warm between visits, opens and ends one session a
visit, and points the camera only where consent allows.
"""

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial

import structlog

from app.clock import Clock
from app.errors import LunetteError
from app.protocol.messages import KioskMessage, ResumePacket, ToolCall
from app.services.companion_client import CompanionAddress
from app.services.companion_process import CompanionPool, CompanionProcess
from app.services.companion_source import CompanionSource, ConfiguredCompanion, EmbeddedCompanions
from media.devices.port import Camera, Microphone, Speaker
from media.kiosk_observer import KioskObserver
from media.kiosk_session import KioskSession, SessionFigures, SessionSettings, SoundDevices
from media.runtime import MediaRuntime
from media.sight import KioskSight, MakeLooker
from media.webrtc.frames import I420Frame

_log = structlog.get_logger(__name__)

_CLOSE_DEADLINE_S = 15.0


@dataclass(frozen=True, slots=True)
class KioskDevices:
    """How to open each device anew for a visit; `None` where the kiosk is set up without one."""

    camera: Callable[[], Camera] | None
    microphone: Callable[[], Microphone] | None
    speaker: Callable[[], Speaker] | None


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """`companion` is the configured one, with children of this kiosk behind it; without it they serve alone."""

    companion: CompanionAddress | None = None
    session: SessionSettings = field(default_factory=SessionSettings)


class KioskMedia:
    """Calls return at once; what comes of them is told to the observer, on the media loop."""

    def __init__(
        self,
        *,
        observer: KioskObserver,
        clock: Clock,
        devices: KioskDevices,
        make_looker: MakeLooker,
        packet: Callable[[], ResumePacket],
        settings: MediaSettings,
        on_error: Callable[[BaseException], None],
    ) -> None:
        self._observer = observer
        self._clock = clock
        self._devices = devices
        self._make_looker = make_looker
        self._packet = packet
        self._settings = settings
        self._runtime = MediaRuntime(on_error)
        self._pool: CompanionPool | None = None
        self._companions: CompanionSource | None = None
        self._sight: KioskSight | None = None
        self._session: KioskSession | None = None

    def start(self) -> None:
        """Start the media thread, watch for motion and bring a companion up."""
        self._runtime.start()
        self._runtime.submit(self._start()).result(_CLOSE_DEADLINE_S)
        self._runtime.submit(self._warm())

    def close(self) -> None:
        """End the visit, the companions and the thread. Safe before `start` and twice."""
        try:
            self._runtime.submit(self._close()).result(_CLOSE_DEADLINE_S)
        except (LunetteError, TimeoutError) as error:
            _log.warning("media_close", error=type(error).__name__)
        self._runtime.close()

    # A visit

    def begin_visit(self) -> "Future[None]":
        """Connect and start talking; done when the consultant is connected for the first time."""
        return self._runtime.submit(self._begin())

    def end_visit(self) -> "Future[None]":
        """Hang up and forget; done when nothing of the visit is left here."""
        return self._runtime.submit(self._end())

    def measure(self) -> None:
        """The shopper agreed to be seen."""
        self._look(lambda sight: sight.measure())

    def measure_again(self) -> None:
        """Forget the measurement and take another one."""
        sight = self._sight
        if sight is not None:
            self._runtime.call(sight.restart)

    def watch(self) -> None:
        """Notice motion alone."""
        self._look(lambda sight: sight.watch())

    def stop_looking(self) -> None:
        """See nothing and forget what was seen."""
        self._look(lambda sight: sight.blind())

    def send(self, message: KioskMessage) -> None:
        self._with_session(lambda session: session.send(message))

    def mute(self, *, muted: bool) -> None:
        self._with_session(lambda session: session.mute(muted=muted))

    def tool_result(self, call: ToolCall, *, ok: bool, detail: str) -> None:
        self._with_session(lambda session: session.tool_result(call, ok=ok, detail=detail))

    def settled(self) -> "Future[None]":
        """Done when the consultant has nothing left to say; for replays."""
        return self._runtime.submit(self._settled())

    # Pictures and figures, from any thread

    def take_picture(self) -> I420Frame | None:
        """The newest picture of the consultant that was not taken yet."""
        session = self._session
        return session.pictures.take() if session is not None else None

    def take_preview(self) -> I420Frame | None:
        """The newest picture of the shopper for their own screen."""
        return self._sight.previews.take() if self._sight is not None else None

    def shown(self, media: float, at: float) -> None:
        """The screen took the consultant's picture of moment `media` at monotonic time `at`."""
        session = self._session
        if session is not None:
            session.shown(media, at)

    def figures(self) -> SessionFigures | None:
        """The numbers of the visit under way or just ended."""
        return self._session.figures() if self._session is not None else None

    # On the media loop

    async def _start(self) -> None:
        arguments = ("--consultant", self._settings.session.consultant)
        self._pool = CompanionPool(partial(CompanionProcess.start, arguments))
        embedded = EmbeddedCompanions(self._pool)
        address = self._settings.companion
        self._companions = embedded if address is None else ConfiguredCompanion(address, embedded)
        self._sight = KioskSight(self._devices.camera, self._make_looker, self._clock, self._observer)

    async def _warm(self) -> None:
        assert self._pool is not None
        try:
            await self._pool.current()
        except LunetteError as error:
            _log.warning("companion_not_warm", error=str(error))

    async def _begin(self) -> None:
        assert self._companions is not None
        await self._end()
        if isinstance(self._companions, ConfiguredCompanion):
            self._companions.new_visit()
        microphone, speaker = self._devices.microphone, self._devices.speaker
        session = KioskSession(
            observer=self._observer,
            clock=self._clock,
            companions=self._companions,
            sound=SoundDevices(microphone() if microphone else None, speaker() if speaker else None),
            packet=self._packet,
            settings=self._settings.session,
        )
        self._session = session
        session.start()
        await session.connected.wait()

    async def _end(self) -> None:
        if self._session is not None:
            await self._session.aclose()

    async def _settled(self) -> None:
        if self._session is not None:
            await self._session.settled()

    async def _close(self) -> None:
        await self._end()
        if self._sight is not None:
            await self._sight.blind()
        if self._pool is not None:
            await self._pool.aclose()

    def _look(self, change: Callable[[KioskSight], Coroutine[None, None, None]]) -> None:
        if self._sight is not None:
            self._runtime.submit(change(self._sight))

    def _with_session(self, act: Callable[[KioskSession], None]) -> None:
        session = self._session
        if session is not None:
            self._runtime.call(act, session)
