"""A microphone of the machine, through PortAudio."""

from contextlib import AbstractContextManager
from typing import Any

import numpy as np

from app.clock import Clock
from media.devices.port import RATE, DeviceKind, OnBlock, OnTrouble, SoundBlock
from media.devices.sound_devices import SoundSystem
from media.devices.sound_stream import SoundStream


class LiveMicrophone(SoundStream):
    """Captures 10 ms blocks on PortAudio's thread."""

    def __init__(self, clock: Clock, system: SoundSystem, key: str | None = None) -> None:
        super().__init__(DeviceKind.MICROPHONE, clock, system, key)
        self._on_block: OnBlock = lambda _: None

    def start(self, on_block: OnBlock, on_trouble: OnTrouble) -> None:
        self._on_block = on_block
        self.begin(on_trouble)

    def _stream(self, sounddevice: Any, **options: Any) -> AbstractContextManager[Any]:
        stream: AbstractContextManager[Any] = sounddevice.InputStream(callback=self._captured, **options)
        return stream

    def _captured(self, indata: Any, frames: int, times: Any, _status: Any) -> None:
        now = self._clock.monotonic()
        age = times.currentTime - times.inputBufferAdcTime
        captured_at = now - (age if 0 < age < 1 else frames / RATE)
        self._on_block(SoundBlock(np.array(indata[:, 0], np.int16), captured_at))
        self._alive.set()
