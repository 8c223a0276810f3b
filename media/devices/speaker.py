"""A loudspeaker of the machine, through PortAudio."""

import threading
from typing import Any

from app.clock import Clock
from app.errors import DeviceLostError, DeviceMissingError
from media.devices.attempts import PersistentDevice
from media.devices.port import BLOCK, RATE, DeviceKind, OnTrouble, Pull
from media.devices.sound_devices import LOST, NO_LIBRARY, SoundSystem

STALL_SECONDS = 2.0


class LiveSpeaker(PersistentDevice):
    """Pulls 10 ms blocks from the playout on PortAudio's thread; `key` as for `LiveMicrophone`."""

    def __init__(self, clock: Clock, system: SoundSystem, key: str | None = None) -> None:
        super().__init__("speaker")
        self._clock = clock
        self._system = system
        self._key = key
        self._pull: Pull | None = None
        self._alive = threading.Event()

    def start(self, pull: Pull, on_trouble: OnTrouble) -> None:
        self._pull = pull
        self.begin(on_trouble)

    def session(self) -> None:
        try:
            import sounddevice
        except OSError:
            raise DeviceMissingError(NO_LIBRARY) from None
        with (
            self._system.using(DeviceKind.SPEAKER, self._key) as device,
            sounddevice.OutputStream(
                samplerate=RATE,
                blocksize=BLOCK,
                channels=1,
                dtype="int16",
                device=device,
                latency="low",
                callback=self._wanted,
            ),
        ):
            while not self.stopping:
                self._alive.clear()
                if not self._alive.wait(STALL_SECONDS) and not self.stopping:
                    raise DeviceLostError(LOST[DeviceKind.SPEAKER])
                self.works()
                self._stop.wait(0.25)

    def _wanted(self, outdata: Any, frames: int, times: Any, _status: Any) -> None:
        ahead = times.outputBufferDacTime - times.currentTime
        plays_at = self._clock.monotonic() + (ahead if 0 < ahead < 1 else frames / RATE)
        assert self._pull is not None
        outdata[:, 0] = self._pull(frames, plays_at)
        self._alive.set()
