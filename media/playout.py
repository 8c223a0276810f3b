"""Plays the consultant: sound is the master, pictures, captions and tool calls follow what the loudspeaker sounds.

The media time at the loudspeaker is known for every moment, from the position of each pulled sample and the time at
which it leaves the loudspeaker. A picture is held back until its moment sounds; a word appears when it is spoken.
"""

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import Protocol

import numpy as np

from app.clock import Clock
from app.protocol.messages import Anchor, Caption, CaptionWord, ToolCall
from media.jitter import FADE_SAMPLES, JitterBuffer, faded
from media.picture_count import PictureCount
from media.timeline import SampleTimes
from media.webrtc.frames import SAMPLE_RATE, I420Frame, Pcm

MAX_HELD_PICTURES = 25
MAX_WAITING_WORDS = 2000
MAX_WAITING_TOOLS = 64
SOUND_LOST_SECONDS = 0.3
STAND_IN_SECONDS = 0.1
STAND_IN_BLOCK = 480
TICK_SECONDS = 0.01
EARLY_SECONDS = 0.004
TOO_FAR_SECONDS = 3.0


class PlayoutListener(Protocol):
    """Hears what is due; called on the media loop."""

    def picture_due(self, frame: I420Frame) -> None:
        """`frame.pts_seconds` is media time."""

    def words_due(self, turn: int, words: tuple[CaptionWord, ...]) -> None: ...

    def tool_due(self, call: ToolCall) -> None: ...

    def tool_dropped(self, call: ToolCall) -> None:
        """The consultant was stopped before the moment of this call."""


