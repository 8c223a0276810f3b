"""How far picture and sound are apart where the shopper meets them: a flash and a beep of the same media moment.

Both go through the real stage, encoders, network on loopback, decoders and the time stamps with the anchor. The
receiver presents as the kiosk does: sound after a buffer of 50 ms, a picture when the loudspeaker reaches its moment,
or on arrival when that is later. `gaps` counts how often the sound came too late for the buffer.
"""

import asyncio
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.clock import Clock, SystemClock
from app.errors import ConnectionFailedError
from media.webrtc.configuration import PeerConfig
from media.webrtc.frames import FRAME_SAMPLES, SAMPLE_RATE, I420Frame, Pcm
from media.webrtc.link import PeerState
from media.webrtc.peer import CompanionPeer, KioskPeer
from server.avatar.puppet import FORESIGHT
from server.avatar.quality import QualityLadder, rungs
from server.avatar.sound_timeline import SoundTimeline
from server.avatar.stage import StageCore, TrackStarts
from server.bench import drift
from server.bench.drift import Pair
from server.bench.lossy_relay import LossyRelay

PLAYOUT_BUFFER = 0.05
INTERVAL = 1.0
FLASH_SECONDS = 0.12
WHITE = 235
CONNECT_TIMEOUT = 15.0
LEVEL = 4000
SEED = 5
AHEAD_SECONDS = 3.0
SILENT_FRAME: Pcm = np.zeros(FRAME_SAMPLES, np.int16)


class FlashPuppet:
    """Its pose is the moment and whether it is lit."""

    def pose(self, media: float) -> tuple[float, bool]:
        into = (media + 1e-3) % INTERVAL
        return media, media > INTERVAL / 2 and into < FLASH_SECONDS

    def foreseen(self, media: float) -> float:
        """As in speech."""
        del media
        return FORESIGHT

    def rests(self, media: float) -> None:
        """It never does."""
        del media


