"""The ordered data channel as bounded text messages."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

import structlog
from aiortc import RTCDataChannel

from app.errors import ConnectionFailedError

LABEL = "lunette"
MAX_MESSAGE = 64 * 1024
MAX_WAITING = 256
MAX_BUFFERED = 1024 * 1024

_log = structlog.get_logger(__name__)


class MessageChannel:
    """Text messages both ways over one ordered channel.

    What is sent before the channel opens waits, at most `MAX_WAITING` messages. A peer that does not read (1 MiB
    behind) or floods us (more than `MAX_WAITING` unread) loses the connection: a protocol message may not be dropped.
    """

    def __init__(self) -> None:
        self._channel: RTCDataChannel | None = None
        self._early: deque[str] = deque()
        self._inbox: asyncio.Queue[str | None] = asyncio.Queue(MAX_WAITING + 1)
        self._closed = False
        self.opened = asyncio.Event()
        self.overflowed = asyncio.Event()

    def attach(self, channel: RTCDataChannel) -> None:
        """Take over the vendor's channel; only the first one counts."""
        if self._channel is not None or self._closed:
            return
        self._channel = channel
        channel.on("open", self._on_open)
        channel.on("message", self._on_message)
        channel.on("close", self.close)
        if channel.readyState == "open":
            self._on_open()

    def send(self, text: str) -> None:
        """Send now, or as soon as the channel opens. Silent after the end; raises `ConnectionFailedError` when full."""
        if self._closed:
            return
        if not self.opened.is_set() or self._channel is None:
            if len(self._early) >= MAX_WAITING:
                raise ConnectionFailedError("The connection did not open in time for what had to be said over it.")
            self._early.append(text)
            return
        if self._channel.readyState != "open":
            return
        if self._channel.bufferedAmount > MAX_BUFFERED:
            self.overflowed.set()
            raise ConnectionFailedError("The other side has stopped reading its messages.")
        self._channel.send(text)

    async def messages(self) -> AsyncIterator[str]:
        """Each received message in order; ends with the channel. For one reader."""
        while (text := await self._inbox.get()) is not None:
            yield text

    def close(self) -> None:
        """End `messages()` and forget what waits. Safe at any time."""
        if self._closed:
            return
        self._closed = True
        self._early.clear()
        while not self._inbox.empty():
            self._inbox.get_nowait()
        self._inbox.put_nowait(None)

    def _on_open(self) -> None:
        self.opened.set()
        while self._early:
            self.send(self._early.popleft())

    def _on_message(self, data: str | bytes) -> None:
        if self._closed or isinstance(data, bytes) or len(data) > MAX_MESSAGE:
            return
        if self._inbox.qsize() >= MAX_WAITING:
            _log.warning("message_flood", waiting=self._inbox.qsize())
            self.overflowed.set()
            return
        self._inbox.put_nowait(data)
