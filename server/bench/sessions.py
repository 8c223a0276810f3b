"""What quiet visits cost: one real companion process, and kiosks over WebRTC in this one.

Each kiosk sends a faint microphone hiss all the time and says nothing. Measuring begins when every greeting has been
spoken and no consultant waits for an answer any more. Only the companion and its children are counted.
"""

import asyncio
import contextlib
import json
import os
import secrets
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from time import monotonic

import httpx
import numpy as np

from app.errors import ServiceError
from app.protocol.messages import (
    PROTOCOL_VERSION,
    ConsultantState,
    ResumePacket,
    SessionAnswer,
    SessionRequest,
    Start,
    State,
    parse_companion_message,
)
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import FRAME_SAMPLES, FRAME_SECONDS, I420Frame, Pcm
from media.webrtc.link import PeerState
from media.webrtc.peer import KioskPeer
from server.bench.processes import megabytes, processor_seconds

MAX_VISITS = 64
ROOT = Path(__file__).parents[2]
READY_TIMEOUT = 120.0
OPEN_TIMEOUT = 20.0
QUIET_TIMEOUT = 90.0
END_TIMEOUT = 20.0
QUIET_SECONDS = 3.0
SETTLE_SECONDS = 5.0
LOUD = 200
HISS = 6.0


@dataclass(slots=True)
class Arrivals:
    """What has reached one kiosk."""

    first_picture: float | None = None
    seen: asyncio.Event = field(default_factory=asyncio.Event)
    pictures: int = 0
    distinct: int = 0
    loud_at: float | None = None
    state: ConsultantState | None = None
    _last: int | None = None

    def picture(self, frame: I420Frame, now: float) -> None:
        """Count a picture; one like that before it is not distinct."""
        if self.first_picture is None:
            self.first_picture = now
            self.seen.set()
        self.pictures += 1
        checksum = zlib.crc32(frame.data.tobytes())
        self.distinct += checksum != self._last
        self._last = checksum

    def sound(self, pcm: Pcm, now: float) -> None:
        """Note when speech was last heard."""
        if np.abs(pcm.astype(np.int32)).max(initial=0) > LOUD:
            self.loud_at = now

    @property
    def idle(self) -> bool:
        """Whether the consultant waits for nobody."""
        return self.state is ConsultantState.IDLE

    def quiet(self, now: float) -> bool:
        """Whether something was said and it is over."""
        return self.loud_at is not None and now - self.loud_at > QUIET_SECONDS


