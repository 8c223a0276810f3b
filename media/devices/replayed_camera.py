"""A camera played from a video file, a picture or a folder of pictures."""

from collections.abc import Iterator
from pathlib import Path

import av
import av.error

from app.clock import Clock
from app.errors import DeviceMissingError
from media.devices.attempts import PersistentDevice
from media.devices.picture import AvPicture
from media.devices.port import OnPicture, OnTrouble

STILL_RATE = 15.0
STILL_SECONDS = 2.0
MAX_LATE = 0.5
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".ppm", ".pgm"})


class ReplayedCamera(PersistentDevice):
    """Shows a recording in real time, from its start again when it ends.

    A still picture is shown for ever, a folder's pictures for two seconds each. A machine too slow to decode in time
    sees later pictures, not slower motion. A file that cannot be read is a missing camera.
    """

    def __init__(self, clock: Clock, source: Path) -> None:
        super().__init__("camera")
        self._clock = clock
        self._source = source
        self._on_picture: OnPicture = lambda _: None

    def start(self, on_picture: OnPicture, on_trouble: OnTrouble) -> None:
        self._on_picture = on_picture
        self.begin(on_trouble)

    def session(self) -> None:
        files = sorted(self._source.iterdir()) if self._source.is_dir() else [self._source]
        stills = [file for file in files if file.suffix.lower() in PICTURE_SUFFIXES]
        due = self._clock.monotonic()
        try:
            while not self.stopping:
                before = due
                pictures = _stills(stills) if stills else _film(self._source)
                for frame, at in pictures:
                    due = before + at
                    if not self._wait_until(due):
                        return
                    if self._clock.monotonic() - due > MAX_LATE:
                        continue
                    self._on_picture(AvPicture(frame, self._clock.monotonic()))
                    self.works()
                due += 1 / STILL_RATE
                if due <= before:
                    raise DeviceMissingError(self._unreadable())
        except (av.error.FFmpegError, OSError) as error:
            raise DeviceMissingError(self._unreadable()) from error

    def _unreadable(self) -> str:
        return f"The camera recording {self._source.name} cannot be read. Give a video, a picture or a folder of them."

    def _wait_until(self, due: float) -> bool:
        left = due - self._clock.monotonic()
        if left > 0:
            self._stop.wait(left)
        return not self.stopping


def _film(file: Path) -> Iterator[tuple[av.VideoFrame, float]]:
    with av.open(str(file)) as source:
        if not source.streams.video:
            raise DeviceMissingError(f"{file.name} holds no picture.")
        stream = source.streams.video[0]
        stream.codec_context.thread_count = 1
        first: float | None = None
        for frame in source.decode(stream):
            at = float(frame.time or 0.0)
            first = at if first is None else first
            yield frame, at - first


def _stills(files: list[Path]) -> Iterator[tuple[av.VideoFrame, float]]:
    count = max(1, round(STILL_SECONDS * STILL_RATE))
    for index, file in enumerate(files):
        with av.open(str(file)) as source:
            frame = next(source.decode(video=0))
        for repeat in range(count):
            yield frame, (index * count + repeat) / STILL_RATE
