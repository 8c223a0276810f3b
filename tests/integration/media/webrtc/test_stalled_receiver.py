"""A kiosk whose whole process stands still for a while, or runs by fits and starts."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import numpy as np
import pytest

from app.clock import SystemClock
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import FRAME_SAMPLES, SAMPLE_RATE, I420Frame, Pcm, solid
from media.webrtc.peer import CompanionPeer

HERE = Path(__file__).parent
DEADLINE = 20.0


class Source:
    """Silence, and pictures stamped with its time."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def pull(self) -> Pcm:
        self.seconds += FRAME_SAMPLES / SAMPLE_RATE
        return np.zeros(FRAME_SAMPLES, np.int16)

    async def next_picture(self) -> I420Frame:
        await asyncio.sleep(0.04)
        return solid(320, 320, luma=40 + int(self.seconds * 25) % 100, pts_seconds=self.seconds)


@pytest.mark.parametrize(
    ("times", "still", "running"), [(1, 3.0, 0.0), (15, 0.16, 0.04)], ids=["three-seconds", "five-times-a-second"]
)
async def test_kiosk_that_stood_still_catches_up_with_the_present(times: int, still: float, running: float) -> None:
    """After three seconds without a step, or with five short ones a second, the kiosk is soon at the present again."""
    source = Source()
    companion = CompanionPeer(
        PeerConfig(),
        SystemClock(),
        pull_audio=source.pull,
        next_picture=source.next_picture,
        on_audio=lambda _pcm, _pts: None,
        on_state=lambda _state: None,
    )
    kiosk = await asyncio.create_subprocess_exec(
        sys.executable,
        str(HERE / "kiosk_process.py"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
        cwd=HERE.parents[3],
        env={"PYTHONPATH": str(HERE.parents[3]), "PATH": ""},
    )
    assert kiosk.stdin is not None
    assert kiosk.stdout is not None
    out = kiosk.stdout

    async def until(name: str, least: float) -> float:
        while True:
            told = json.loads(await out.readline())
            assert told.get("state") not in {"failed", "closed"}
            if name in told and told[name] >= least:
                return float(told[name])

    try:
        async with asyncio.timeout(4 * DEADLINE):
            offer = json.loads(await out.readline())["sdp"]
            kiosk.stdin.write((json.dumps({"sdp": await companion.answer(offer)}) + "\n").encode())
            await until("picture", 1.0)
            for _ in range(times):
                kiosk.send_signal(signal.SIGSTOP)
                await asyncio.sleep(still)
                kiosk.send_signal(signal.SIGCONT)
                await asyncio.sleep(running)
            resumed = source.seconds
            picture = await until("picture", resumed)
            behind = source.seconds - picture
            sound = await until("sound", resumed)

        assert resumed > 3.0
        assert behind < 2.0
        assert sound >= resumed
    finally:
        kiosk.stdin.close()
        kiosk.kill()
        await kiosk.wait()
        await companion.aclose()
