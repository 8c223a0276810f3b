"""Touch a window's controls as a finger would: find what can be touched by its spoken name, press in its middle."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from app.errors import VisitError

_ROW = 20.0


@dataclass(frozen=True, slots=True)
class Target:
    """Something that answers a finger: its name for a screen reader, its QML type, its place in the window (px)."""

    name: str
    kind: str
    place: QRectF


class TouchDriver:
    """One touch screen in front of `window`."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._device: QPointingDevice = QTest.createTouchDevice()

    def targets(self) -> tuple[Target, ...]:
        """Everything that can be touched now, row by row, left to right."""
        return tuple(sorted(self._visible(), key=lambda target: (target.place.top() // _ROW, target.place.left())))

    def touch(self, name: str, nth: int = 1) -> None:
        """Tap the `nth` control whose name begins with `name` or whose type it is.

        Raises `VisitError`, saying what there is, when there is none.
        """
        targets = self.targets()
        found = [target for target in targets if target.name.startswith(name) or target.kind == name]
        if len(found) < nth:
            there = "; ".join(dict.fromkeys(target.name for target in targets))
            raise VisitError(f"there is no {name!r} number {nth} to touch here; there are: {there}")
        middle = found[nth - 1].place.center().toPoint()
        QTest.touchEvent(self._window, self._device).press(0, middle, self._window).commit()
        QTest.touchEvent(self._window, self._device).release(0, middle, self._window).commit()

    def _visible(self) -> Iterator[Target]:
        pending = [(self._window.contentItem(), QRectF(0, 0, self._window.width(), self._window.height()))]
        while pending:
            item, seen = pending.pop()
            if not item.isVisible() or item.opacity() <= 0:
                continue
            place = QRectF(item.mapToScene(QPointF(0, 0)), item.mapToScene(QPointF(item.width(), item.height())))
            if item.property("touchTarget") and seen.contains(place.center()):
                kind = item.metaObject().className().partition("_QMLTYPE")[0]
                yield Target(str(item.property("says") or ""), kind, place)
            inside = seen.intersected(place) if item.clip() else seen
            pending.extend((child, inside) for child in item.childItems())
