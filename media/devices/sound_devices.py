"""PortAudio's devices, shared by the live microphone and the live loudspeaker, and its errors as ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from app.errors import DeviceBusyError, DeviceLostError, DeviceMissingError
from media.devices.port import DeviceInfo, DeviceKind

MISSING = {
    DeviceKind.MICROPHONE: "No microphone is connected. You can type and touch instead.",
    DeviceKind.SPEAKER: "No loudspeaker is connected. The captions show everything that is said.",
}
BUSY = {
    DeviceKind.MICROPHONE: "Another program is using the microphone. You can type and touch instead.",
    DeviceKind.SPEAKER: "Another program is using the loudspeaker. The captions show everything that is said.",
}
LOST = {
    DeviceKind.MICROPHONE: "The microphone was unplugged. You can type and touch until it is back.",
    DeviceKind.SPEAKER: "The loudspeaker was unplugged. The captions show everything that is said.",
}
NO_LIBRARY = "The sound library PortAudio is not installed. Install the package libportaudio2 and start again."
_CHANNELS = {DeviceKind.MICROPHONE: "max_input_channels", DeviceKind.SPEAKER: "max_output_channels"}
_UNAVAILABLE = -9985
_NO_DEVICE = {-9996, -9999, -9998}


class SoundSystem:
    """Lists and opens sound devices.

    PortAudio sees a device that was plugged in later only after a restart of its own, which would end every open
    stream: it is restarted only while none is open.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._open = 0

    def devices(self, kind: DeviceKind) -> tuple[DeviceInfo, ...]:
        """All microphones or all loudspeakers; raises `DeviceMissingError` without PortAudio."""
        try:
            import sounddevice
        except OSError:
            raise DeviceMissingError(NO_LIBRARY) from None
        with self._lock:
            if self._open == 0:
                sounddevice._terminate()  # noqa: SLF001
                sounddevice._initialize()  # noqa: SLF001
            entries = list(sounddevice.query_devices())
        return tuple(
            DeviceInfo(kind, str(entry["name"]), str(entry["name"])) for entry in entries if entry[_CHANNELS[kind]] > 0
        )

    @contextmanager
    def using(self, kind: DeviceKind, key: str | None) -> Iterator[str | None]:
        """The name to open, `None` for PortAudio's own choice; raises `DeviceError` for what happens meanwhile."""
        known = self.devices(kind)
        if not known or (key is not None and all(device.key != key for device in known)):
            raise DeviceMissingError(MISSING[kind])
        import sounddevice

        with self._lock:
            self._open += 1
        try:
            yield key
        except sounddevice.PortAudioError as error:
            code = error.args[1] if len(error.args) > 1 else 0
            if code == _UNAVAILABLE:
                raise DeviceBusyError(BUSY[kind]) from error
            if code in _NO_DEVICE:
                raise DeviceMissingError(MISSING[kind]) from error
            raise DeviceLostError(LOST[kind]) from error
        finally:
            with self._lock:
                self._open -= 1
