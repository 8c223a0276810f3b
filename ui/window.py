"""The kiosk's one window: fonts, picture providers and the QML module around a `Visit`."""

import os
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QUrl
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtQuick import QQuickView, QQuickWindow

from app.domain.catalogue import Catalogue
from app.errors import AssetError
from ui.images import FrameImages, IconImages
from ui.viewmodels.visit import Visit

QML_FOLDER = Path(__file__).resolve().parent
_FONTS = QML_FOLDER / "resources" / "fonts"


def prepare_rendering() -> None:
    """Choose how Qt draws; call before the application object is made.

    The basic loop keeps drawing on the GUI thread, where Python may hold its lock. Qt's remarks on sound servers that
    this program does not use through Qt are left out.
    """
    os.environ.setdefault("QSG_RENDER_LOOP", "basic")
    QLoggingCategory.setFilterRules("qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg.info=false")
    QQuickWindow.setTextRenderType(QQuickWindow.TextRenderType.NativeTextRendering)


def open_window(visit: Visit, catalogue: Catalogue, size: tuple[int, int] | None = None) -> QQuickView:
    """The window, shown at `size` in pixels, or over the whole screen. Raises `AssetError` when QML does not load."""
    sans = load_fonts()
    view = QQuickView()
    view.setColor(QColor("#F7F4EF"))
    view.setTitle("Lunette")
    engine = view.engine()
    engine.addImportPath(str(QML_FOLDER))
    engine.addImageProvider("frames", FrameImages(catalogue.get, sans))
    engine.addImageProvider("icons", IconImages(QML_FOLDER / "resources" / "icons"))
    view.setInitialProperties({"visit": visit})
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    if size is not None:
        view.resize(*size)
    view.setSource(QUrl.fromLocalFile(str(QML_FOLDER / "Lunette" / "Main.qml")))
    if view.status() is not QQuickView.Status.Ready:
        raise AssetError("the screens cannot be loaded: " + "; ".join(e.toString() for e in view.errors()))
    if size is None:
        view.showFullScreen()
    else:
        view.show()
    return view


def load_fonts() -> str:
    """Register the fonts shipped with the program; returns the family of the sans. Raises `AssetError`."""
    families = []
    for path in sorted(_FONTS.glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise AssetError(f"the font {path.name} is missing or damaged: install the program again")
        families.append(QFontDatabase.applicationFontFamilies(number)[0])
    if not families:
        raise AssetError("the program's fonts are missing: install the program again")
    return families[0]
