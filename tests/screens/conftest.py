"""A real window for the screen tests: on the display that is there, or on a private virtual one."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QEventLoop,
    QMessageLogContext,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest

from app.domain.catalogue import Catalogue
from media.webrtc.frames import I420Frame
from ui.preview import PreviewActions, fill
from ui.singletons import keep_singletons_alive
from ui.viewmodels.visit import Visit
from ui.virtual_display import VirtualDisplay
from ui.window import open_window, prepare_rendering

_PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    if os.environ.get("DISPLAY"):
        yield os.environ["DISPLAY"]
        return
    virtual = VirtualDisplay((2160, 1920))
    virtual.start()
    os.environ["DISPLAY"] = virtual.name
    yield virtual.name
    del os.environ["DISPLAY"]
    virtual.close()


@pytest.fixture(scope="session")
def application(display: str) -> QGuiApplication:
    keep_singletons_alive()
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    prepare_rendering()
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication(sys.argv[:1])


@pytest.fixture
def messages(application: QGuiApplication) -> Iterator[list[str]]:
    """Every warning of Qt's in this test; any left at its end fails it."""
    kept: list[str] = []

    def keep(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
            kept.append(text)

    previous = qInstallMessageHandler(keep)
    yield kept
    qInstallMessageHandler(previous)
    assert kept == []


class Stand:
    """One window with the sample catalogue, and the means to look at it and touch it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.catalogue = Catalogue.sample()
        self.actions = PreviewActions()
        self.visit = Visit(self.actions, self.catalogue)
        self.actions.visit = self.visit
        self.visit.preferences.toggleReducedMotion()
        self.view: QQuickView = open_window(self.visit, self.catalogue, size)

    def fill(self, name: str) -> None:
        fill(self.visit, self.catalogue, name)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Run the event loop until the condition holds; fails after the deadline."""
        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not condition():
            assert not deadline.hasExpired(), "the screen did not get there in time"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def settle(self) -> None:
        """Wait until no animation runs: opacities are 0 or 1 and nothing moves for some frames."""
        previous: list[tuple[float, float, float]] = []
        still = 0
        deadline = QDeadlineTimer(_PATIENCE_MS)
        while still < 4:
            assert not deadline.hasExpired(), "the screen never came to rest"
            QTest.qWait(25)
            now = [(item.x(), item.y(), item.opacity()) for item in self.items()]
            ready = self.view.isExposed() and any(item.property("touchTarget") for item in self.items())
            still = still + 1 if ready and now == previous else 0
            previous = now

    def items(self) -> list[QQuickItem]:
        """Every item that can be seen, parents first."""
        found: list[QQuickItem] = []
        pending = [self.view.rootObject()]
        while pending:
            item = pending.pop()
            if item.isVisible() and item.opacity() > 0:
                found.append(item)
                pending.extend(item.childItems())
        return found

    def close(self) -> None:
        self.view.close()
        self.view.deleteLater()
        QCoreApplication.sendPostedEvents(None, 52)
        QCoreApplication.processEvents()


@pytest.fixture
def stand(messages: list[str]) -> Iterator[Callable[[tuple[int, int]], Stand]]:
    made: list[Stand] = []

    def make(size: tuple[int, int]) -> Stand:
        made.append(Stand(size))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def red_picture() -> I420Frame:
    """A picture of plain red, 64 x 72."""
    data = np.empty((72 * 3 // 2, 64), dtype=np.uint8)
    flat = data.reshape(-1)
    flat[: 72 * 64], flat[72 * 64 : 72 * 64 * 5 // 4], flat[72 * 64 * 5 // 4 :] = 81, 90, 240
    return I420Frame(64, 72, data, 0.0)


@pytest.fixture(scope="session")
def kept_pictures() -> Path | None:
    """Where pictures of the screens are to be kept, when asked for by `LUNETTE_SCREENSHOTS`."""
    folder = os.environ.get("LUNETTE_SCREENSHOTS")
    return Path(folder) if folder else None
