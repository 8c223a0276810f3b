"""One speaking visit in real time over a real connection, measured: the part of `bench avatar` that is its own program.

It runs with whichever checkout `PYTHONPATH` names, so that an older one can be measured by the same rules; what newer
checkouts have and older ones have not is looked up. Told by one JSON object on the command line, it prints one.
"""

import asyncio
import importlib
import json
import multiprocessing
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.clock import SystemClock
from app.protocol.messages import ConsultantState
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import I420Frame
from media.webrtc.link import PeerState
from media.webrtc.peer import CompanionPeer, KioskPeer
from server.animation.port import Curves
from server.avatar import render_figure
from server.avatar.quality import QualityLadder, rungs
from server.avatar.render_process import RenderProcess
from server.avatar.stage import SpeakingStage
from server.bench.avskew import Heard, Loudspeaker
from server.tts.port import Speech

if TYPE_CHECKING:
    from server.avatar.ports import PictureSource


SEED = 7
WARM_UP = 5.0
CONNECT_TIMEOUT = 15.0
PUNCTUAL = 0.050
TICKS = os.sysconf("SC_CLK_TCK")


class Watched:
    """A picture source that notes how long each rung was asked for."""

    def __init__(self, source: "PictureSource") -> None:
        self._source = source
        self._last: tuple[float, tuple[int, int, int]] | None = None
        self.seconds: defaultdict[tuple[int, int, int], float] = defaultdict(float)
        self.rate: Callable[[], int] = lambda: 0

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8] | None:
        """As `PictureSource`."""
        now = asyncio.get_running_loop().time()
        if self._last is not None:
            self.seconds[self._last[1]] += now - self._last[0]
        self._last = (now, (width, height, self.rate()))
        return await self._source.render(view, pose, width, height, due)


class Seen:
    """What reached the receiver: when, at which moment of the picture's track, and how many pictures were new."""

    def __init__(self) -> None:
        self.arrivals: list[tuple[float, float]] = []
        self.distinct = 0
        self.counting = False
        self._last: NDArray[np.uint8] | None = None

    def take(self, frame: I420Frame, now: float) -> None:
        """Note one picture."""
        luma = frame.y[::4, ::4]
        fresh = self._last is None or luma.shape != self._last.shape or not np.array_equal(luma, self._last)
        self._last = luma.copy()
        if self.counting:
            self.arrivals.append((now, frame.pts_seconds))
            self.distinct += fresh


def cores(before: dict[str, float], after: dict[str, float], seconds: float) -> dict[str, float]:
    """Cores busy in between, by what for; `both` is rendering and encoding together."""
    used = {name: (after[name] - before[name]) / seconds for name in before}
    both = used["rendering"] + used["encoding"]
    rest = used["process"] - used["encoding"]
    return {
        "rendering": round(used["rendering"], 3),
        "encoding": round(used["encoding"], 3),
        "both": round(both, 3),
        "stage_network_and_receiver": round(rest, 3),
    }


def _consumed(stat: Path) -> float:
    """Processor seconds of a process or thread, from its `stat` under /proc (proc(5), fields 14 and 15)."""
    values = stat.read_text().rsplit(")", 1)[1].split()
    return (int(values[11]) + int(values[12])) / TICKS


def _processor(encoders: list[int]) -> dict[str, float]:
    own = Path("/proc/self")
    return {
        "process": _consumed(own / "stat"),
        "encoding": sum(_consumed(own / "task" / str(thread) / "stat") for thread in encoders),
        "rendering": sum(_consumed(Path(f"/proc/{child.pid}/stat")) for child in multiprocessing.active_children()),
    }


