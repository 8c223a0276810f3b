"""All that one companion process owns and its visits share."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from app.clock import Clock
from app.errors import LunetteError, RendererUnavailableError, ServiceError
from app.protocol.messages import SessionRequest, Trouble
from media.webrtc import hardware, vendor
from media.webrtc.configuration import IceServer, PeerConfig
from media.webrtc.encoding import PictureCodecs
from server import forgetting
from server.avatar.idle import IdleFigures
from server.avatar.ports import PictureSource
from server.avatar.quality import START_GRACE, QualityLadder, rungs
from server.avatar.render_process import RenderProcess
from server.avatar.render_worker import RendererFactory
from server.broker import SessionBroker
from server.readiness import PartState, Readiness
from server.session import Scene, Send, Session
from server.settings import ServerSettings
from server.telemetry.metrics import Metrics
from server.tts.pace import VoiceSpeed

_log = structlog.get_logger(__name__)

MODELS, RENDERER, CATALOGUE, ENCODER, VOICES = "models", "renderer", "catalogue", "encoder", "voices"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where a visit's pictures come from, at which quality, who hears when there are none, and who rests."""

    source: PictureSource
    resting: IdleFigures
    ladder: QualityLadder
    on_trouble: Callable[[str], None]


class Consultant(Protocol):
    """The part of the companion that hears, thinks, speaks and moves its face; shared by all visits."""

    async def load_catalogue(self) -> None:
        """Read the catalogue; raises `CatalogueError`."""
        ...

    async def load_models(self) -> None:
        """Load the models once, off the loop; raises `AssetError` or `ServiceError`."""
        ...

    def warm_voices(self) -> AsyncIterator[tuple[VoiceSpeed, ...]]:
        """Get ready what is said often; yields how fast each voice is, more than once. Raises `ServiceError`."""
        ...

    def scene(self, view: str, request: SessionRequest, pictures: Pictures, send: Send) -> Scene:
        """A stage and a conversation for one visit; `view` names it to the renderer.

        Raises `UnknownConsultantError`.
        """
        ...

    async def aclose(self) -> None:
        """Let go of the models and end what was started for them."""
        ...


class Companion:
    """Starts the shared parts, builds visits from them and ends them all.

    A missing renderer degrades the companion; missing models or catalogue fail it. Raises `VendorChangedError`.
    """

    def __init__(
        self,
        settings: ServerSettings,
        clock: Clock,
        metrics: Metrics,
        consultant: Consultant,
        renderer: RendererFactory,
    ) -> None:
        vendor.check()
        self._settings = settings
        self._clock = clock
        self._consultant = consultant
        self.metrics = metrics
        self.readiness = Readiness((MODELS, RENDERER, CATALOGUE, ENCODER))
        self.renderer = RenderProcess(
            renderer,
            clock,
            max_pixels=settings.picture_width * settings.picture_height,
            on_frame=self._frame,
            on_error=self.metrics.rendering_errors.inc,
        )
        self._resting = IdleFigures((settings.picture_width, settings.picture_height), clock)
        self._warming: asyncio.Task[None] | None = None
        self.broker = SessionBroker(
            settings.max_sessions,
            self._session,
            lambda: secrets.token_urlsafe(16),
            clock,
            self.metrics,
            on_idle=forgetting.forgetting(),
        )
        self._codecs = PictureCodecs(clock)
        self._peers = PeerConfig(
            ice_servers=tuple(
                IceServer(server.url, server.username, server.credential) for server in settings.ice_servers
            ),
            connect_timeout=settings.connect_timeout,
            on_bitrate=self.metrics.video_bitrate.set,
            codecs=self._codecs,
        )

    @property
    def settings(self) -> ServerSettings:
        return self._settings

    async def start(self) -> str | None:
        """Bring every part up, side by side; `None` when visits can be taken, else a sentence that says why not."""
        await asyncio.gather(
            self._part(CATALOGUE, self._consultant.load_catalogue()),
            self._part(MODELS, self._consultant.load_models()),
            self._part(RENDERER, self.renderer.start()),
            self._choose_encoder(),
        )
        forgetting.settle()
        if self.readiness.ready:
            self.readiness.set(VOICES, PartState.READY)
            self._warming = asyncio.create_task(self._warm_voices(), name="voices")
            return None
        parts = self.readiness.report(0, 0).parts.values()
        return next((part.message for part in parts if part.state is PartState.FAILED), "The companion did not start.")

    async def aclose(self) -> None:
        """End all visits, then the shared parts. Safe before the start and twice."""
        await self.broker.drain(self._settings.drain_seconds)
        warming, self._warming = self._warming, None
        if warming is not None:
            warming.cancel()
            await asyncio.gather(warming, return_exceptions=True)
        await self._resting.aclose()
        await self.renderer.aclose()
        await self._consultant.aclose()

    def _session(self, session_id: str, request: SessionRequest) -> Session:
        settings = self._settings
        ladder = QualityLadder(
            rungs(settings.picture_width, settings.picture_height, settings.frame_rate), grace=START_GRACE
        )

        def build_scene(send: Send) -> Scene:
            def on_trouble(_reason: str) -> None:
                send(Trouble(code="renderer", message="The picture is away for a moment; the conversation goes on."))

            return self._consultant.scene(
                session_id, request, Pictures(self.renderer, self._resting, ladder, on_trouble), send
            )

        return Session(session_id, self._peers, self._clock, build_scene)

    async def _choose_encoder(self) -> None:
        """Use the machine's own video encoder if one works, and tell under /ready which encoder it is and why."""
        found = await hardware.find()
        self._codecs.hardware = found.codec
        _log.info("picture_encoder_chosen", because=found.sentence)
        self.readiness.set(ENCODER, PartState.READY, found.sentence)

    async def _part(self, name: str, starting: Awaitable[None]) -> None:
        began = self._clock.monotonic()
        try:
            await starting
        except RendererUnavailableError as error:
            _log.warning("part_degraded", part=name, reason=str(error))
            self.readiness.set(name, PartState.DEGRADED, str(error))
        except LunetteError as error:
            _log.error("part_failed", part=name, reason=str(error))
            self.readiness.set(name, PartState.FAILED, str(error))
        else:
            _log.info("part_ready", part=name, seconds=round(self._clock.monotonic() - began, 2))
            self.readiness.set(name, PartState.READY)

    async def _warm_voices(self) -> None:
        """Tell under /ready how fast the voices are, once everything else has started."""
        try:
            async for speeds in self._consultant.warm_voices():
                told = "; ".join(speed.sentence for speed in speeds)
                slow = any(speed.slow for speed in speeds)
                _log.info("voices_measured", **{speed.name: round(speed.factor, 2) for speed in speeds})
                self.readiness.set(VOICES, PartState.DEGRADED if slow else PartState.READY, told)
        except ServiceError as error:
            self.readiness.set(VOICES, PartState.DEGRADED, str(error))

    def _frame(self, seconds: float) -> None:
        self.metrics.frames_rendered.inc()
        self.metrics.rendering_latency.observe(seconds)