class FlashSource:
    """Draws a moving gradient, or all white when lit."""

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8] | None:
        """As `PictureSource`."""
        del view, due
        media, lit = pose
        data = np.full((height * 3 // 2, width), 128, np.uint8)
        ramp = (np.arange(width) + int(media * 100)) % 160 + 30
        data[:height] = WHITE if lit else ramp.astype(np.uint8)
        return data


@dataclass(frozen=True, slots=True)
class Heard:
    """One received sound frame: arrival (clock s), time stamp (s since the track's first sample), samples."""

    at: float
    pts: float
    pcm: Pcm


@dataclass(frozen=True, slots=True)
class Seen:
    """One received picture: arrival (clock s), time stamp (s since the track's first picture), mean luma."""

    at: float
    pts: float
    luma: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run gave: every pair, and the report."""

    pairs: list[Pair]
    report: dict[str, object]


class Loudspeaker:
    """When each moment of the media clock sounds at a receiver that starts with a full buffer.

    A frame that comes too late makes a gap, after which the buffer is filled again.
    """

    def __init__(self, heard: Sequence[Heard], starts: TrackStarts) -> None:
        self._media: list[float] = []
        self._wall: list[float] = []
        end = -math.inf
        self.gaps = -1
        for frame in heard:
            if frame.at > end:
                end = frame.at + PLAYOUT_BUFFER
                self.gaps += 1
            self._media.append(frame.pts + starts.audio_start_media)
            self._wall.append(end)
            end += frame.pcm.shape[0] / SAMPLE_RATE

    def sounds_at(self, media: float) -> float:
        """The clock time at which the loudspeaker reaches `media` seconds."""
        index = max(bisect_right(self._media, media + 1e-9) - 1, 0)
        return self._wall[index] + media - self._media[index]


def pairs_of(heard: Sequence[Heard], seen: Sequence[Seen], starts: TrackStarts) -> list[Pair]:
    """Each flash with its beep, in the order of the beeps."""
    if not heard or not seen:
        return []
    loudspeaker = Loudspeaker(heard, starts)
    flashes: list[tuple[float, float]] = []
    dark = True
    for picture in seen:
        lit = picture.luma > WHITE - 25
        if lit and dark:
            shown = max(picture.at, loudspeaker.sounds_at(picture.pts + starts.video_start_media))
            flashes.append((shown, picture.at))
        dark = not lit
    pairs: list[Pair] = []
    for beep, arrived in _beeps(heard, starts):
        wall = loudspeaker.sounds_at(beep)
        at = bisect_left(flashes, (wall, 0.0))
        nearest = min(flashes[max(at - 1, 0) : at + 1], key=lambda flash: abs(flash[0] - wall), default=None)
        if nearest is not None and abs(nearest[0] - wall) < INTERVAL / 2:
            shown, came = nearest
            pairs.append(Pair(arrived - heard[0].at, (shown - wall) * 1000, (came - arrived) * 1000))
    return pairs


def _beeps(heard: Sequence[Heard], starts: TrackStarts) -> list[tuple[float, float]]:
    """The media time of each beep's first loud sample, and when the frame that holds it arrived."""
    onsets: list[tuple[float, float]] = []
    for frame in heard:
        loud = np.flatnonzero(np.abs(frame.pcm.astype(np.int32)) > LEVEL)
        if not loud.size:
            continue
        media = frame.pts + starts.audio_start_media + float(loud[0]) / SAMPLE_RATE
        if not onsets or media - onsets[-1][0] > INTERVAL / 2:
            onsets.append((media, frame.at))
    return onsets


def _beep() -> Pcm:
    moments = np.arange(int(FLASH_SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    return (np.cos(2 * np.pi * 1000 * moments) * 16000).astype(np.int16)


async def _feed(sound: SoundTimeline, seconds: int) -> None:
    """Queue a beep for every second, a few seconds ahead."""
    for second in range(1, seconds + 1):
        if (ahead := (sound.queued_until - sound.position) / SAMPLE_RATE - AHEAD_SECONDS) > 0:
            await asyncio.sleep(ahead)
        silence = int(second * INTERVAL * SAMPLE_RATE) - sound.queued_until
        sound.enqueue(np.zeros(silence, np.int16))
        sound.enqueue(_beep())


async def measure(seconds: float, width: int, height: int, rate: int, clock: Clock, *, lose_first: int = 0) -> Measured:
    """Run for `seconds` and report; raises `ConnectionFailedError` when no connection comes about.

    The first `lose_first` packets of both tracks are lost.
    """
    relay = LossyRelay(seed=SEED, lose_first={"audio": lose_first, "video": lose_first})
    heard: list[Heard] = []
    seen: list[Seen] = []
    connected = asyncio.Event()

    def on_state(state: PeerState) -> None:
        if state is PeerState.CONNECTED:
            connected.set()

    def on_audio(pcm: Pcm, pts: float) -> None:
        quiet = pcm.shape[0] == FRAME_SAMPLES and int(np.abs(pcm).max()) <= LEVEL
        heard.append(Heard(clock.monotonic(), pts, SILENT_FRAME if quiet else pcm))

    def on_video(frame: I420Frame) -> None:
        seen.append(Seen(clock.monotonic(), frame.pts_seconds, float(frame.y[::8, ::8].mean())))

    core = StageCore(
        "avskew", FlashPuppet(), FlashSource(), QualityLadder(rungs(width, height, rate)), clock, lambda _reason: None
    )
    companion = CompanionPeer(
        PeerConfig(),
        clock,
        pull_audio=core.pull,
        next_picture=core.next_picture,
        on_audio=lambda _pcm, _pts: None,
        on_state=lambda _state: None,
    )
    kiosk = KioskPeer(
        PeerConfig(loopback_only=True),
        on_audio=on_audio,
        on_video=on_video,
        on_state=on_state,
    )
    feeding = asyncio.create_task(_feed(core.sound, int(seconds)), name="avskew-sound")
    drawing = asyncio.create_task(core.run(), name="avskew-stage")
    try:
        await relay.start()
        answer = await companion.answer(relay.offer(await kiosk.create_offer()))
        await kiosk.accept(relay.answer(answer))
        async with asyncio.timeout(CONNECT_TIMEOUT):
            await connected.wait()
            starts = await core.started()
        await asyncio.sleep(seconds + 0.5)
    except TimeoutError:
        raise ConnectionFailedError("The two ends of the benchmark could not connect on loopback.") from None
    finally:
        await kiosk.aclose()
        await companion.aclose()
        await relay.aclose()
        drawing.cancel()
        feeding.cancel()
        await asyncio.gather(drawing, feeding, return_exceptions=True)
    gaps = Loudspeaker(heard, starts).gaps if heard else 0
    pairs = pairs_of(heard, seen, starts)
    return Measured(pairs, _report(pairs, gaps, seen, width, height))


def _report(pairs: Sequence[Pair], gaps: int, seen: Sequence[Seen], width: int, height: int) -> dict[str, object]:
    skews = [pair.skew_ms for pair in pairs]
    values = np.array(skews)
    slope = drift.slope_ms_per_hour(pairs)
    span = seen[-1].at - seen[0].at if len(seen) > 1 else 0.0
    return {
        "pairs": len(skews),
        "skew_ms": {
            "p50": round(float(np.percentile(values, 50)), 1) if skews else None,
            "p95": round(float(np.percentile(values, 95)), 1) if skews else None,
            "abs_p95": round(float(np.percentile(np.abs(values), 95)), 1) if skews else None,
        },
        "drift_ms_per_hour": None if slope is None else round(slope, 2),
        "gaps": gaps,
        "fps": round((len(seen) - 1) / span, 1) if span else 0.0,
        "width": width,
        "height": height,
    }


def run(
    seconds: float, width: int, height: int, rate: int, plot: Path | None = None, *, lose_first: int = 0
) -> dict[str, object]:
    """The benchmark from a command line; `plot` names an SVG to draw the run into."""
    measured = asyncio.run(measure(seconds, width, height, rate, SystemClock(), lose_first=lose_first))
    if plot is not None:
        drift.draw(measured.pairs, plot)
    return measured.report
