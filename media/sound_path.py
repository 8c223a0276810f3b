"""The kiosk's ears and mouth during a visit: microphone to connection, playout to loudspeaker, without the echo."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

import numpy as np

from app.errors import DeviceError
from media.audio.echo import EchoCanceller
from media.audio.level import LevelMeter
from media.devices.port import DeviceKind, Microphone, SoundBlock, Speaker
from media.kiosk_observer import DeviceStatus, device_status
from media.mailbox import Channel, DropPolicy
from media.webrtc.frames import Pcm

MAX_WAITING_BLOCKS = 100
LEVEL_EVERY_BLOCKS = 10
ECHO_AHEAD_SECONDS = 0.1


class SoundSource(Protocol):
    """What the loudspeaker plays; see `Playout.pull`."""

    def pull(self, count: int, plays_at: float) -> Pcm: ...


OnVoice = Callable[[Pcm, float], None]
OnLevel = Callable[[float], None]
OnStatus = Callable[[DeviceStatus], None]


class SoundPath:
    """Lives on the media loop; only the two device callbacks come from elsewhere, and they only copy.

    `on_voice` gets each cleaned 10 ms block with the monotonic time of its first sample at the microphone. 100 blocks
    may wait, the oldest are dropped. While `muted` silence is sent in the voice's place.
    """

    def __init__(
        self,
        microphone: Microphone | None,
        speaker: Speaker | None,
        echo: EchoCanceller,
        *,
        on_voice: OnVoice,
        on_level: OnLevel,
        on_status: OnStatus,
    ) -> None:
        self._microphone = microphone
        self._speaker = speaker
        self._echo = echo
        self._on_voice = on_voice
        self._on_level = on_level
        self._on_status = on_status
        self._loop = asyncio.get_running_loop()
        self._heard: Channel[SoundBlock] = Channel(MAX_WAITING_BLOCKS, DropPolicy.OLDEST, self._wake)
        self._played: Channel[tuple[float, Pcm]] = Channel(MAX_WAITING_BLOCKS, DropPolicy.OLDEST)
        self._echoes: deque[tuple[float, Pcm]] = deque(maxlen=MAX_WAITING_BLOCKS)
        self._last_played_at: float | None = None
        self._meter = LevelMeter()
        self._blocks = 0
        self._closed = False
        self.source: SoundSource | None = None
        self.muted = False

    def start(self) -> None:
        if self._speaker is not None:
            self._on_status(device_status(DeviceKind.SPEAKER, None))
            self._speaker.start(self._pull, lambda error: self._tell(DeviceKind.SPEAKER, error))
        if self._microphone is not None:
            self._on_status(device_status(DeviceKind.MICROPHONE, None))
            self._microphone.start(self._captured, lambda error: self._tell(DeviceKind.MICROPHONE, error))

    async def aclose(self) -> None:
        """Let both devices go and forget what waits. Safe before the start and twice."""
        self._closed = True
        self.source = None
        for device in (self._microphone, self._speaker):
            if device is not None:
                await asyncio.to_thread(device.close)
        self._heard.drain()
        self._played.drain()
        self._echoes.clear()

    def _captured(self, block: SoundBlock) -> None:
        self._heard.put(block)

    def _pull(self, count: int, plays_at: float) -> Pcm:
        source = self.source
        pcm = source.pull(count, plays_at) if source is not None else np.zeros(count, np.int16)
        self._played.put((plays_at, pcm))
        return pcm

    def _wake(self) -> None:
        if not self._closed:
            self._loop.call_soon_threadsafe(self._process)

    def _tell(self, kind: DeviceKind, error: DeviceError | None) -> None:
        if not self._closed:
            self._loop.call_soon_threadsafe(self._on_status, device_status(kind, error))

    def _process(self) -> None:
        if self._closed:
            return
        blocks = self._heard.drain()
        self._echoes.extend(self._played.drain())
        for block in blocks:
            self._clean(block)

    def _clean(self, block: SoundBlock) -> None:
        while self._echoes and self._echoes[0][0] <= block.captured_at + ECHO_AHEAD_SECONDS:
            self._last_played_at, pcm = self._echoes.popleft()
            self._echo.played(pcm)
        delay = self._last_played_at - block.captured_at if self._last_played_at is not None else 0.0
        voice = self._echo.clean(block.pcm, delay)
        if self.muted:
            voice = np.zeros_like(voice)
        level = self._meter.add(voice)
        self._blocks += 1
        if self._blocks % LEVEL_EVERY_BLOCKS == 0:
            self._on_level(level)
        self._on_voice(voice, block.captured_at)
