"""A sound card that is none: a replayed microphone and a virtual loudspeaker on one sample clock.

Sample n of either lies at time `origin + n / 48000`. Blocks are 10 ms; microphone blocks are delivered when their last
sample is due, loudspeaker blocks are pulled 30 ms before they sound, as a real card's buffer would.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Protocol

import av
import av.error
import numpy as np

from app.clock import Clock
from app.errors import DeviceMissingError
from media.devices.port import BLOCK, BLOCK_SECONDS, RATE, OnBlock, OnTrouble, Pull, SoundBlock
from media.webrtc.frames import Pcm

LEAD_BLOCKS = 3
JOIN_SECONDS = 5.0
URGENCY = -10
"""Niceness asked for, as sound servers do; refused without the right to it, which does no harm."""

_SILENCE: Pcm = np.zeros(BLOCK, np.int16)


class SoundTap(Protocol):
    """Sees every sample that went through the deck; called on its thread. Positions count from the deck's origin."""

    def captured(self, position: int, pcm: Pcm) -> None: ...

    def played(self, position: int, pcm: Pcm) -> None: ...


class SoundDeck:
    """The thread and the clock behind `microphone` and `speaker`; runs while either is started.

    `file` is any sound file, played once after `begin`, silence before and after. A thread held up for more than the
    30 ms buffer makes a gap in the loudspeaker's sound, counted in `underruns`, as on a real card.
    """

    def __init__(self, clock: Clock, file: Path | None = None, tap: SoundTap | None = None) -> None:
        self._clock = clock
        self._file = file
        self._tap = tap
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._recording: Iterator[Pcm] | None = None
        self._begin = threading.Event()
        self._on_block: OnBlock | None = None
        self._on_trouble: OnTrouble = lambda _: None
        self._pull: Pull | None = None
        self._on_ended: Callable[[], None] | None = None
        self.began_position: int | None = None
        self.ended = threading.Event()
        self.underruns = 0
        self.microphone = DeckMicrophone(self)
        self.speaker = DeckSpeaker(self)

    def begin(self, on_ended: Callable[[], None] | None = None) -> None:
        """Play the file from now on; `on_ended` is called on the deck's thread after its last sample."""
        self._on_ended = on_ended
        self._begin.set()

    def listen(self, on_block: OnBlock | None, on_trouble: OnTrouble | None = None) -> None:
        with self._lock:
            self._on_block = on_block
            self._on_trouble = on_trouble or (lambda _: None)
        self._run_or_stop()

    def sound(self, pull: Pull | None) -> None:
        with self._lock:
            self._pull = pull
        self._run_or_stop()

    def _run_or_stop(self) -> None:
        wanted = self._on_block is not None or self._pull is not None
        if wanted and self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="sound-deck", daemon=True)
            self._thread.start()
        elif not wanted and self._thread is not None:
            self._stop.set()
            self._thread.join(JOIN_SECONDS)
            self._thread = None

    def _run(self) -> None:
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), URGENCY)
        origin = self._clock.monotonic()
        index = 0
        while not self._stop.is_set():
            due = origin + (index + 1) * BLOCK_SECONDS
            left = due - self._clock.monotonic()
            if left > 0 and self._stop.wait(left):
                return
            with self._lock:
                self._capture(index, due - BLOCK_SECONDS)
                if self._clock.monotonic() - due < LEAD_BLOCKS * BLOCK_SECONDS:
                    self._play(index + 1 + LEAD_BLOCKS, due + LEAD_BLOCKS * BLOCK_SECONDS)
                else:
                    self.underruns += 1
            index += 1

    def _capture(self, index: int, captured_at: float) -> None:
        pcm = self._next_block(index)
        if self._tap is not None:
            self._tap.captured(index * BLOCK, pcm)
        if self._on_block is not None:
            self._on_block(SoundBlock(pcm, captured_at))

    def _play(self, index: int, plays_at: float) -> None:
        if self._pull is None:
            return
        pcm = self._pull(BLOCK, plays_at)
        if self._tap is not None:
            self._tap.played(index * BLOCK, pcm)

    def _next_block(self, index: int) -> Pcm:
        if not self._begin.is_set() or self.ended.is_set() or self._file is None:
            return _SILENCE
        try:
            if self._recording is None:
                self._recording = sound_blocks(self._file)
                self.began_position = index * BLOCK
            block = next(self._recording, None)
        except DeviceMissingError as error:
            self._on_trouble(error)
            block = None
        if block is not None:
            return block
        self.ended.set()
        if self._on_ended is not None:
            self._on_ended()
        return _SILENCE


class DeckMicrophone:
    """The deck's recording as a `Microphone`."""

    def __init__(self, deck: SoundDeck) -> None:
        self._deck = deck

    def start(self, on_block: OnBlock, on_trouble: OnTrouble) -> None:
        self._deck.listen(on_block, on_trouble)

    def close(self) -> None:
        self._deck.listen(None)


class DeckSpeaker:
    """The deck's loudspeaker as a `Speaker`."""

    def __init__(self, deck: SoundDeck) -> None:
        self._deck = deck

    def start(self, pull: Pull, on_trouble: OnTrouble) -> None:  # noqa: ARG002  nothing can go wrong with it
        self._deck.sound(pull)

    def close(self) -> None:
        self._deck.sound(None)


def sound_blocks(file: Path) -> Iterator[Pcm]:
    """A sound file as 10 ms blocks of int16 mono at 48 kHz, the last one padded; raises `DeviceMissingError`."""
    rest = np.empty(0, np.int16)
    try:
        with av.open(str(file)) as source:
            if not source.streams.audio:
                raise DeviceMissingError(f"The microphone recording {file.name} holds no sound.")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in chain(source.decode(source.streams.audio[0]), (None,)):
                for part in resampler.resample(frame):
                    rest = np.concatenate((rest, part.to_ndarray().reshape(-1).astype(np.int16, copy=False)))
                while rest.shape[0] >= BLOCK:
                    yield rest[:BLOCK]
                    rest = rest[BLOCK:]
    except (av.error.FFmpegError, OSError) as error:
        raise DeviceMissingError(
            f"The microphone recording {file.name} cannot be read. Give a wav, flac, ogg or mp3 file."
        ) from error
    if rest.shape[0]:
        yield np.concatenate((rest, np.zeros(BLOCK - rest.shape[0], np.int16)))
