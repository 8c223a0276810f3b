"""A kiosk's end in a process of its own, which a test can stop: offer out, answer in, then one line an arrival."""

import asyncio
import json
import sys

from media.webrtc.configuration import PeerConfig
from media.webrtc.peer import KioskPeer


def _tell(**values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


async def _main() -> None:
    kiosk = KioskPeer(
        PeerConfig(loopback_only=True),
        on_audio=lambda _pcm, pts: _tell(sound=pts),
        on_video=lambda frame: _tell(picture=frame.pts_seconds),
        on_state=lambda state: _tell(state=state.value),
    )
    _tell(sdp=await kiosk.create_offer())
    loop = asyncio.get_running_loop()
    await kiosk.accept(json.loads(await loop.run_in_executor(None, sys.stdin.readline))["sdp"])
    await loop.run_in_executor(None, sys.stdin.readline)
    await kiosk.aclose()


asyncio.run(_main())
