"""A companion of real peers and scripted manners: it hears loudness, answers with a tone and reports what it did."""

import asyncio
from collections.abc import Callable

import httpx
import numpy as np

from app.clock import SystemClock
from app.protocol.messages import (
    Anchor,
    Caption,
    CaptionWord,
    CompanionMessage,
    ConsultantState,
    KioskMessage,
    Problem,
    ResumePacket,
    SessionAnswer,
    SessionRequest,
    State,
    Transcript,
    TurnReport,
    parse_kiosk_message,
)
from app.services.companion_client import CompanionAddress, CompanionClient
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import FRAME_SAMPLES, SAMPLE_RATE, I420Frame, Pcm, solid
from media.webrtc.link import PeerState
from media.webrtc.peer import CompanionPeer
from media.webrtc.tracks import OPUS_LOOKAHEAD

VOICE = 1500
QUIET_SECONDS = 0.3
ANSWER_SECONDS = 1.0
NO_PLACE = httpx.Response(503, json=Problem(code="full", message="There is no place.").model_dump())


class ScriptedVisit:
    """One session: `packet` is what the kiosk brought along, `received` what it said since."""

    def __init__(self, packet: ResumePacket) -> None:
        self.packet = packet
        self.received: list[KioskMessage] = []
        self.changed = asyncio.Event()
        self.peer = CompanionPeer(
            PeerConfig(),
            SystemClock(),
            pull_audio=self._pull,
            next_picture=self._picture,
            on_audio=self._hear,
            on_state=lambda state: None,
        )
        self._pulled = 0
        self._advanced = asyncio.Event()
        self._pictures = 0
        self._tone_from: int | None = None
        self._voiced_end: float | None = None
        self._turn = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def media(self) -> float:
        return self._pulled / SAMPLE_RATE

    def begin(self) -> None:
        task = asyncio.get_running_loop().create_task(self._read())
        self._tasks.add(task)

    def send(self, message: CompanionMessage) -> None:
        self.peer.send(message.model_dump_json())

    def speak(self, *words: str) -> None:
        """Sound a tone from now on with a caption of 250 ms a word, and report the turn when all is sent."""
        self._turn += 1
        start = self.media
        self._tone_from = self._pulled
        self.send(State(state=ConsultantState.SPEAKING))
        spoken = tuple(
            CaptionWord(text=word, start_media=start + n * 0.25, end_media=start + (n + 1) * 0.25)
            for n, word in enumerate(words)
        )
        self.send(Caption(turn=self._turn, words=spoken))

    def report(self, heard: str, said: str, start: float) -> None:
        self.send(
            TurnReport(
                turn=self._turn,
                heard=heard,
                said=said,
                voiced_end_uplink=self._voiced_end,
                answer_start_media=start,
            )
        )

    async def until(self, wanted: Callable[["ScriptedVisit"], bool], deadline: float = 15.0) -> None:
        async with asyncio.timeout(deadline):
            while not wanted(self):
                self.changed.clear()
                await self.changed.wait()

    async def aclose(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.peer.aclose()

    def _pull(self) -> Pcm:
        moments = np.arange(self._pulled, self._pulled + FRAME_SAMPLES)
        self._pulled += FRAME_SAMPLES
        self._advanced.set()
        if self._pulled == FRAME_SAMPLES:
            self.send(Anchor(audio_start_media=-OPUS_LOOKAHEAD, video_start_media=0.0))
        if self._tone_from is None or self.media > self._tone_from / SAMPLE_RATE + ANSWER_SECONDS:
            if self._tone_from is not None:
                start, self._tone_from = self._tone_from / SAMPLE_RATE, None
                self.report("a tone", "a longer tone", start)
                self.send(State(state=ConsultantState.LISTENING))
            return np.zeros(FRAME_SAMPLES, np.int16)
        return (np.sin(2 * np.pi * 440 * moments / SAMPLE_RATE) * 9000).astype(np.int16)

    async def _picture(self) -> I420Frame:
        moment = self._pictures * 0.04
        async with asyncio.timeout(5.0):
            while self.media < moment:
                self._advanced.clear()
                await self._advanced.wait()
        self._pictures += 1
        return solid(320, 320, luma=16 + self._pictures % 200, pts_seconds=moment)

    def _hear(self, pcm: Pcm, pts: float) -> None:
        if int(np.max(np.abs(pcm.astype(np.int32)), initial=0)) > VOICE:
            self._voiced_end = pts + FRAME_SAMPLES / SAMPLE_RATE
            self.changed.set()
        elif self._voiced_end is not None and pts - self._voiced_end > QUIET_SECONDS and self._turn == 0:
            self.send(Transcript(turn=1, text="a tone", final=True))
            self.speak("a", "longer", "tone")

    async def _read(self) -> None:
        async for text in self.peer.messages():
            self.received.append(parse_kiosk_message(text))
            self.changed.set()


class ScriptedCompanion:
    """Answers over HTTP as a companion does; `refuse` makes it full."""

    def __init__(self, number: int) -> None:
        self.address = CompanionAddress(f"http://127.0.0.1:{number}", "t" * 20)
        self.visits: list[ScriptedVisit] = []
        self.refuse = False
        self.ended = asyncio.Event()

    def client(self, address: CompanionAddress) -> CompanionClient:
        assert address == self.address
        return CompanionClient(address, httpx.MockTransport(self._answer))

    async def die(self) -> None:
        """End as a killed process does: without a word."""
        for visit in self.visits:
            await visit.aclose()
        self.ended.set()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.refuse or self.ended.is_set():
            return NO_PLACE
        if request.method == "DELETE":
            return httpx.Response(204)
        body = SessionRequest.model_validate_json(request.content)
        visit = ScriptedVisit(body.resume)
        self.visits.append(visit)
        visit.begin()
        answer = SessionAnswer(session_id=f"visit-{len(self.visits)}", sdp=await visit.peer.answer(body.sdp))
        return httpx.Response(201, content=answer.model_dump_json())

    @property
    def connected(self) -> bool:
        return any(visit.peer.state is PeerState.CONNECTED for visit in self.visits)


class ScriptedSource:
    """Hands out scripted companions in turn."""

    def __init__(self, *companions: ScriptedCompanion) -> None:
        self.left = list(companions)
        self.all = {companion.address: companion for companion in companions}

    def client(self, address: CompanionAddress) -> CompanionClient:
        return self.all[address].client(address)

    async def acquire(self) -> CompanionAddress:
        return self.left[0].address

    async def failed(self, address: CompanionAddress) -> None:
        if len(self.left) > 1 and self.left[0].address == address:
            self.left.pop(0)

    async def gone(self, address: CompanionAddress) -> None:
        await self.all[address].ended.wait()

    async def aclose(self) -> None:
        for companion in self.all.values():
            await companion.die()
