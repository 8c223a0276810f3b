"""The one frame that the shopper has opened."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtQml import QmlElement

from app.domain.face_numbers import FaceNumbers
from ui.viewmodels import words
from ui.viewmodels.frames import FrameEntry
from ui.viewmodels.qt_property import Property

QML_IMPORT_NAME = "Lunette.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class FrameDetails(QObject):
    """All that is told about a frame; empty texts while none is open."""

    changed = Signal()
    fitChanged = Signal()
    savedChanged = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entry: FrameEntry | None = None
        self._face = FaceNumbers()
        self._for_other = False
        self._saved = False

    @Property(str, notify=changed)
    def sku(self) -> str:
        return self._entry.frame.sku if self._entry else ""

    @Property(str, notify=changed)
    def name(self) -> str:
        return self._entry.frame.name if self._entry else ""

    @Property(str, notify=changed)
    def collection(self) -> str:
        return self._entry.frame.collection if self._entry else ""

    @Property(str, notify=changed)
    def price(self) -> str:
        return words.price(self._entry.frame) if self._entry else ""

    @Property(str, notify=changed)
    def kind(self) -> str:
        return words.kind(self._entry.frame) if self._entry else ""

    @Property(str, notify=changed)
    def description(self) -> str:
        return self._entry.frame.description if self._entry else ""

    @Property("QStringList", notify=changed)
    def reasons(self) -> list[str]:
        return list(self._entry.reasons) if self._entry else []

    @Property("QVariantList", notify=changed)
    def facts(self) -> list[dict[str, str]]:
        return words.facts(self._entry.frame) if self._entry else []

    @Property("QVariantList", notify=changed)
    def colours(self) -> list[dict[str, str]]:
        """Rows of `name` and `value` (#rrggbb)."""
        return [{"name": c.name, "value": c.hex} for c in self._entry.frame.colours] if self._entry else []

    @Property(int, notify=changed)
    def colour(self) -> int:
        return self._entry.colour if self._entry else 0

    @Property(str, notify=fitChanged)
    def verdict(self) -> str:
        return self._judged()[0]

    @Property(str, notify=fitChanged)
    def verdictDetail(self) -> str:
        return self._judged()[1]

    @Property(bool, notify=savedChanged)
    def saved(self) -> bool:
        return self._saved

    def show(self, entry: FrameEntry | None) -> None:
        self._entry = entry
        self.changed.emit()
        self.fitChanged.emit()

    def set_face(self, face: FaceNumbers) -> None:
        self._face = face
        self.fitChanged.emit()

    def set_for_other(self, *, on: bool) -> None:
        """Say that nobody measured whom the frame is for, or judge its fit."""
        self._for_other = on
        self.fitChanged.emit()

    def _judged(self) -> tuple[str, str]:
        if self._entry is None:
            return "", ""
        return words.FOR_OTHER if self._for_other else words.verdict(self._entry.frame, self._face)

    def set_saved(self, *, saved: bool) -> None:
        if saved is not self._saved:
            self._saved = saved
            self.savedChanged.emit()
