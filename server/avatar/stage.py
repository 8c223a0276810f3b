"""One visit's stage: a single media clock for the consultant's sound and picture.

Sound is the master. The connection pulls 20 ms at a time, and the media clock is what has been pulled, so a stall
moves both together. Each picture is posed for, and stamped with, a moment of that clock.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from app.clock import Clock
from app.errors import RendererUnavailableError
from app.protocol.messages import ConsultantState
from media.audio.resample import resample
from media.webrtc.frames import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, I420Frame, Pcm, solid
from media.webrtc.tracks import OPUS_LOOKAHEAD
from server.animation.port import Curves
from server.avatar.accents import spoken
from server.avatar.cues import Cue, Silenced
from server.avatar.curve_timeline import CurveTimeline
from server.avatar.quality import QualityLadder
from server.avatar.sound_timeline import SoundTimeline
from server.tts.port import Speech

_log = structlog.get_logger(__name__)

STILL_PERIOD = 0.5
BLANK_LUMA = 40


class Puppet(Protocol):
    """What the figure does at a moment of the media clock; holds the curves that were enqueued.

    `pose` is asked for ever later moments and returns whatever the renderer draws.
    """

    def pose(self, media: float) -> Any: ...


class Motion(Protocol):
    """The figure's own life: breath, blinks, gaze and posture around what its mouth is told.

    `weights` are 52 ARKit weights, float32, or `None` while nothing is said. Asked for ever later `media` seconds.
    """

    def pose(self, media: float, state: ConsultantState, weights: NDArray[np.float32] | None) -> Any: ...

    def perform(self, cue: Cue) -> None:
        """Answer what happens, from the next pose on."""


class PictureSource(Protocol):
    """Draws poses; as `RenderProcess.render`."""

    async def render(self, view: str, pose: Any, width: int, height: int, due: float) -> NDArray[np.uint8] | None: ...


@dataclass(frozen=True, slots=True)
class TrackStarts:
    """The media time (s) of each track's time stamp zero, as the receiver hears and sees it."""

    audio_start_media: float
    video_start_media: float


