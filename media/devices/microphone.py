"""A microphone of the machine, through PortAudio."""

import threading
from typing import Any

import numpy as np

from app.clock import Clock
from app.errors import DeviceLostError, DeviceMissingError
from media.devices.attempts import PersistentDevice
from media.devices.port import BLOCK, RATE, DeviceKind, OnBlock, OnTrouble, SoundBlock
from media.devices.sound_devices import LOST, NO_LIBRARY, SoundSystem

STALL_SECONDS = 2.0


class LiveMicrophone(PersistentDevice):
    """Captures 10 ms blocks; `key` is a PortAudio device name, `None` for the system's choice.

    A device that gives no sound for 2 s counts as unplugged: PortAudio does not say so by itself.
    """

    def __init__(self, clock: Clock, system: SoundSystem, key: str | None = None) -> None:
        super().__init__("microphone")
        self._clock = clock
        self._system = system
        self._key = key
        self._on_block: OnBlock = lambda _: None
        self._alive = threading.Event()

    def start(self, on_block: OnBlock, on_trouble: OnTrouble) -> None:
        self._on_block = on_block
        self.begin(on_trouble)

    def session(self) -> None:
        try:
            import sounddevice
        except OSError:
            raise DeviceMissingError(NO_LIBRARY) from None
        with (
            self._system.using(DeviceKind.MICROPHONE, self._key) as device,
            sounddevice.InputStream(
                samplerate=RATE,
                blocksize=BLOCK,
                channels=1,
                dtype="int16",
                device=device,
                latency="low",
                callback=self._captured,
            ),
        ):
            while not self.stopping:
                self._alive.clear()
                if not self._alive.wait(STALL_SECONDS) and not self.stopping:
                    raise DeviceLostError(LOST[DeviceKind.MICROPHONE])
                self.works()
                self._stop.wait(0.25)

    def _captured(self, indata: Any, frames: int, times: Any, _status: Any) -> None:
        now = self._clock.monotonic()
        age = times.currentTime - times.inputBufferAdcTime
        captured_at = now - (age if 0 < age < 1 else frames / RATE)
        self._on_block(SoundBlock(np.array(indata[:, 0], np.int16), captured_at))
        self._alive.set()