def _optional(module: str, name: str) -> Any:
    """What a module of this checkout holds, or `None`."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def _kiosk_config() -> PeerConfig:
    """A kiosk beside its companion, whose bit rate does not follow the load of the machine."""
    told: dict[str, Any] = {"loopback_only": True}
    if "adapt_bitrate" in {field.name for field in fields(PeerConfig)}:
        told["adapt_bitrate"] = False
    return PeerConfig(**told)


def _motion() -> Any:
    life = _optional("server.avatar.motion.life", "Life") or _optional("server.avatar.motion", "IdleMotion")
    return life(SEED)


def _renderer(figure: str) -> Any:
    build_cast = _optional("server.avatar.render_figure", "build_cast")
    return partial(build_cast, (figure,)) if build_cast else render_figure.build


def _source(renderer: RenderProcess, figure: str) -> "PictureSource":
    of_figure = _optional("server.avatar.cast", "FigureSource")
    source: PictureSource = of_figure(renderer, figure) if of_figure else renderer
    return source


async def measure(told: dict[str, Any]) -> dict[str, object]:
    """Speak for `told["seconds"]` after a warm-up and report."""
    seconds, width, height, rate = (told[name] for name in ("seconds", "width", "height", "rate"))
    if set_bitrate := _optional("media.webrtc.configuration", "set_video_bitrate"):
        set_bitrate()
    encoders: list[int] = []
    pool = ThreadPoolExecutor(2, initializer=lambda: encoders.append(threading.get_native_id()))
    asyncio.get_running_loop().set_default_executor(pool)
    clock = SystemClock()
    renderer = RenderProcess(_renderer(told["figure"]), clock, max_pixels=width * height)
    await renderer.start()
    levels = rungs(width, height, rate)
    ladder = QualityLadder(levels[:1] if told["hold"] else levels, grace=WARM_UP)
    watched = Watched(_source(renderer, told["figure"]))
    watched.rate = lambda: ladder.quality.rate
    troubles: list[str] = []
    stage = SpeakingStage("bench", _motion(), watched, ladder, clock, troubles.append)
    stage.set_state(ConsultantState.SPEAKING)
    _say(stage, told, seconds + 2 * WARM_UP)
    seen = Seen()
    connected = asyncio.Event()
    heard: list[Heard] = []
    companion = CompanionPeer(
        PeerConfig(),
        clock,
        pull_audio=stage.pull,
        next_picture=stage.next_picture,
        on_audio=lambda _pcm, _pts: None,
        on_state=lambda _state: None,
    )
    kiosk = KioskPeer(
        _kiosk_config(),
        on_audio=lambda pcm, pts: heard.append(Heard(clock.monotonic(), pts, pcm)),
        on_video=lambda frame: seen.take(frame, clock.monotonic()),
        on_state=lambda state: connected.set() if state is PeerState.CONNECTED else None,
    )
    drawing = asyncio.create_task(stage.run(), name="bench-stage")
    try:
        await kiosk.accept(await companion.answer(await kiosk.create_offer()))
        async with asyncio.timeout(CONNECT_TIMEOUT):
            await connected.wait()
            starts = await stage.started()
        await asyncio.sleep(WARM_UP)
        watched.seconds.clear()
        seen.counting, before, began = True, _processor(encoders), clock.monotonic()
        await asyncio.sleep(seconds)
        seen.counting, after, passed = False, _processor(encoders), clock.monotonic() - began
    finally:
        await kiosk.aclose()
        await companion.aclose()
        drawing.cancel()
        await asyncio.gather(drawing, return_exceptions=True)
        await renderer.aclose()
    return {
        **pictures(seen, Loudspeaker(heard, starts), starts.video_start_media, passed, rate),
        "cores": cores(before, after, passed),
        "ms_a_picture": {
            name: round((after[name] - before[name]) / max(len(seen.arrivals), 1) * 1000, 2)
            for name in ("rendering", "encoding")
        },
        "ladder_seconds": {f"{w}x{h}@{r}": round(spent, 1) for (w, h, r), spent in watched.seconds.items()},
        "troubles": len(troubles),
    }


def _say(stage: SpeakingStage, told: dict[str, Any], seconds: float) -> None:
    """Queue the prepared speech again and again until it lasts `seconds`."""
    with np.load(told["speech"]) as kept:
        speech = Speech(kept["pcm"], int(kept["sample_rate"]), (), ())
        curves = Curves(float(kept["rate"]), kept["values"])
    for _turn in range(int(seconds / speech.seconds) + 1):
        stage.enqueue(speech, curves)


def pictures(seen: Seen, loudspeaker: Loudspeaker, video_start: float, seconds: float, rate: int) -> dict[str, object]:
    """Pictures a second, and how late they were for the sound of their moment; what never came counts as late."""
    late = np.array([max(0.0, at - loudspeaker.sounds_at(pts + video_start)) for at, pts in seen.arrivals])
    return {
        "fps": round(seen.distinct / seconds, 2),
        "within_50_ms": round(min(float((late <= PUNCTUAL).sum()) / (seconds * rate), 1.0), 4),
        "late_ms": {f"p{level}": round(float(np.percentile(late, level)) * 1000, 1) for level in (50, 95, 99)}
        if late.size
        else {},
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(measure(json.loads(sys.argv[1])))) + "\n")
