"""One visit: its connection, its conversation and its stage, begun together and forgotten together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from app.clock import Clock
from app.errors import ConnectionFailedError, ProtocolError, ProtocolVersionError
from app.protocol.messages import Anchor, CompanionMessage, KioskMessage, Trouble, parse_kiosk_message
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import I420Frame, Pcm
from media.webrtc.link import PeerState
from media.webrtc.peer import CompanionPeer
from server.avatar.stage import TrackStarts

_log = structlog.get_logger(__name__)

ANCHOR_PERIOD = 5.0
CLOSE_TIMEOUT = 5.0
LINGER = 0.3


class SessionStage(Protocol):
    """What the connection and the session need of a stage."""

    def pull(self) -> Pcm: ...

    async def next_picture(self) -> I420Frame: ...

    async def started(self) -> TrackStarts: ...

    async def run(self) -> None: ...


class SessionConversation(Protocol):
    """What the session needs of a conversation. `run` lives as long as the visit; `hear` and `receive` do not block."""

    async def run(self) -> None: ...

    def hear(self, pcm: Pcm, uplink: float) -> None: ...

    def receive(self, message: KioskMessage) -> None: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """A stage and the conversation that speaks on it."""

    stage: SessionStage
    conversation: SessionConversation


Send = Callable[[CompanionMessage], None]
BuildScene = Callable[[Send], Scene]


class Session:
    """Serves one visit from the offer until the kiosk leaves, the connection fails or the broker ends it.

    After `aclose` it holds no part of the visit, and none of its tasks runs.
    """

    def __init__(
        self,
        session_id: str,
        config: PeerConfig,
        clock: Clock,
        build_scene: BuildScene,
    ) -> None:
        self._id = session_id
        self._over = asyncio.Event()
        self._peer: CompanionPeer | None = None
        self._scene: Scene | None = build_scene(self.send)
        self._peer = CompanionPeer(
            config,
            clock,
            pull_audio=self._scene.stage.pull,
            next_picture=self._scene.stage.next_picture,
            on_audio=self._hear,
            on_state=self._on_state,
        )
        self._work: asyncio.Task[None] | None = None

    async def open(self, offer_sdp: str) -> str:
        """Answer the offer and begin to serve; raises `ProtocolError`."""
        assert self._peer is not None
        answer = await self._peer.answer(offer_sdp)
        self._work = asyncio.create_task(self._serve(), name=f"session-{self._id}")
        self._work.add_done_callback(self._work_done)
        return answer

    async def ended(self) -> None:
        """Return once the visit is over by itself."""
        await self._over.wait()

    def send(self, message: CompanionMessage) -> None:
        """Send a message to the kiosk; a kiosk that does not read ends the session."""
        if self._peer is None:
            return
        try:
            self._peer.send(message.model_dump_json(exclude_none=True))
        except ConnectionFailedError as error:
            _log.warning("kiosk_unreachable", session=self._id, reason=str(error))
            self._over.set()

    async def aclose(self) -> None:
        """End everything and forget. Safe before the start and twice."""
        self._over.set()
        work, self._work = self._work, None
        if work is not None:
            work.cancel()
            _, late = await asyncio.wait({work}, timeout=CLOSE_TIMEOUT)
            if late:
                _log.error("session_end_timeout", session=self._id)
        peer, self._peer = self._peer, None
        if peer is not None:
            await peer.aclose()
        self._scene = None

    async def _serve(self) -> None:
        scene = self._scene
        assert scene is not None
        async with asyncio.TaskGroup() as group:
            group.create_task(scene.stage.run(), name=f"stage-{self._id}")
            group.create_task(scene.conversation.run(), name=f"conversation-{self._id}")
            group.create_task(self._anchor(scene.stage), name=f"anchor-{self._id}")
            group.create_task(self._read(), name=f"messages-{self._id}")

    async def _anchor(self, stage: SessionStage) -> None:
        starts = await stage.started()
        message = Anchor(audio_start_media=starts.audio_start_media, video_start_media=starts.video_start_media)
        while True:
            self.send(message)
            await asyncio.sleep(ANCHOR_PERIOD)

    async def _read(self) -> None:
        assert self._peer is not None
        async for text in self._peer.messages():
            try:
                message = parse_kiosk_message(text)
            except ProtocolVersionError as error:
                self.send(Trouble(code="protocol_version", message=str(error)))
                break
            except ProtocolError as error:
                _log.warning("malformed_message", session=self._id, reason=str(error))
                self.send(Trouble(code="malformed", message="The companion did not understand the kiosk."))
                continue
            if self._scene is not None:
                self._scene.conversation.receive(message)
        self._over.set()

    def _hear(self, pcm: Pcm, uplink: float) -> None:
        if self._scene is not None:
            self._scene.conversation.hear(pcm, uplink)

    def _on_state(self, state: PeerState) -> None:
        _log.info("session_state", session=self._id, state=state.value)
        if state in {PeerState.FAILED, PeerState.CLOSED}:
            self._over.set()

    def _work_done(self, work: asyncio.Task[None]) -> None:
        if not work.cancelled() and (error := work.exception()) is not None:
            _log.error("session_failed", session=self._id, error=type(error).__name__, exc_info=error)
            self.send(Trouble(code="internal", message="The consultant has to start over. One moment, please."))
            asyncio.get_running_loop().call_later(LINGER, self._over.set)
        else:
            self._over.set()
