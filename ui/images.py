"""Still pictures for QML, painted on demand: `image://frames/...` and `image://icons/...`."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from app.domain.frame import Frame
from ui.tryon.drawing import Sheet, paint_frame

_KEPT = 24


class FrameImages(QQuickImageProvider):
    """`image://frames/SKU/COLOUR/SPAN/LABEL/INK`: the picture is SPAN mm wide, LABEL as in `Sheet`, INK rrggbb.

    Runs on Qt's image loading thread. The last pictures are kept; an unknown frame gives an empty picture.
    """

    def __init__(self, find: Callable[[str], Frame | None], rule_font: str) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._find = find
        self._rule_font = rule_font
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, int], QImage] = OrderedDict()

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:  # noqa: ARG002  Qt's signature
        width, height = max(1, requested.width()), max(1, requested.height())
        key = (name, width, height)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        sku, colour, span, label, ink = name.split("/")
        frame = self._find(sku)
        if frame is not None and frame.colours:
            sheet = Sheet(float(span), f"#{ink}", float(label), self._rule_font)
            painter = QPainter(image)
            try:
                shown = frame.colours[min(int(colour), len(frame.colours) - 1)]
                paint_frame(painter, (width, height), frame, shown, sheet)
            finally:
                painter.end()
        with self._lock:
            self._kept[key] = image
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return image


class IconImages(QQuickImageProvider):
    """`image://icons/NAME/RRGGBB`: a line drawing from `folder` in that colour."""

    def __init__(self, folder: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:  # noqa: ARG002  Qt's signature
        icon, _, colour = name.partition("/")
        drawing = (self._folder / f"{Path(icon).name}.svg").read_text(encoding="utf-8")
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", f"#{colour}").encode()))
        image = QImage(max(1, requested.width()), max(1, requested.height()), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        try:
            renderer.render(painter)
        finally:
            painter.end()
        return image