class Playout:
    """One connection's sound, pictures, captions and timed tool calls.

    `pull` may be called from any thread, all else from the media loop. Without a loudspeaker `tick` takes sound at
    the same pace and forgets it, so captions and pictures go on. Bounds: 25 pictures (oldest dropped), 2000 words and
    64 calls (both played at once when there is no more room).
    """

    def __init__(self, clock: Clock, listener: PlayoutListener, count: PictureCount) -> None:
        self._clock = clock
        self._listener = listener
        self._count = count
        self._lock = Lock()
        self._jitter = JitterBuffer()
        self._times = SampleTimes()
        self._anchor: Anchor | None = None
        self._mute_until: int | None = None
        self._fade = False
        self._pulled_at: float | None = None
        self._stood_in_until: float | None = None
        self._pictures: deque[I420Frame] = deque()
        self._words: list[tuple[float, int, int, CaptionWord]] = []
        self._tools: list[tuple[float, int, ToolCall]] = []
        self._order = itertools.count()
        self._reported_by_sink = False
        self.late_pictures = 0

    @property
    def underruns(self) -> int:
        """How often the sound ran dry."""
        return self._jitter.underruns

    # What comes in

    def anchor(self, anchor: Anchor) -> None:
        self._anchor = anchor

    def push_audio(self, pcm: Pcm, pts_seconds: float) -> None:
        """int16 mono sound of 48 kHz; `pts_seconds` counts from the track's first sample."""
        with self._lock:
            self._jitter.push(round(pts_seconds * SAMPLE_RATE), pcm)

    def push_video(self, frame: I420Frame) -> None:
        """A received picture; its time stamp counts from the track's first."""
        if len(self._pictures) >= MAX_HELD_PICTURES:
            self._pictures.popleft()
            self.late_pictures += 1
        self._pictures.append(frame)

    def caption(self, caption: Caption) -> None:
        for word in caption.words:
            heapq.heappush(self._words, (word.start_media, next(self._order), caption.turn, word))

    def schedule(self, call: ToolCall) -> None:
        """Release a tool call when the loudspeaker reaches `at_media`, or at the next tick without one."""
        heapq.heappush(self._tools, (call.at_media if call.at_media is not None else -1.0, next(self._order), call))

    def flush(self, position_media: float) -> None:
        """Silence at once, with a fade of 5 ms, until `position_media`; words and calls that wait are dropped."""
        with self._lock:
            self._mute_until = self._position(position_media)
            self._fade = True
        self._words.clear()
        dropped = [call for _, _, call in sorted(self._tools, key=lambda entry: entry[:2])]
        self._tools.clear()
        for call in dropped:
            self._listener.tool_dropped(call)

    # What goes out

    def pull(self, count: int, plays_at: float) -> Pcm:
        """The next `count` int16 samples for the loudspeaker; the first one sounds at monotonic time `plays_at`."""
        self._pulled_at = self._clock.monotonic()
        return self._take(count, plays_at)

    def media_at(self, time: float) -> float | None:
        """The media time that the loudspeaker sounds at a monotonic time; `None` before the first sound."""
        position = self._times.position_at(time)
        if position is None or self._anchor is None:
            return None
        return position / SAMPLE_RATE + self._anchor.audio_start_media

    def time_of(self, media: float) -> float | None:
        """When (monotonic) a moment of the media clock left the loudspeaker; `None` when it did not."""
        return None if self._anchor is None else self._times.time_of(self._position(media))

    def shown(self, media: float, at: float) -> None:
        """The sink really took the picture of moment `media` at monotonic time `at`. Any thread."""
        self._reported_by_sink = True
        if (sounding := self._sounding(at)) is not None:
            self._count.skew(sounding - media)

    def tick(self) -> float:
        """Release what is due; the seconds until the next call is worthwhile."""
        now = self._clock.monotonic()
        self._stand_in(now)
        sounding = self._sounding(now)
        self._release_picture(sounding, now)
        media = self.media_at(now)
        self._release_words(media)
        self._release_tools(media)
        if sounding is None or not self._pictures:
            return TICK_SECONDS
        return min(TICK_SECONDS, max(0.001, self._media_of(self._pictures[0]) - sounding))

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            pause = self.tick()
            await asyncio.sleep(pause)

    def _take(self, count: int, plays_at: float) -> Pcm:
        with self._lock:
            pulled = self._jitter.pull(count)
            if pulled.count:
                self._times.add(pulled.position, pulled.count, plays_at)
            return self._muted(pulled.pcm, pulled.position) if self._mute_until is not None else pulled.pcm

    def _stand_in(self, now: float) -> None:
        """Take sound in the loudspeaker's place while nobody else does."""
        if self._pulled_at is None:
            self._pulled_at = now
        if now - self._pulled_at < STAND_IN_SECONDS:
            self._stood_in_until = None
            return
        if self._stood_in_until is None or now - self._stood_in_until > SOUND_LOST_SECONDS:
            self._stood_in_until = now
        while self._stood_in_until <= now:
            self._take(STAND_IN_BLOCK, self._stood_in_until)
            self._stood_in_until += STAND_IN_BLOCK / SAMPLE_RATE

    def _release_picture(self, sounding: float | None, now: float) -> None:
        due: I420Frame | None = None
        while self._pictures:
            ahead = self._media_of(self._pictures[0]) - sounding if sounding is not None else 0.0
            if EARLY_SECONDS < ahead < TOO_FAR_SECONDS:
                break
            self.late_pictures += due is not None
            due = self._pictures.popleft()
        if due is None:
            return
        media = self._media_of(due)
        self._count.add(due, now)
        if sounding is not None and not self._reported_by_sink:
            self._count.skew(sounding - media)
        self._listener.picture_due(replace(due, pts_seconds=media))

    def _release_words(self, media: float | None) -> None:
        due: list[tuple[int, CaptionWord]] = []
        while self._words and (
            (media is not None and self._words[0][0] <= media) or len(self._words) > MAX_WAITING_WORDS
        ):
            _, _, turn, word = heapq.heappop(self._words)
            due.append((turn, word))
        for turn, group in itertools.groupby(due, key=lambda entry: entry[0]):
            self._listener.words_due(turn, tuple(word for _, word in group))

    def _release_tools(self, media: float | None) -> None:
        while self._tools and (
            self._tools[0][0] < 0
            or (media is not None and self._tools[0][0] <= media)
            or len(self._tools) > MAX_WAITING_TOOLS
        ):
            self._listener.tool_due(heapq.heappop(self._tools)[2])

    def _sounding(self, now: float) -> float | None:
        """As `media_at`, but `None` when the sound has stopped for long."""
        last = self._times.last_time
        return None if last is None or now - last > SOUND_LOST_SECONDS else self.media_at(now)

    def _media_of(self, frame: I420Frame) -> float:
        return frame.pts_seconds + (self._anchor.video_start_media if self._anchor is not None else 0.0)

    def _position(self, media: float) -> int:
        start = self._anchor.audio_start_media if self._anchor is not None else 0.0
        return round((media - start) * SAMPLE_RATE)

    def _muted(self, pcm: Pcm, position: int) -> Pcm:
        assert self._mute_until is not None
        silent = self._mute_until - position
        if silent <= 0:
            self._mute_until = None
            return pcm
        quiet = np.zeros_like(pcm)
        if self._fade:
            self._fade = False
            quiet = faded(pcm)
            silent = max(silent, FADE_SAMPLES)
        quiet[silent:] = pcm[silent:]
        return quiet


def words_text(words: Sequence[CaptionWord]) -> str:
    """Caption words as one line."""
    return " ".join(word.text for word in words)
