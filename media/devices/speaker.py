"""A loudspeaker of the machine, through PortAudio."""

from contextlib import AbstractContextManager
from typing import Any

from app.clock import Clock
from media.devices.port import RATE, DeviceKind, OnTrouble, Pull
from media.devices.sound_devices import SoundSystem
from media.devices.sound_stream import SoundStream


class LiveSpeaker(SoundStream):
    """Pulls 10 ms blocks from the playout on PortAudio's thread."""

    def __init__(self, clock: Clock, system: SoundSystem, key: str | None = None) -> None:
        super().__init__(DeviceKind.SPEAKER, clock, system, key)
        self._pull: Pull | None = None

    def start(self, pull: Pull, on_trouble: OnTrouble) -> None:
        self._pull = pull
        self.begin(on_trouble)

    def _stream(self, sounddevice: Any, **options: Any) -> AbstractContextManager[Any]:
        stream: AbstractContextManager[Any] = sounddevice.OutputStream(callback=self._wanted, **options)
        return stream

    def _wanted(self, outdata: Any, frames: int, times: Any, _status: Any) -> None:
        ahead = times.outputBufferDacTime - times.currentTime
        plays_at = self._clock.monotonic() + (ahead if 0 < ahead < 1 else frames / RATE)
        assert self._pull is not None
        outdata[:, 0] = self._pull(frames, plays_at)
        self._alive.set()