class MediaClock:
    """Sound pulled so far, and what passed since the last pull: the media time at this instant."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pulled = 0.0
        self._at: float | None = None
        self.running = asyncio.Event()

    def pulled(self, position: int) -> None:
        """Note that sound up to `position` samples has left."""
        self._pulled = position / SAMPLE_RATE
        self._at = self._clock.monotonic()
        self.running.set()

    def now(self) -> float:
        """Media seconds; stands still before the first pull and while nothing is pulled."""
        if self._at is None:
            return 0.0
        passed = self._clock.monotonic() - self._at
        return self._pulled - FRAME_SECONDS + min(max(passed, 0.0), FRAME_SECONDS)

    async def reach(self, media: float) -> None:
        """Return at `media` seconds or as soon after as can be."""
        await self.running.wait()
        while True:
            left = media - self.now()
            if left <= 0:
                return
            await asyncio.sleep(min(max(left, 0.001), FRAME_SECONDS))


class Pictures:
    """Draws the puppet on the media clock and keeps the newest picture for the connection.

    Without a renderer the last picture stands still, twice a second, and sound goes on; `on_trouble` hears of it once
    an outage.
    """

    def __init__(
        self,
        view: str,
        media: MediaClock,
        puppet: Puppet,
        source: PictureSource,
        ladder: QualityLadder,
        clock: Clock,
        on_trouble: Callable[[str], None],
    ) -> None:
        self._view = view
        self._media = media
        self._puppet = puppet
        self._source = source
        self._ladder = ladder
        self._clock = clock
        self._on_trouble = on_trouble
        self._latest: I420Frame | None = None
        self._shown = solid(ladder.quality.width, ladder.quality.height, luma=BLANK_LUMA)
        self._fresh = asyncio.Event()
        self._out = False

    async def next_picture(self) -> I420Frame:
        """The newest picture that was not taken yet."""
        while self._latest is None:
            self._fresh.clear()
            await self._fresh.wait()
        picture, self._latest = self._latest, None
        return picture

    async def run(self) -> None:
        """Draw until cancelled."""
        tick = 0.0
        while True:
            await self._media.reach(tick)
            period = self._ladder.quality.period
            if (behind := self._media.now() - tick) > period:
                missed = behind // period
                tick += missed * period
                self._ladder.skipped(self._clock.monotonic(), int(missed))
            try:
                await self._draw(tick)
                tick += period
            except RendererUnavailableError as error:
                self._still(tick, str(error))
                tick += STILL_PERIOD

    async def _draw(self, moment: float) -> None:
        quality = self._ladder.quality
        began = self._clock.monotonic()
        pose = self._puppet.pose(moment)
        data = await self._source.render(self._view, pose, quality.width, quality.height, began + quality.period)
        now = self._clock.monotonic()
        if data is None:
            return
        self._out = False
        self._ladder.report(now, now - began, late=self._latest is not None)
        self._shown = I420Frame(quality.width, quality.height, data, moment)
        self._offer(self._shown)

    def _still(self, moment: float, reason: str) -> None:
        if not self._out:
            self._out = True
            _log.warning("stage_without_picture", view=self._view)
            self._on_trouble(reason)
        self._offer(I420Frame(self._shown.width, self._shown.height, self._shown.data, moment))

    def _offer(self, picture: I420Frame) -> None:
        self._latest = picture
        self._fresh.set()


class StageCore:
    """Sound, picture and clock of one visit, before anything about speech or faces.

    `pull` and `next_picture` feed the connection; `run` draws and belongs to the visit's task group.
    """

    def __init__(
        self,
        view: str,
        puppet: Puppet,
        source: PictureSource,
        ladder: QualityLadder,
        clock: Clock,
        on_trouble: Callable[[str], None],
    ) -> None:
        self.sound = SoundTimeline()
        self.media = MediaClock(clock)
        self._pictures = Pictures(view, self.media, puppet, source, ladder, clock, on_trouble)
        self._video_start: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def pull(self) -> Pcm:
        """The next 20 ms of sound, int16 mono of 48 kHz; silence where there is nothing to say."""
        samples = self.sound.pull(FRAME_SAMPLES)
        self.media.pulled(self.sound.position)
        return samples

    async def next_picture(self) -> I420Frame:
        """The newest picture, stamped with its moment of the media clock."""
        picture = await self._pictures.next_picture()
        if not self._video_start.done():
            self._video_start.set_result(picture.pts_seconds)
        return picture

    async def started(self) -> TrackStarts:
        """Wait until both tracks run, then tell where they began."""
        video = await asyncio.shield(self._video_start)
        return TrackStarts(-OPUS_LOOKAHEAD, video)

    async def run(self) -> None:
        """Draw pictures until cancelled."""
        await self._pictures.run()


class SpeakingPuppet:
    """A figure in motion that says what is queued."""

    def __init__(self, motion: Motion) -> None:
        self._motion = motion
        self.curves = CurveTimeline()
        self.state = ConsultantState.IDLE

    def pose(self, media: float) -> Any:
        """The figure at `media` seconds."""
        return self._motion.pose(media, self.state, self.curves.at(media))

    def perform(self, cue: Cue) -> None:
        """What the figure answers with its body from the next picture on."""
        self._motion.perform(cue)


class SpeakingStage(StageCore):
    """The stage that a conversation speaks on; see `server.conversation.ports.Stage`."""

    def __init__(
        self,
        view: str,
        motion: Motion,
        source: PictureSource,
        ladder: QualityLadder,
        clock: Clock,
        on_trouble: Callable[[str], None],
    ) -> None:
        self._puppet = SpeakingPuppet(motion)
        super().__init__(view, self._puppet, source, ladder, clock, on_trouble)

    def now_media(self) -> float:
        return self.media.now()

    @property
    def queued_until(self) -> float:
        return self.sound.queued_until / SAMPLE_RATE

    def enqueue(self, speech: Speech, curves: Curves) -> float:
        """Say this after what is queued; the media time of its first sample."""
        samples = resample(speech.pcm, speech.sample_rate, SAMPLE_RATE)
        pcm = (np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int16)
        start = self.sound.enqueue(pcm) / SAMPLE_RATE
        self._puppet.curves.enqueue(start, pcm.shape[0] / SAMPLE_RATE, curves)
        self._puppet.perform(spoken(speech, start))
        return start

    def flush(self) -> float:
        """Fall silent within 5 ms and drop what is queued; the media time at which silence begins."""
        position = self.sound.flush() / SAMPLE_RATE
        self._puppet.curves.flush(position)
        self._puppet.perform(Silenced(position))
        return position

    def duck(self, *, on: bool) -> None:
        """Lower the voice while someone else speaks, or bring it back."""
        self.sound.duck(on=on)

    def set_state(self, state: ConsultantState) -> None:
        """What the figure shows from the next picture on."""
        self._puppet.state = state

    def perform(self, cue: Cue) -> None:
        """What the figure answers with its body."""
        self._puppet.perform(cue)
