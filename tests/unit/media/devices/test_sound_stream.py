"""A sound stream's life: it works while sound moves, and is lost when none does."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Self

import numpy as np
import pytest

from app.clock import ManualClock
from app.errors import DeviceError, DeviceLostError
from media.devices import sound_stream
from media.devices.microphone import LiveMicrophone
from media.devices.port import BLOCK, RATE, DeviceKind, SoundBlock
from media.devices.sound_devices import LOST, SoundSystem
from media.devices.speaker import LiveSpeaker

DEADLINE = 5.0
TIMES = SimpleNamespace(currentTime=10.0, inputBufferAdcTime=9.98, outputBufferDacTime=10.03)
SOUND = np.arange(BLOCK, dtype=np.int16)


class OneDevice(SoundSystem):
    """A system in which every device can be opened."""

    @contextmanager
    def using(self, kind: DeviceKind, key: str | None) -> Iterator[str | None]:
        assert kind in {DeviceKind.MICROPHONE, DeviceKind.SPEAKER}
        yield key


class Line:
    """Stands where PortAudio's streams do: moves blocks on a thread of its own while it is entered, unless `dead`."""

    dead = False
    played: list[Any]

    def __init__(self, *, callback: Callable[[Any, int, Any, Any], None], **options: Any) -> None:
        self.options = options
        self._callback = callback
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._move)

    def __enter__(self) -> Self:
        if not self.dead:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if not self.dead:
            self._thread.join()

    def _move(self) -> None:
        while not self._over.wait(0.001):
            block = SOUND[:, np.newaxis].copy()
            self._callback(block, BLOCK, TIMES, None)
            self.played.append(block[:, 0])


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> type[Line]:
    class ThisLine(Line):
        played: list[Any] = []  # noqa: RUF012  one list a test

    monkeypatch.setitem(sys.modules, "sounddevice", SimpleNamespace(InputStream=ThisLine, OutputStream=ThisLine))
    return ThisLine


@pytest.mark.usefixtures("line")
def test_a_microphone_s_blocks_carry_the_time_of_capture() -> None:
    """PortAudio's age of a block is taken off the clock."""
    heard: list[SoundBlock] = []
    came = threading.Event()

    def hear(block: SoundBlock) -> None:
        heard.append(block)
        came.set()

    microphone = LiveMicrophone(ManualClock(100.0), OneDevice())
    microphone.start(hear, lambda _: None)
    assert came.wait(DEADLINE)
    microphone.close()
    assert np.array_equal(heard[0].pcm, SOUND)
    assert heard[0].captured_at == pytest.approx(99.98)


def test_a_speaker_is_told_when_its_block_will_sound(line: type[Line]) -> None:
    """PortAudio's delay is added to the clock, and what was pulled is what is played."""
    asked: list[tuple[int, float]] = []
    came = threading.Event()

    def pull(frames: int, plays_at: float) -> Any:
        asked.append((frames, plays_at))
        came.set()
        return np.full(frames, 7, np.int16)

    speaker = LiveSpeaker(ManualClock(100.0), OneDevice())
    speaker.start(pull, lambda _: None)
    assert came.wait(DEADLINE)
    speaker.close()
    frames, plays_at = asked[0]
    assert frames == BLOCK
    assert plays_at == pytest.approx(100.03)
    assert set(line.played[0]) == {7}
    assert pytest.approx(BLOCK / RATE) == 0.01


@pytest.mark.parametrize("kind", [DeviceKind.MICROPHONE, DeviceKind.SPEAKER])
def test_a_line_that_falls_silent_counts_as_unplugged(
    kind: DeviceKind, line: type[Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When no block moves for the whole stall, the device is lost, with its own sentence."""
    monkeypatch.setattr(line, "dead", True)
    monkeypatch.setattr(sound_stream, "STALL_SECONDS", 0.01)
    told: list[DeviceError | None] = []
    came = threading.Event()

    def trouble(error: DeviceError | None) -> None:
        told.append(error)
        came.set()

    device = (LiveMicrophone if kind is DeviceKind.MICROPHONE else LiveSpeaker)(ManualClock(), OneDevice())
    device.begin(trouble)
    assert came.wait(DEADLINE)
    device.close()
    assert isinstance(told[0], DeviceLostError)
    assert str(told[0]) == LOST[kind]
