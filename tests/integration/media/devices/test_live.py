"""Live devices on a machine that may have none."""

import threading

import pytest

from app.clock import SystemClock
from app.errors import DeviceError, DeviceMissingError
from media.devices.camera import LiveCamera
from media.devices.microphone import LiveMicrophone
from media.devices.port import DeviceKind
from media.devices.sound_devices import SoundSystem
from media.devices.speaker import LiveSpeaker
from media.webrtc.frames import Pcm

DEADLINE = 10.0


class Notice:
    """The first thing a device tells."""

    def __init__(self) -> None:
        self.errors: list[DeviceError | None] = []
        self.told = threading.Event()

    def __call__(self, error: DeviceError | None) -> None:
        self.errors.append(error)
        self.told.set()


def silence(count: int, plays_at: float) -> Pcm:
    raise AssertionError("nothing is pulled without a loudspeaker")


def test_a_camera_that_is_not_there_is_missing() -> None:
    """One sentence that says what to do; the thread goes on trying until it is closed."""
    notice = Notice()
    camera = LiveCamera(SystemClock(), "/dev/video-that-is-not-there")
    camera.start(lambda picture: None, notice)
    assert notice.told.wait(DEADLINE)
    camera.close()
    camera.close()
    assert isinstance(notice.errors[0], DeviceMissingError)
    assert "Plug one in" in str(notice.errors[0])


@pytest.mark.parametrize("kind", [DeviceKind.MICROPHONE, DeviceKind.SPEAKER])
def test_a_sound_device_that_is_not_there_is_missing(kind: DeviceKind) -> None:
    """The sentence says what works instead."""
    notice = Notice()
    name = "a device that nobody has"
    if kind is DeviceKind.MICROPHONE:
        microphone = LiveMicrophone(SystemClock(), SoundSystem(), name)
        microphone.start(lambda block: None, notice)
        assert notice.told.wait(DEADLINE)
        microphone.close()
    else:
        speaker = LiveSpeaker(SystemClock(), SoundSystem(), name)
        speaker.start(silence, notice)
        assert notice.told.wait(DEADLINE)
        speaker.close()
    assert isinstance(notice.errors[0], DeviceMissingError)


def test_closing_before_the_start_is_safe() -> None:
    """A device that was never started has nothing to let go."""
    LiveCamera(SystemClock()).close()
    LiveMicrophone(SystemClock(), SoundSystem()).close()
    LiveSpeaker(SystemClock(), SoundSystem()).close()
