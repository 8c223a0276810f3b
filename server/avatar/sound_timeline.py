"""The consultant's sound as one endless line of samples: speech where there is some, silence elsewhere."""

from collections import deque
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from media.audio.resample import Resampled

RATE = 48_000
FADE_SAMPLES = 240
DUCK_GAIN = 0.25
RAMP_SAMPLES = 2400

Pcm = NDArray[np.int16]


class _Piece(Protocol):
    """Something queued: `part` yields its samples from `begin` up to `end`, int16."""

    @property
    def size(self) -> int: ...

    def part(self, begin: int, end: int) -> Pcm: ...


class _Recorded:
    """Samples as they are."""

    def __init__(self, pcm: Pcm) -> None:
        self._pcm = pcm
        self.size = pcm.shape[0]

    def part(self, begin: int, end: int) -> Pcm:
        return self._pcm[begin:end]


class _Spoken:
    """A voice of another rate, brought to the timeline's when it is pulled: a whole clause at once would take long."""

    def __init__(self, voice: NDArray[np.float32], rate: int) -> None:
        self._voice = Resampled(voice, rate, RATE)
        self.size = self._voice.size

    def part(self, begin: int, end: int) -> Pcm:
        return (np.clip(self._voice.part(begin, end), -1.0, 1.0) * 32767.0).astype(np.int16)


class SoundTimeline:
    """Sound by sample position: `position` is the next sample to be pulled, and the media clock is `position / 48000`.

    Pulling never waits: where nothing is queued there is silence. Not thread-safe.
    """

    def __init__(self) -> None:
        self._queue: deque[tuple[int, _Piece]] = deque()
        self._end = 0
        self._gain = 1.0
        self._target = 1.0
        self.position = 0

    @property
    def queued_until(self) -> int:
        """The position after the last queued sample; the present position when nothing is queued."""
        return max(self._end, self.position)

    def enqueue(self, pcm: Pcm) -> int:
        """Add speech (int16 mono, 48 kHz) after what is queued; the position of its first sample."""
        return self._add(_Recorded(pcm))

    def say(self, voice: NDArray[np.float32], rate: int) -> int:
        """Add a voice (float32 mono in -1..1, `rate` Hz) after what is queued; the position of its first sample."""
        return self._add(_Spoken(voice, rate))

    def duck(self, *, on: bool) -> None:
        """Lower the voice to a quarter within 50 ms, or bring it back."""
        self._target = DUCK_GAIN if on else 1.0

    def flush(self) -> int:
        """Drop what was not pulled yet but a fade of 5 ms; the position at which silence begins."""
        tail = self._take(self.position, min(FADE_SAMPLES, self.queued_until - self.position))
        ramp = np.linspace(1.0, 0.0, tail.shape[0], dtype=np.float32) if tail.size else np.empty(0, np.float32)
        self._queue.clear()
        self._target = 1.0
        self._end = self.position
        if tail.size:
            self.enqueue((tail * ramp).astype(np.int16))
        return self.queued_until

    def pull(self, count: int) -> Pcm:
        """The next `count` samples, int16."""
        samples = self._take(self.position, count)
        self.position += count
        while self._queue and self._queue[0][0] + self._queue[0][1].size <= self.position:
            self._queue.popleft()
        if self._gain == 1.0 and self._target == 1.0:
            return samples
        return self._scaled(samples)

    def _add(self, piece: _Piece) -> int:
        start = self.queued_until
        self._queue.append((start, piece))
        self._end = start + piece.size
        return start

    def _take(self, start: int, count: int) -> Pcm:
        out = np.zeros(count, np.int16)
        for at, piece in self._queue:
            begin, end = max(at, start), min(at + piece.size, start + count)
            if begin < end:
                out[begin - start : end - start] = piece.part(begin - at, end - at)
            if at >= start + count:
                break
        return out

    def _scaled(self, samples: Pcm) -> Pcm:
        step = (1.0 if self._target > self._gain else -1.0) / RAMP_SAMPLES
        gains = self._gain + step * np.arange(1, samples.shape[0] + 1, dtype=np.float32)
        low, high = min(self._gain, self._target), max(self._gain, self._target)
        gains = np.clip(gains, low, high)
        self._gain = float(gains[-1]) if samples.size else self._gain
        if abs(self._gain - self._target) < 1e-4:
            self._gain = self._target
        return (samples * gains).astype(np.int16)
