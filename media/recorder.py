"""What a replay heard, played and showed, written down by threads of low priority.

Only recordings played in a camera's and a microphone's place may be recorded; a shopper never is.
"""

import os
import threading
import time
import wave
from abc import ABC, abstractmethod
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
import structlog
from numpy.typing import NDArray

from app.clock import Clock
from app.errors import AssetError
from media.devices.port import RATE
from media.mailbox import Channel, DropPolicy
from media.webrtc.frames import I420Frame, Pcm

_log = structlog.get_logger(__name__)

NICENESS = 10
MAX_WAITING_BLOCKS = 6000
MAX_WAITING_PICTURES = 30
MAX_SKEW_SAMPLES = RATE
JOIN_SECONDS = 20.0
CRF = "21"


class Recorder(ABC):
    """A thread that writes what it was given; `close` may be called twice."""

    def __init__(self, name: str) -> None:
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._failure: AssetError | None = None
        self._cpu_seconds = 0.0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def cpu_seconds(self) -> float:
        """The processor time the writing took, complete after `close`."""
        return self._cpu_seconds

    def close(self) -> None:
        """Finish the file; raises `AssetError` when it could not be written."""
        self._ending.set()
        self._wake.set()
        self._thread.join(JOIN_SECONDS)
        if self._thread.is_alive():
            raise AssetError("A recording could not be finished in time; is the disk slow or full?")
        if self._failure is not None:
            raise self._failure

    @abstractmethod
    def write(self) -> None:
        """Write all that waits. Called on the thread."""

    @abstractmethod
    def finish(self) -> None:
        """Close the file. Called once, on the thread."""

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        try:
            while not self._ending.is_set():
                self._wake.wait()
                self._wake.clear()
                self.write()
            self.write()
            self.finish()
        except (OSError, av.error.FFmpegError) as error:
            self._failure = AssetError(f"A recording could not be written: {error}")
            _log.exception("recording_failed", recorder=self._thread.name)
        finally:
            self._cpu_seconds = time.thread_time()


class SoundRecorder(Recorder):
    """`heard.wav`: stereo int16 at 48 kHz; left the microphone as captured, right what the loudspeaker played.

    A `SoundTap`: sample n of the file is position n of the deck's clock on both sides, exactly. Positions never given
    are silence. Up to one second of one side is kept until the other side catches up.
    """

    def __init__(self, file: Path) -> None:
        self._captured: Channel[tuple[int, Pcm]] = Channel(MAX_WAITING_BLOCKS, DropPolicy.OLDEST)
        self._played: Channel[tuple[int, Pcm]] = Channel(MAX_WAITING_BLOCKS, DropPolicy.OLDEST)
        self._sides = (_Side(), _Side())
        self._written = 0
        self._file = wave.open(str(file), "wb")  # noqa: SIM115  closed by finish
        self._file.setparams((2, 2, RATE, 0, "NONE", "not compressed"))
        super().__init__("record-sound")

    def captured(self, position: int, pcm: Pcm) -> None:
        self._captured.put((position, pcm))
        if len(self._captured) > RATE // pcm.shape[0] // 2:
            self._wake.set()

    def played(self, position: int, pcm: Pcm) -> None:
        self._played.put((position, pcm))

    def write(self) -> None:
        for side, channel in zip(self._sides, (self._captured, self._played), strict=True):
            for position, pcm in channel.drain():
                side.add(position - self._written, pcm)
        ready = max(
            min(side.length for side in self._sides), max(side.length for side in self._sides) - MAX_SKEW_SAMPLES
        )
        self._emit(max(0, ready))

    def finish(self) -> None:
        self._emit(max(side.length for side in self._sides))
        self._file.close()

    def _emit(self, count: int) -> None:
        stereo = np.stack([side.take(count) for side in self._sides], axis=1)
        self._file.writeframes(stereo.tobytes())
        self._written += count


class _Side:
    """One channel's samples that were not written yet."""

    def __init__(self) -> None:
        self._samples: Pcm = np.zeros(2 * RATE, np.int16)
        self.length = 0

    def add(self, at: int, pcm: Pcm) -> None:
        if at < 0:
            pcm, at = pcm[-at:], 0
        end = at + pcm.shape[0]
        if end > self._samples.shape[0]:
            self._samples = np.concatenate((self._samples, np.zeros(end, np.int16)))
        self._samples[at:end] = pcm
        self.length = max(self.length, end)

    def take(self, count: int) -> Pcm:
        if count > self._samples.shape[0]:
            self._samples = np.concatenate((self._samples, np.zeros(count, np.int16)))
        out = self._samples[:count].copy()
        self._samples = np.concatenate((self._samples[count:], np.zeros(count, np.int16)))
        self.length = max(0, self.length - count)
        return out


class FilmRecorder(Recorder):
    """`avatar.mp4`: pictures as they reached the sink, H.264, each stamped with the moment it was given.

    A picture of another size than the first is scaled. When 30 wait, new ones are left out (`dropped`).
    """

    def __init__(self, file: Path, clock: Clock) -> None:
        self._clock = clock
        self._waiting: Channel[tuple[float, I420Frame]] = Channel(MAX_WAITING_PICTURES, DropPolicy.NEWEST)
        self._sink = av.open(str(file), "w")
        self._stream: av.VideoStream | None = None
        self._first: float | None = None
        self._last_pts = -1
        super().__init__("record-film")

    @property
    def dropped(self) -> int:
        return self._waiting.dropped

    def add(self, frame: I420Frame) -> None:
        """A picture reached the sink now. Any thread."""
        self._waiting.put((self._clock.monotonic(), frame))
        self._wake.set()

    def write(self) -> None:
        for at, frame in self._waiting.drain():
            self._encode(at, frame)

    def finish(self) -> None:
        if self._stream is not None:
            self._sink.mux(self._stream.encode(None))
        self._sink.close()

    def _encode(self, at: float, frame: I420Frame) -> None:
        stream = self._stream or self._open(frame)
        picture = av.VideoFrame.from_ndarray(_contiguous(frame.data), format="yuv420p")
        if (frame.width, frame.height) != (stream.width, stream.height):
            picture = picture.reformat(stream.width, stream.height)
        self._first = at if self._first is None else self._first
        picture.pts = self._last_pts = max(round((at - self._first) * 1000), self._last_pts + 1)
        picture.time_base = Fraction(1, 1000)
        self._sink.mux(stream.encode(picture))

    def _open(self, frame: I420Frame) -> av.VideoStream:
        stream = self._sink.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": CRF})
        stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.thread_count = 1
        self._stream = stream
        return stream


def _contiguous(data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(data)
