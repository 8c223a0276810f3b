"""Outgoing tracks: sound and picture on deadlines, and the shopper's voice as it comes."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from fractions import Fraction
from typing import Any

import av
import numpy as np
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from numpy.typing import NDArray

from app.clock import Clock
from media.webrtc.frames import FRAME_SAMPLES, FRAME_SECONDS, SAMPLE_RATE, I420Frame, Pcm
from media.webrtc.opus import VoiceEncoder
from media.webrtc.sharing import VIDEO_RATE, VIDEO_TIME_BASE, Following, vendor_frame

AUDIO_TIME_BASE = Fraction(1, SAMPLE_RATE)
MAX_LATE = 0.1
MAX_MICROPHONE_FRAMES = 15

OPUS_LOOKAHEAD = 312 / SAMPLE_RATE
"""Seconds by which the Opus encoder delays sound; the decoder does not take it out again."""

PullAudio = Callable[[], Pcm]
NextPicture = Callable[[], Awaitable[I420Frame]]


class PulledAudioTrack(MediaStreamTrack):
    """Sound pulled 20 ms at a time on a deadline clock, as Opus packets.

    The deadlines of all tracks fall together on multiples of 20 ms, so that a process with many wakes once for all.
    `pull` returns exactly 960 int16 mono samples of 48 kHz and may not block. The first pull happens when `gate`
    opens. After a stall of more than 100 ms the deadlines move: the listener hears a gap, never a burst. A clock that
    jumps costs neither a burst nor a wait.
    """

    kind = "audio"

    def __init__(self, pull: PullAudio, gate: asyncio.Event, clock: Clock) -> None:
        super().__init__()
        self._pull = pull
        self._gate = gate
        self._clock = clock
        self._encoder = VoiceEncoder()
        self._due: float | None = None
        self._samples = 0

    async def recv(self) -> "av.Packet[Any]":
        """The next 20 ms; raises `MediaStreamError` once stopped."""
        await self._gate.wait()
        if self.readyState != "live":
            raise MediaStreamError
        now = self._clock.monotonic()
        if self._due is None or abs(now - self._due) > MAX_LATE:
            self._due = round(now / FRAME_SECONDS) * FRAME_SECONDS
        elif self._due > now:
            await asyncio.sleep(self._due - now)
        packet = av.Packet(self._encoder.encode(self._pull()))
        packet.pts, packet.time_base = self._samples, AUDIO_TIME_BASE
        self._samples += FRAME_SAMPLES
        self._due += FRAME_SECONDS
        return packet


class PictureTrack(MediaStreamTrack):
    """Pictures from a source that paces itself; time stamps count from the first and strictly grow.

    Those that were encoded for all connections are yielded as packets while the connection is `following`.
    """

    kind = "video"

    def __init__(self, next_picture: NextPicture, gate: asyncio.Event, following: Following) -> None:
        super().__init__()
        self._next_picture = next_picture
        self._gate = gate
        self._following = following
        self._first: float | None = None
        self._last = -1

    async def recv(self) -> "av.VideoFrame | av.Packet[Any]":
        """The next picture; raises `MediaStreamError` once stopped."""
        await self._gate.wait()
        if self.readyState != "live":
            raise MediaStreamError
        picture = await self._next_picture()
        if self._first is None:
            self._first = picture.pts_seconds
        pts = max(round((picture.pts_seconds - self._first) * VIDEO_RATE), self._last + 1)
        self._last = pts
        if not self._following.takes(picture) or picture.shared is None:
            return vendor_frame(picture, pts)
        packet = av.Packet(picture.shared.data)
        packet.pts, packet.time_base = pts, VIDEO_TIME_BASE
        return packet


class MicrophoneTrack(MediaStreamTrack):
    """The shopper's voice, paced by the microphone itself.

    Accepted samples are sent without a gap and in order, so the n-th accepted sample is uplink time n / 48000. When
    300 ms wait, new sound is refused.
    """

    kind = "audio"

    def __init__(self, gate: asyncio.Event) -> None:
        super().__init__()
        self._gate = gate
        self._frames: deque[Pcm] = deque()
        self._rest: NDArray[np.int16] = np.empty(0, np.int16)
        self._ready = asyncio.Event()
        self._accepted = 0
        self._sent = 0

    def push(self, pcm: Pcm) -> float | None:
        """Add int16 mono sound of 48 kHz; the uplink time (s) of its first sample, or `None` when it is refused."""
        if not self._gate.is_set() or self.readyState != "live" or len(self._frames) >= MAX_MICROPHONE_FRAMES:
            return None
        start = self._accepted / SAMPLE_RATE
        self._accepted += pcm.shape[0]
        joined = np.concatenate((self._rest, pcm))
        whole = joined.shape[0] // FRAME_SAMPLES * FRAME_SAMPLES
        self._frames.extend(joined[:whole].reshape(-1, FRAME_SAMPLES))
        self._rest = joined[whole:]
        if self._frames:
            self._ready.set()
        return start

    async def recv(self) -> av.AudioFrame:
        """The next 20 ms as soon as they are there; raises `MediaStreamError` once stopped."""
        while not self._frames:
            if self.readyState != "live":
                raise MediaStreamError
            self._ready.clear()
            await self._ready.wait()
        frame = audio_frame(self._frames.popleft(), self._sent)
        self._sent += FRAME_SAMPLES
        return frame


def audio_frame(pcm: Pcm, position: int) -> av.AudioFrame:
    """Wrap int16 mono samples of 48 kHz that begin at sample `position`."""
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(pcm).reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    frame.pts = position
    frame.time_base = AUDIO_TIME_BASE
    return frame


def sound(frame: object) -> tuple[Pcm, float]:
    """A decoded frame as int16 samples of shape (n,) and its time in seconds; the left channel, both are the same."""
    if not isinstance(frame, av.AudioFrame):
        raise MediaStreamError
    samples = frame.to_ndarray().reshape(-1)[:: len(frame.layout.channels)]
    return np.ascontiguousarray(samples).astype(np.int16, copy=False), _seconds(frame)


def picture(frame: object) -> I420Frame:
    """A decoded picture with its own copy of the pixels; odd sizes lose their last row or column."""
    if not isinstance(frame, av.VideoFrame):
        raise MediaStreamError
    if frame.format.name not in {"yuv420p", "yuvj420p"} or frame.width % 2 or frame.height % 2:
        frame = frame.reformat(width=frame.width & ~1, height=frame.height & ~1, format="yuv420p")
    width, height = frame.width, frame.height
    data = np.empty(width * height * 3 // 2, np.uint8)
    at = 0
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        data[at : at + rows.size] = rows.reshape(-1)
        at += rows.size
    return I420Frame(width, height, data.reshape(height * 3 // 2, width), _seconds(frame))


def _seconds(frame: av.AudioFrame | av.VideoFrame) -> float:
    if frame.pts is None or frame.time_base is None:
        return 0.0
    return float(frame.pts * frame.time_base)
