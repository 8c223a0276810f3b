"""A camera of the machine, through Video4Linux."""

import errno
from collections.abc import Iterator
from pathlib import Path

import av
import av.error

from app.clock import Clock
from app.errors import DeviceBusyError, DeviceError, DeviceLostError, DeviceMissingError
from media.devices.attempts import PersistentDevice
from media.devices.picture import AvPicture
from media.devices.port import DeviceInfo, DeviceKind, OnPicture, OnTrouble

MISSING = "No camera is connected. Plug one in to be measured, or go on without it."
BUSY = "Another program is using the camera. Close that program, or go on without the camera."
LOST = "The camera was unplugged. Plug it in again to be measured; the conversation goes on."
STALL_SECONDS = 3.0

_FIRST_CHOICE = {"video_size": "1280x720", "framerate": "30", "input_format": "mjpeg"}
_ANY: dict[str, str] = {}
_GONE = {errno.ENODEV, errno.EIO, errno.ENOENT}


class LiveCamera(PersistentDevice):
    """Captures on its own thread; `key` is a device file, `None` for the first camera there is."""

    def __init__(self, clock: Clock, key: str | None = None) -> None:
        super().__init__("camera")
        self._clock = clock
        self._key = key
        self._on_picture: OnPicture = lambda _: None

    def start(self, on_picture: OnPicture, on_trouble: OnTrouble) -> None:
        self._on_picture = on_picture
        self.begin(on_trouble)

    def session(self) -> None:
        key = self._key or first_camera()
        if key is None or not Path(key).exists():
            raise DeviceMissingError(MISSING)
        seen = False
        try:
            with open_camera(key) as source:
                for frame in _pictures(source):
                    if self.stopping:
                        return
                    self._on_picture(AvPicture(frame, self._clock.monotonic()))
                    if not seen:
                        seen = True
                        self.works()
        except av.error.FFmpegError as error:
            raise _device_error(error, key, seen=seen) from None
        raise DeviceLostError(LOST)


def open_camera(key: str) -> av.container.InputContainer:
    """Open a device file in 720p at 30 pictures a second where it can; raises `av.error.FFmpegError`."""
    for options in (_FIRST_CHOICE, _ANY):
        try:
            return av.open(key, format="v4l2", options=options, timeout=STALL_SECONDS)
        except av.error.FFmpegError as error:
            if options is _ANY or error.errno == errno.EBUSY:
                raise
    raise DeviceMissingError(MISSING)


def list_cameras(root: Path = Path("/dev"), names: Path = Path("/sys/class/video4linux")) -> tuple[DeviceInfo, ...]:
    """The camera device files in order, with the names their drivers give; nothing is opened."""
    found = []
    for node in sorted(root.glob("video[0-9]*"), key=lambda path: int(path.name.removeprefix("video"))):
        label, index = names / node.name / "name", names / node.name / "index"
        if index.exists() and index.read_text("utf-8").strip() != "0":
            continue
        name = label.read_text("utf-8").strip() if label.exists() else node.name
        found.append(DeviceInfo(DeviceKind.CAMERA, str(node), name))
    return tuple(found)


def first_camera() -> str | None:
    """The device file of the first camera."""
    cameras = list_cameras()
    return cameras[0].key if cameras else None


def _pictures(source: av.container.InputContainer) -> Iterator[av.VideoFrame]:
    stream = source.streams.video[0]
    stream.codec_context.thread_count = 1
    return source.decode(stream)


def _device_error(error: av.error.FFmpegError, key: str, *, seen: bool) -> DeviceError:
    if error.errno == errno.EBUSY:
        return DeviceBusyError(BUSY)
    if seen or not Path(key).exists():
        return DeviceLostError(LOST)
    if error.errno in _GONE:
        return DeviceMissingError(MISSING)
    if error.errno == errno.EACCES:
        return DeviceMissingError("The camera may not be used by this account. Add the account to the group 'video'.")
    return DeviceMissingError("The camera gives no picture this kiosk can read. Try another camera.")
