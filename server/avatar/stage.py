"""One visit's stage: a single media clock for the consultant's sound and picture.

Sound is the master. The connection pulls 20 ms at a time, and the media clock is what has been pulled, so a stall
moves both together. Each picture is posed for, and stamped with, a moment of that clock. In speech it is made a little
before that moment, for which the receiver holds it, so that a slow one still comes in time.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import structlog

from app.clock import Clock
from app.errors import RendererUnavailableError
from app.protocol.messages import ConsultantState
from media.webrtc.frames import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, I420Frame, Pcm, solid
from media.webrtc.tracks import OPUS_LOOKAHEAD
from server.animation.port import Curves
from server.avatar.accents import spoken
from server.avatar.cues import Cue
from server.avatar.idle import MOST_WAITING, Seat
from server.avatar.ports import Motion, PictureSource
from server.avatar.puppet import Company, SpeakingPuppet
from server.avatar.quality import QualityLadder
from server.avatar.sound_timeline import SoundTimeline
from server.tts.port import Speech

_log = structlog.get_logger(__name__)

STILL_PERIOD = 0.5
BLANK_LUMA = 40


class Puppet(Protocol):
    """What the figure does at a moment of the media clock; holds the curves that were enqueued.

    All are asked for ever later moments. `pose` returns whatever the renderer draws, and may be asked for a moment
    `foreseen` seconds before it; it is not asked while `rests` tells where finished pictures come from.
    """

    def pose(self, media: float) -> Any: ...

    def foreseen(self, media: float) -> float: ...

    def rests(self, media: float) -> Seat | None: ...


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
        self._waiting: deque[I420Frame] = deque(maxlen=MOST_WAITING)
        self._shown = solid(ladder.quality.width, ladder.quality.height, luma=BLANK_LUMA)
        self._fresh = asyncio.Event()
        self._out = False

    async def next_picture(self) -> I420Frame:
        """The newest picture that was not taken yet; of those that build on each other, each."""
        while not self._waiting:
            self._fresh.clear()
            await self._fresh.wait()
        return self._waiting.popleft()

    async def run(self) -> None:
        """Draw until cancelled."""
        tick = 0.0
        while True:
            await self._media.reach(tick - self._puppet.foreseen(tick))
            if (seat := self._puppet.rests(self._media.now())) is not None:
                await self._watch(seat)
                tick = self._media.now()
                continue
            period = self._ladder.quality.period
            if (behind := self._media.now() - tick) > period:
                tick += behind // period * period
                self._ladder.skipped(self._clock.monotonic())
            try:
                await self._draw(tick)
                tick += period
            except RendererUnavailableError as error:
                self._still(tick, str(error))
                tick += STILL_PERIOD

    async def _watch(self, seat: Seat) -> None:
        """Hand on what all see who rest, until this figure does not rest any more."""
        while not seat.over:
            while seat.pictures:
                picture = seat.pictures.popleft()
                moment = self._media.now() - (self._clock.monotonic() - picture.pts_seconds)
                self._shown = replace(picture, pts_seconds=moment)
                self._waiting.append(self._shown)
                self._fresh.set()
            seat.fresh.clear()
            await seat.fresh.wait()

    async def _draw(self, moment: float) -> None:
        quality = self._ladder.quality
        began = self._clock.monotonic()
        pose = self._puppet.pose(moment)
        due = began + quality.period + max(moment - self._media.now(), 0.0)
        data = await self._source.render(self._view, pose, quality.width, quality.height, due)
        now = self._clock.monotonic()
        if data is None:
            return
        self._out = False
        self._ladder.report(now, now - began, late=bool(self._waiting))
        self._shown = I420Frame(quality.width, quality.height, data, moment)
        self._offer(self._shown)

    def _still(self, moment: float, reason: str) -> None:
        if not self._out:
            self._out = True
            _log.warning("stage_without_picture", view=self._view)
            self._on_trouble(reason)
        self._offer(I420Frame(self._shown.width, self._shown.height, self._shown.data, moment))

    def _offer(self, picture: I420Frame) -> None:
        self._waiting.clear()
        self._waiting.append(picture)
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
        company: Company | None = None,
    ) -> None:
        self._puppet = SpeakingPuppet(motion, self.now_media, company)
        super().__init__(view, self._puppet, source, ladder, clock, on_trouble)

    async def run(self) -> None:
        """Draw pictures until cancelled."""
        try:
            await super().run()
        finally:
            self._puppet.leave()

    def now_media(self) -> float:
        return self.media.now()

    @property
    def queued_until(self) -> float:
        return self.sound.queued_until / SAMPLE_RATE

    def enqueue(self, speech: Speech, curves: Curves) -> float:
        """Say this after what is queued; the media time of its first sample."""
        position = self.sound.say(speech.pcm, speech.sample_rate)
        start = position / SAMPLE_RATE
        self._puppet.say(start, (self.sound.queued_until - position) / SAMPLE_RATE, curves)
        self._puppet.perform(spoken(speech, start))
        return start

    def flush(self) -> float:
        """Fall silent within 5 ms and drop what is queued; the media time at which silence begins."""
        position = self.sound.flush() / SAMPLE_RATE
        self._puppet.fall_silent(position)
        return position

    def duck(self, *, on: bool) -> None:
        """Lower the voice while someone else speaks, or bring it back."""
        self.sound.duck(on=on)

    def set_state(self, state: ConsultantState) -> None:
        """What the figure shows from the next picture on."""
        self._puppet.show(state)

    def perform(self, cue: Cue) -> None:
        """What the figure answers with its body."""
        self._puppet.perform(cue)
