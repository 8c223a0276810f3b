"""One sound stream of the machine, through PortAudio: what the live microphone and the live loudspeaker share."""

import threading
from abc import abstractmethod
from contextlib import AbstractContextManager
from typing import Any

from app.clock import Clock
from app.errors import DeviceLostError, DeviceMissingError
from media.devices.attempts import PersistentDevice
from media.devices.port import BLOCK, RATE, DeviceKind
from media.devices.sound_devices import LOST, NO_LIBRARY, SoundSystem

STALL_SECONDS = 2.0
_LOOK_SECONDS = 0.25


class SoundStream(PersistentDevice):
    """A stream of 10 ms blocks, int16 mono; `key` is a PortAudio device name, `None` for the system's choice.

    A device that moves no sound for 2 s counts as unplugged: PortAudio does not say so by itself. Whoever implements
    the stream's callback sets `_alive` in it.
    """

    def __init__(self, kind: DeviceKind, clock: Clock, system: SoundSystem, key: str | None) -> None:
        super().__init__(kind.value)
        self._kind = kind
        self._clock = clock
        self._system = system
        self._key = key
        self._alive = threading.Event()

    @abstractmethod
    def _stream(self, sounddevice: Any, **options: Any) -> AbstractContextManager[Any]:
        """A stream of this direction with these options and a callback; runs while it is entered."""

    def session(self) -> None:
        try:
            import sounddevice
        except OSError:
            raise DeviceMissingError(NO_LIBRARY) from None
        with (
            self._system.using(self._kind, self._key) as device,
            self._stream(
                sounddevice,
                samplerate=RATE,
                blocksize=BLOCK,
                channels=1,
                dtype="int16",
                device=device,
                latency="low",
            ),
        ):
            while not self.stopping:
                self._alive.clear()
                if not self._alive.wait(STALL_SECONDS) and not self.stopping:
                    raise DeviceLostError(LOST[self._kind])
                self.works()
                self._stop.wait(_LOOK_SECONDS)
