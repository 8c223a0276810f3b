"""What both ends of a connection share: its life, its channel and the reading of received tracks."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from enum import StrEnum

import av
import structlog
from aiortc import RTCPeerConnection
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from media.webrtc import vendor
from media.webrtc.buffers import OnFrame
from media.webrtc.channel import MessageChannel
from media.webrtc.configuration import PeerConfig, rtc_configuration
from media.webrtc.frames import SAMPLE_RATE, I420Frame, Pcm
from media.webrtc.opus import VoiceDecoder
from media.webrtc.statistics import PeerStatistics, read_statistics
from media.webrtc.timestamps import Stamps, Unwrapped
from media.webrtc.tracks import picture

_log = structlog.get_logger(__name__)

CLOSE_TIMEOUT = 3.0


class PeerState(StrEnum):
    """`connected` once sound, picture and messages can flow; `failed` and `closed` are final."""

    NEW = "new"
    CONNECTED = "connected"
    FAILED = "failed"
    CLOSED = "closed"


_FINAL = frozenset({PeerState.FAILED, PeerState.CLOSED})

OnState = Callable[[PeerState], None]
OnAudio = Callable[[Pcm, float], None]
OnVideo = Callable[[I420Frame], None]


class Link:
    """A peer connection with one message channel, owned tasks and one final state.

    Every method runs on the loop it was created on. `on_state` is called once for each change, never after `aclose`
    has returned. Raises `VendorChangedError`.
    """

    def __init__(self, config: PeerConfig, on_state: OnState) -> None:
        vendor.check()
        self.config = config
        self.rtc = RTCPeerConnection(rtc_configuration(config))
        self.channel = MessageChannel()
        self.stamps = Stamps()
        self.state = PeerState.NEW
        self._on_state = on_state
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing: asyncio.Task[None] | None = None
        self.rtc.on("connectionstatechange", self._connection_changed)

    def own(self, work: Coroutine[None, None, None], name: str) -> None:
        """Run `work` until it ends or the link closes."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def watch(self) -> None:
        """Begin to wait for the connection, for `connect_timeout` seconds at most."""
        self.own(self._await_connection(), "webrtc-connect")

    def hearing(self, on_audio: OnAudio) -> OnFrame:
        """What decodes received sound and hands it on, for `timestamps.receiving`; should that fail, the link ends."""
        decoder, stamps = VoiceDecoder(), Unwrapped(self.stamps)

        def hear(data: bytes, stamp: int) -> None:
            if self.state in _FINAL:
                return
            try:
                if (pcm := decoder.decode(data)).size:
                    on_audio(pcm, stamps.map(stamp) / SAMPLE_RATE)
            except av.FFmpegError as error:
                _log.warning("sound_not_decoded", error=type(error).__name__)
            except Exception as error:  # noqa: BLE001 - the caller is aiortc's, which would go on without sound
                _log.exception("hearing_failed", error=type(error).__name__)
                self.finish(PeerState.FAILED)

        return hear

    async def read_video(self, track: MediaStreamTrack, on_video: OnVideo) -> None:
        """Hand on every received picture until the track ends."""
        with contextlib.suppress(MediaStreamError):
            while True:
                on_video(picture(await track.recv()))

    async def drain(self, track: MediaStreamTrack) -> None:
        """Read and forget a track nobody wants: an unread one would grow without bound."""
        with contextlib.suppress(MediaStreamError):
            while True:
                await track.recv()

    def send(self, text: str) -> None:
        """Send one message; see `MessageChannel.send`."""
        self.channel.send(text)

    def messages(self) -> AsyncIterator[str]:
        """Received messages, for one reader; ends with the connection."""
        return self.channel.messages()

    async def statistics(self) -> PeerStatistics:
        """Counters since the start."""
        return read_statistics(await self.rtc.getStats())

    def finish(self, state: PeerState) -> None:
        """Enter a final state; the first one wins."""
        if self.state in _FINAL:
            return
        self.state = state
        self.channel.close()
        self._on_state(state)

    async def aclose(self) -> None:
        """End everything. Safe before the start, twice, and from several tasks at once."""
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(self._close(), name="webrtc-close")
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        self.finish(PeerState.CLOSED)
        own = [task for task in self._tasks if not task.done()]
        for task in own:
            task.cancel()
        await asyncio.gather(*own, return_exceptions=True)
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.rtc.close()
        except TimeoutError:
            _log.warning("webrtc_close_timeout")

    async def _await_connection(self) -> None:
        try:
            async with asyncio.timeout(self.config.connect_timeout):
                await self.channel.opened.wait()
        except TimeoutError:
            self.finish(PeerState.FAILED)
            return
        if self.state is PeerState.NEW:
            self.state = PeerState.CONNECTED
            self._on_state(PeerState.CONNECTED)
        await self.channel.overflowed.wait()
        self.finish(PeerState.FAILED)

    def _connection_changed(self) -> None:
        match self.rtc.connectionState:
            case "failed":
                self.finish(PeerState.FAILED)
            case "closed":
                self.finish(PeerState.CLOSED)

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("webrtc_task_failed", task=task.get_name(), error=type(error).__name__, exc_info=error)
            self.finish(PeerState.FAILED)