class Kiosk:
    """A kiosk without screen and camera, whose shopper says nothing. One use only."""

    def __init__(self, http: httpx.AsyncClient, consultant: str, seed: int) -> None:
        self._http = http
        self._consultant = consultant
        self._hiss = np.random.default_rng(seed)
        self.arrivals = Arrivals()
        self._failed = False
        self._peer = KioskPeer(
            PeerConfig(loopback_only=True),
            on_audio=lambda pcm, _pts: self.arrivals.sound(pcm, monotonic()),
            on_video=lambda frame: self.arrivals.picture(frame, monotonic()),
            on_state=self._changed,
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> float:
        """Begin a visit; seconds from the offer to the first picture. Raises `ServiceError`."""
        try:
            async with asyncio.timeout(OPEN_TIMEOUT):
                offer = await self._peer.create_offer()
                began = monotonic()
                request = SessionRequest(
                    protocol=PROTOCOL_VERSION,
                    sdp=offer,
                    consultant=self._consultant,
                    resume=ResumePacket(visit_id=secrets.token_hex(8)),
                )
                response = await self._http.post("/v1/avatar-chat/sessions", content=request.model_dump_json())
                if response.status_code != HTTPStatus.CREATED:
                    raise ServiceError(f"The companion refused a visit with status {response.status_code}.")
                await self._peer.accept(SessionAnswer.model_validate_json(response.content).sdp)
                self._peer.send(Start().model_dump_json())
                self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._speak())]
                await self.arrivals.seen.wait()
        except TimeoutError:
            raise ServiceError("No picture of the consultant came.") from None
        assert self.arrivals.first_picture is not None
        return self.arrivals.first_picture - began

    def check(self) -> None:
        """Raise `ServiceError` when the visit is over."""
        if self._failed:
            raise ServiceError("A visit ended before the measurement did.")

    async def aclose(self) -> None:
        """End the visit. Safe before `open`."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._peer.aclose()

    async def _read(self) -> None:
        async for text in self._peer.messages():
            message = parse_companion_message(text)
            if isinstance(message, State):
                self.arrivals.state = message.state

    async def _speak(self) -> None:
        due = monotonic()
        while True:
            self._peer.push_microphone(self._hiss.normal(0.0, HISS, FRAME_SAMPLES).astype(np.int16))
            due += FRAME_SECONDS
            await asyncio.sleep(max(due - monotonic(), 0.0))

    def _changed(self, state: PeerState) -> None:
        self._failed |= state is PeerState.FAILED


def run(visits: int, seconds: float, consultant: str) -> dict[str, object]:
    """The benchmark; raises `ServiceError` when the companion or a visit fails."""
    return asyncio.run(_run(visits, seconds, consultant))


async def _run(visits: int, seconds: float, consultant: str) -> dict[str, object]:
    load = os.getloadavg()[0]
    async with _companion(visits, consultant) as (pid, http), contextlib.AsyncExitStack() as stack:
        empty_mb = megabytes(pid)
        waits: list[float] = []
        kiosks: list[Kiosk] = []
        first_mb = 0.0
        for number in range(visits):
            kiosk = Kiosk(http, consultant, number)
            stack.push_async_callback(kiosk.aclose)
            kiosks.append(kiosk)
            waits.append(await kiosk.open())
            await _quiet(kiosks)
            if number == 0:
                first_mb = megabytes(pid)
        await _idle(kiosks)
        before = [(kiosk.arrivals.pictures, kiosk.arrivals.distinct) for kiosk in kiosks]
        used, began = processor_seconds(pid), monotonic()
        await asyncio.sleep(seconds)
        used, passed = processor_seconds(pid) - used, monotonic() - began
        for kiosk in kiosks:
            kiosk.check()
        rates = [
            ((kiosk.arrivals.pictures - pictures) / passed, (kiosk.arrivals.distinct - distinct) / passed)
            for kiosk, (pictures, distinct) in zip(kiosks, before, strict=True)
        ]
        last_mb = megabytes(pid)
    return {
        "visits": visits,
        "consultant": consultant,
        "seconds": round(passed, 1),
        "load_before": round(load, 2),
        "cores": round(used / passed, 3),
        "fps": round(float(np.mean([rate for rate, _ in rates])), 1),
        "distinct_fps": round(float(np.mean([distinct for _, distinct in rates])), 1),
        "memory_mb": {
            "no_visit": round(empty_mb),
            "one_visit": round(first_mb),
            "all_visits": round(last_mb),
            "a_further_visit": round((last_mb - first_mb) / (visits - 1), 1) if visits > 1 else None,
        },
        "first_picture_s": {
            "p50": round(float(np.percentile(waits, 50)), 3),
            "p95": round(float(np.percentile(waits, 95)), 3),
        },
    }


async def _quiet(kiosks: list[Kiosk]) -> None:
    """Wait until every greeting is over."""
    await _until(kiosks, lambda arrivals: arrivals.quiet(monotonic()), "The consultants did not fall silent.")


async def _idle(kiosks: list[Kiosk]) -> None:
    """Wait until no consultant waits for an answer any more."""
    await _until(kiosks, lambda arrivals: arrivals.idle, "The consultants did not come to rest.")
    await asyncio.sleep(SETTLE_SECONDS)


async def _until(kiosks: list[Kiosk], there: Callable[[Arrivals], bool], failure: str) -> None:
    try:
        async with asyncio.timeout(QUIET_TIMEOUT):
            while not all(there(kiosk.arrivals) for kiosk in kiosks):
                for kiosk in kiosks:
                    kiosk.check()
                await asyncio.sleep(0.25)
    except TimeoutError:
        raise ServiceError(failure) from None


@contextlib.asynccontextmanager
async def _companion(visits: int, consultant: str) -> AsyncIterator[tuple[int, httpx.AsyncClient]]:
    """A companion process that is ready for so many visits, and a client of it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "server", "serve", "--child"),
        *("--max-sessions", str(visits), "--consultant", consultant, "--log-level", "WARNING"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        token = secrets.token_urlsafe(32)
        process.stdin.write(f"{token}\n".encode())
        try:
            async with asyncio.timeout(READY_TIMEOUT):
                port = json.loads(await process.stdout.readline())["port"]
                ready = json.loads(await process.stdout.readline())
        except (TimeoutError, ValueError, KeyError):
            raise ServiceError("The companion did not start.") from None
        if ready.get("ready") is not True:
            raise ServiceError(f"The companion did not start: {ready.get('message')}")
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=OPEN_TIMEOUT,
            trust_env=False,
        ) as http:
            yield process.pid, http
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), END_TIMEOUT)
        except TimeoutError:
            process.kill()
            await process.wait()
