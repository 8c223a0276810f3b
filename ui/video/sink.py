"""Pictures from any thread onto a `VideoOutput`, newest first, without a colour conversion."""

import threading
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.viewmodels.qt_property import Property

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame, QVideoSink

QML_IMPORT_NAME = "Lunette.Models"
QML_IMPORT_MAJOR_VERSION = 1


class Picture(Protocol):
    """Planar YUV 4:2:0, BT.601 limited range: planes `y` (height, width), `u` and `v` at half size, uint8."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def y(self) -> NDArray[np.uint8]: ...
    @property
    def u(self) -> NDArray[np.uint8]: ...
    @property
    def v(self) -> NDArray[np.uint8]: ...


@QmlElement
class VideoFeed(QObject):
    """A mailbox of one picture: `offer` on any thread, the newest is shown on the GUI thread.

    `shown` carries each picture that the sink took. `live` tells whether a picture has come since the last `clear`,
    `aspect` is its width by its height.
    """

    liveChanged = Signal()
    aspectChanged = Signal()
    shown = Signal(object)
    _arrived = Signal()

    def __init__(self, parent: QObject) -> None:
        import PySide6.QtMultimedia  # noqa: F401  so that sinks handed in by QML are known by their own type

        super().__init__(parent)
        self._lock = threading.Lock()
        self._newest: Picture | None = None
        self._pending = False
        self._sink: QVideoSink | None = None
        self._live = False
        self._aspect = 1.0
        self.presented = 0
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    @Property(bool, notify=liveChanged)
    def live(self) -> bool:
        return self._live

    @Property("double", notify=aspectChanged)
    def aspect(self) -> float:
        return self._aspect

    @Slot(QObject)
    def attach(self, sink: QObject) -> None:
        """Show pictures on this sink (of a `VideoOutput`) from now on."""
        from PySide6.QtMultimedia import QVideoSink

        assert isinstance(sink, QVideoSink)
        self._sink = sink

    @Slot(QObject)
    def detach(self, sink: QObject) -> None:
        """Stop using the sink, if it is the one in use."""
        if self._sink is sink:
            self._sink = None

    def offer(self, picture: Picture) -> None:
        """Hand over a picture, on any thread; one not yet shown is replaced."""
        with self._lock:
            self._newest = picture
            if self._pending:
                return
            self._pending = True
        self._arrived.emit()

    def clear(self) -> None:
        """Forget the last picture; nothing of it stays on the screen."""
        with self._lock:
            self._newest = None
        if self._sink is not None:
            from PySide6.QtMultimedia import QVideoFrame

            self._sink.setVideoFrame(QVideoFrame())
        self._set_live(live=False)

    @Slot()
    def _show(self) -> None:
        with self._lock:
            picture, self._newest, self._pending = self._newest, None, False
        if picture is None or self._sink is None:
            return
        self._sink.setVideoFrame(to_video_frame(picture))
        self.presented += 1
        self.shown.emit(picture)
        aspect = picture.width / picture.height
        if aspect != self._aspect:
            self._aspect = aspect
            self.aspectChanged.emit()
        self._set_live(live=True)

    def _set_live(self, *, live: bool) -> None:
        if live is not self._live:
            self._live = live
            self.liveChanged.emit()


def to_video_frame(picture: Picture) -> "QVideoFrame":
    """Copy the three planes, row by row as Qt aligns them."""
    from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

    layout = QVideoFrameFormat(QSize(picture.width, picture.height), QVideoFrameFormat.PixelFormat.Format_YUV420P)
    layout.setColorSpace(QVideoFrameFormat.ColorSpace.ColorSpace_BT601)
    layout.setColorRange(QVideoFrameFormat.ColorRange.ColorRange_Video)
    frame = QVideoFrame(layout)
    if not frame.map(QVideoFrame.MapMode.WriteOnly):
        raise MemoryError("no room for a picture")
    try:
        for plane, source in enumerate((picture.y, picture.u, picture.v)):
            rows, columns = source.shape
            target = np.frombuffer(frame.bits(plane), dtype=np.uint8)
            stride = frame.bytesPerLine(plane)
            target[: rows * stride].reshape(rows, stride)[:, :columns] = source
    finally:
        frame.unmap()
    return frame
