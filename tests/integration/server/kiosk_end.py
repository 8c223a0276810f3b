"""The kiosk's end of a visit, as small as a test needs it: the real client and the real peer."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np

from app.domain.consultants import DEFAULT_CONSULTANT
from app.protocol.messages import (
    CompanionMessage,
    KioskMessage,
    ResumePacket,
    SessionRequest,
    parse_companion_message,
)
from app.services.companion_client import CompanionAddress, CompanionClient
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import FRAME_SAMPLES, I420Frame, Pcm
from media.webrtc.link import PeerState
from media.webrtc.peer import KioskPeer

DEADLINE = 30.0


class KioskEnd:
    """Connects, counts what arrives and remembers every message."""

    def __init__(self, address: CompanionAddress) -> None:
        self.client = CompanionClient(address)
        self.state = PeerState.NEW
        self.pictures: list[I420Frame] = []
        self.first_size: tuple[int, int] | None = None
        self.sounds = 0
        self.loudest = 0
        self.messages: list[CompanionMessage] = []
        self.session_id = ""
        self._changed = asyncio.Condition()
        self._notes: set[asyncio.Task[None]] = set()
        config = PeerConfig(loopback_only=True, connect_timeout=DEADLINE)
        self.peer = KioskPeer(config, on_audio=self._audio, on_video=self._video, on_state=self._state)
        self._reading: asyncio.Task[None] | None = None

    async def open(self, consultant: str = DEFAULT_CONSULTANT) -> None:
        offer = await self.peer.create_offer()
        request = SessionRequest(
            protocol=1, sdp=offer, consultant=consultant, resume=ResumePacket(visit_id="visit-0001")
        )
        answer = await self.client.open(request)
        self.session_id = answer.session_id
        await self.peer.accept(answer.sdp)
        self._reading = asyncio.create_task(self._read(), name="kiosk-end")
        await self.until(lambda: self.state is not PeerState.NEW)

    def send(self, message: KioskMessage) -> None:
        self.peer.send(message.model_dump_json())

    async def speak(self, pcm: Pcm) -> None:
        """Send sound in real time."""
        for start in range(0, pcm.shape[0] - FRAME_SAMPLES + 1, FRAME_SAMPLES):
            self.peer.push_microphone(pcm[start : start + FRAME_SAMPLES])
            await asyncio.sleep(0.02)

    async def until(self, holds: Callable[[], bool], seconds: float = DEADLINE) -> None:
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)

    async def aclose(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        await self.peer.aclose()
        await self.client.aclose()
        await asyncio.gather(*self._notes)

    async def _read(self) -> None:
        async for text in self.peer.messages():
            self.messages.append(parse_companion_message(text))
            self._note()

    def _audio(self, pcm: Pcm, _pts: float) -> None:
        self.sounds += 1
        self.loudest = max(self.loudest, int(np.abs(pcm.astype(np.int32)).max()))
        self._note()

    def _video(self, frame: I420Frame) -> None:
        self.first_size = self.first_size or (frame.width, frame.height)
        self.pictures.append(frame)
        del self.pictures[:-60]
        self._note()

    def _state(self, state: PeerState) -> None:
        self.state = state
        self._note()

    def _note(self) -> None:
        task = asyncio.create_task(self._notify())
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


@asynccontextmanager
async def kiosk_end(address: CompanionAddress) -> AsyncIterator[KioskEnd]:
    end = KioskEnd(address)
    try:
        yield end
    finally:
        await end.aclose()
