"""Received sound put back into an even flow, a little later than it comes."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from media.webrtc.frames import SAMPLE_RATE, Pcm

TARGET_SECONDS = 0.06
MAX_TARGET_SECONDS = 0.16
RAISE_SECONDS = 0.02
CALM_SECONDS = 20.0
SLACK_SECONDS = 0.03
LIMIT_SECONDS = 0.4
MAX_GAP_SECONDS = 0.2
QUIET_PEAK = 200
FADE_SAMPLES = 240


@dataclass(frozen=True, slots=True, eq=False)
class Pulled:
    """What to play: `pcm` as asked for; its first `count` samples are received sound from `position` on."""

    pcm: Pcm
    position: int
    count: int


class JitterBuffer:
    """Holds about 60 ms. Not thread-safe.

    Runs dry: silence until the target is there again, and a target 20 ms higher (160 ms at most, coming down again
    after 20 calm seconds each). Too full: whole blocks are left out where it is quiet, so that a burst or a faster
    sender costs no lasting delay; beyond 400 ms they are left out anywhere.
    """

    def __init__(self) -> None:
        self._parts: deque[tuple[int, Pcm]] = deque()
        self._next: int | None = None
        self._end = 0
        self._running = False
        self._raised = 0.0
        self._calm = 0
        self.underruns = 0
        self.skipped = 0

    @property
    def level(self) -> int:
        """Samples that wait."""
        return 0 if self._next is None else max(0, self._end - self._next)

    @property
    def target(self) -> int:
        return round((TARGET_SECONDS + self._raised) * SAMPLE_RATE)

    def push(self, position: int, pcm: Pcm) -> None:
        """Add int16 mono sound that begins at sample `position`; gaps become silence, what comes too late is lost."""
        if self._next is None:
            self._next = self._end = position
        elif position - self._end > MAX_GAP_SECONDS * SAMPLE_RATE or position + pcm.shape[0] < self._next - SAMPLE_RATE:
            self._parts.clear()
            self._next = self._end = position
        if position < self._end:
            pcm = pcm[self._end - position :]
            position = self._end
        if pcm.shape[0]:
            self._parts.append((position, pcm))
            self._end = position + pcm.shape[0]

    def pull(self, count: int) -> Pulled:
        """The next `count` samples."""
        if self._next is None:
            return Pulled(np.zeros(count, np.int16), 0, 0)
        if not self._running:
            if self.level < max(self.target, count):
                return Pulled(np.zeros(count, np.int16), self._next, 0)
            self._running = True
        if self.level < count:
            return self._run_dry(count)
        self._calm += count
        if self._raised > 0 and self._calm > CALM_SECONDS * SAMPLE_RATE:
            self._calm = 0
            self._raised = max(0.0, self._raised - RAISE_SECONDS)
        pcm = self._take(count)
        surplus = self.level - self.target
        if surplus > LIMIT_SECONDS * SAMPLE_RATE:
            self.skipped += surplus
            self._take(surplus)
        elif surplus > SLACK_SECONDS * SAMPLE_RATE and _quiet(pcm):
            self.skipped += count
            pcm = self._take(count)
        return Pulled(pcm, self._next - count, count)

    def _run_dry(self, count: int) -> Pulled:
        self._running = False
        self.underruns += 1
        self._calm = 0
        self._raised = min(self._raised + RAISE_SECONDS, MAX_TARGET_SECONDS - TARGET_SECONDS)
        assert self._next is not None
        start, rest = self._next, self.level
        pcm = np.zeros(count, np.int16)
        pcm[:rest] = faded(self._take(rest))
        return Pulled(pcm, start, rest)

    def _take(self, count: int) -> Pcm:
        assert self._next is not None
        start, self._next = self._next, self._next + count
        out = np.zeros(count, np.int16)
        while self._parts:
            at, pcm = self._parts[0]
            begin, end = max(at, start), min(at + pcm.shape[0], self._next)
            if begin < end:
                out[begin - start : end - start] = pcm[begin - at : end - at]
            if at + pcm.shape[0] > self._next:
                break
            self._parts.popleft()
        return out


def faded(pcm: Pcm) -> Pcm:
    """The same sound brought down to silence over its first 5 ms."""
    gains = np.zeros(pcm.shape[0], np.float32)
    ramp = min(FADE_SAMPLES, pcm.shape[0])
    gains[:ramp] = np.linspace(1.0, 0.0, ramp, dtype=np.float32)
    return (pcm * gains).astype(np.int16)


def _quiet(pcm: Pcm) -> bool:
    return int(np.max(np.abs(pcm.astype(np.int32)), initial=0)) < QUIET_PEAK
