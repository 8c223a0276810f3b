"""One connection of a visit to one companion: signalling, peer, playout and the two time lines."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Protocol

import structlog

from app.clock import Clock
from app.errors import ConnectionFailedError, LunetteError, ProtocolError
from app.protocol.messages import (
    PROTOCOL_VERSION,
    CompanionMessage,
    KioskMessage,
    ResumePacket,
    SessionAnswer,
    SessionRequest,
    Start,
    parse_companion_message,
)
from app.services.companion_client import CompanionAddress, CompanionClient
from media.picture_count import PictureCount
from media.playout import Playout, PlayoutListener
from media.timeline import SampleTimes
from media.webrtc.configuration import IceServer, PeerConfig
from media.webrtc.frames import SAMPLE_RATE, Pcm
from media.webrtc.link import PeerState
from media.webrtc.peer import KioskPeer

_log = structlog.get_logger(__name__)

CONNECT_SECONDS = 8.0
FAREWELL_SECONDS = 1.5


class LinkListener(PlayoutListener, Protocol):
    """Hears the playout and the companion; called on the media loop."""

    def message(self, message: CompanionMessage) -> None: ...


class CompanionLink:
    """Made and closed on the media loop, for one use.

    `lost` returns when the companion has stopped serving the visit as far as the connection can tell; the caller
    watches the companion's process.
    """

    def __init__(
        self,
        address: CompanionAddress,
        clock: Clock,
        listener: LinkListener,
        count: PictureCount,
        *,
        consultant: str,
        ice_servers: tuple[IceServer, ...] = (),
        client: Callable[[CompanionAddress], CompanionClient] = CompanionClient,
    ) -> None:
        self.address = address
        self.uplink = SampleTimes()
        self.playout = Playout(clock, listener, count)
        self._listener = listener
        self._consultant = consultant
        self._client = client(address)
        config = PeerConfig(
            ice_servers=ice_servers,
            loopback_only=address.is_local,
            connect_timeout=CONNECT_SECONDS,
        )
        self._peer = KioskPeer(
            config, on_audio=self.playout.push_audio, on_video=self.playout.push_video, on_state=self._state_changed
        )
        self._answer: SessionAnswer | None = None
        self._connected = asyncio.Event()
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def open(self, packet: ResumePacket) -> None:
        """Open a session and wait for the connection, then say that the shopper is there.

        Raises the errors of `CompanionClient.open`, or `ConnectionFailedError` when no connection comes about.
        """
        async with asyncio.timeout(CONNECT_SECONDS * 2):
            offer = await self._peer.create_offer()
            request = SessionRequest(protocol=PROTOCOL_VERSION, sdp=offer, consultant=self._consultant, resume=packet)
            self._answer = await self._client.open(request)
            await self._peer.accept(self._answer.sdp)
        self._own(self._read())
        self._own(self.playout.run())
        waits = [asyncio.create_task(event.wait()) for event in (self._connected, self._over)]
        try:
            await asyncio.wait(waits, timeout=CONNECT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if not self._connected.is_set() or self._over.is_set():
            raise ConnectionFailedError("The connection to the consultant did not come about.")
        self.send(Start())

    async def lost(self) -> None:
        """Wait until the connection is over."""
        await self._over.wait()

    def send(self, message: KioskMessage) -> None:
        """Send a message; when the connection is over it is lost with it."""
        try:
            self._peer.send(message.model_dump_json())
        except ConnectionFailedError:
            self._over.set()

    def push_voice(self, pcm: Pcm, captured_at: float) -> None:
        """Send a block of the shopper's voice and note when it was spoken."""
        start = self._peer.push_microphone(pcm)
        if start is not None:
            self.uplink.add(round(start * SAMPLE_RATE), pcm.shape[0], captured_at)

    def spoken_at(self, uplink: float) -> float | None:
        """The monotonic time at which a moment of the uplink was captured."""
        return self.uplink.time_of(round(uplink * SAMPLE_RATE))

    def halt(self) -> None:
        """Say nothing more to the listener from now on."""
        self._over.set()
        for task in self._tasks:
            task.cancel()

    async def aclose(self) -> None:
        """End the session at both sides. Safe before `open` and twice; never raises for a companion that is gone."""
        if self._closed:
            return
        self._closed = True
        self.halt()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(LunetteError, TimeoutError):
            async with asyncio.timeout(FAREWELL_SECONDS):
                if self._answer is not None:
                    await self._client.close(self._answer.session_id)
        await self._peer.aclose()
        await self._client.aclose()

    async def _read(self) -> None:
        async for text in self._peer.messages():
            try:
                message = parse_companion_message(text)
            except ProtocolError as error:
                _log.warning("companion_message_refused", reason=type(error).__name__)
                continue
            self._listener.message(message)
        self._over.set()

    def _own(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("companion_link_failed", error=type(error).__name__, exc_info=error)
            self._over.set()

    def _state_changed(self, state: PeerState) -> None:
        if state is PeerState.CONNECTED:
            self._connected.set()
        elif state in {PeerState.FAILED, PeerState.CLOSED}:
            self._over.set()
