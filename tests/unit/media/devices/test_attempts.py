"""A device thread that tries again."""

import threading

from app.errors import DeviceBusyError, DeviceError, DeviceLostError, DeviceMissingError
from media.devices.attempts import PersistentDevice

DEADLINE = 5.0


class Scripted(PersistentDevice):
    """Each session meets the next of the given fates; `None` means it works until closed."""

    def __init__(self, fates: list[DeviceError | None]) -> None:
        super().__init__("scripted", retry_seconds=0.001)
        self._fates = fates
        self.working = threading.Event()

    def session(self) -> None:
        fate = self._fates.pop(0) if self._fates else None
        if fate is not None:
            raise fate
        self.works()
        self.working.set()
        self._stop.wait(DEADLINE)


def test_each_kind_of_trouble_is_told_once_and_its_end_too() -> None:
    """Missing twice, then busy, then it works: three notices."""
    told: list[DeviceError | None] = []
    device = Scripted([DeviceMissingError("a"), DeviceMissingError("b"), DeviceBusyError("c"), None])
    device.begin(told.append)
    assert device.working.wait(DEADLINE)
    device.close()
    device.close()
    assert [str(error) for error in told] == ["a", "c", "None"]


def test_a_device_that_works_at_once_tells_nothing() -> None:
    """No news is good news."""
    told: list[DeviceError | None] = []
    device = Scripted([])
    device.begin(told.append)
    assert device.working.wait(DEADLINE)
    device.close()
    assert told == []


def test_after_close_nothing_starts() -> None:
    """Closing before the start leaves no thread and no callback."""
    told: list[DeviceError | None] = []
    device = Scripted([DeviceLostError("gone")])
    device.close()
    device.begin(told.append)
    assert (told, device.working.is_set()) == ([], False)
