"""Lists of frames for the screens: the cards, the shopper's own frames, and those being compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtQml import QmlElement

from app.domain.face_numbers import FaceNumbers
from app.domain.frame import Frame
from ui.viewmodels import words
from ui.viewmodels.qt_property import Property

QML_IMPORT_NAME = "Lunette.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class FrameEntry:
    """A frame on the screen: `reasons` in plain words, the weightiest first; `colour` an index into its colourways."""

    frame: Frame
    reasons: tuple[str, ...] = ()
    colour: int = 0


class _Role(IntEnum):
    SKU = Qt.ItemDataRole.UserRole + 1
    NAME = SKU + 1
    COLLECTION = NAME + 1
    PRICE = COLLECTION + 1
    REASON = PRICE + 1
    KIND = REASON + 1
    COLOUR = KIND + 1
    COLOUR_NAME = COLOUR + 1
    VERDICT = COLOUR_NAME + 1
    VERDICT_DETAIL = VERDICT + 1
    WIDTH = VERDICT_DETAIL + 1
    WEIGHT = WIDTH + 1
    SAVED = WEIGHT + 1


_NAMES = {
    _Role.SKU: b"sku",
    _Role.NAME: b"name",
    _Role.COLLECTION: b"collection",
    _Role.PRICE: b"price",
    _Role.REASON: b"reason",
    _Role.KIND: b"kind",
    _Role.COLOUR: b"colour",
    _Role.COLOUR_NAME: b"colourName",
    _Role.VERDICT: b"verdict",
    _Role.VERDICT_DETAIL: b"verdictDetail",
    _Role.WIDTH: b"totalWidth",
    _Role.WEIGHT: b"weight",
    _Role.SAVED: b"saved",
}
_ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@QmlElement
class FramesModel(QAbstractListModel):
    """An ordered list of frames without doubles; changes are announced row by row, so that cards arrive one by one."""

    countChanged = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: list[FrameEntry] = []
        self._face = FaceNumbers()
        self._saved: frozenset[str] = frozenset()

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._entries)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def roleNames(self) -> dict[int, QByteArray]:
        return {int(role): QByteArray(name) for role, name in _NAMES.items()}

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._entries) or role not in _NAMES:
            return None
        return self._value(self._entries[index.row()], _Role(role))

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(entry.frame.sku for entry in self._entries)

    def entry(self, sku: str) -> FrameEntry | None:
        return next((entry for entry in self._entries if entry.frame.sku == sku), None)

    def show(self, entries: Iterable[FrameEntry]) -> None:
        """Make the list hold exactly these, in this order; rows that stay are not built anew."""
        wanted = list({entry.frame.sku: entry for entry in entries}.values())
        keep = {entry.frame.sku for entry in wanted}
        for row in reversed(range(len(self._entries))):
            if self._entries[row].frame.sku not in keep:
                self._remove_row(row)
        for row, entry in enumerate(wanted):
            current = next((i for i, e in enumerate(self._entries) if e.frame.sku == entry.frame.sku), None)
            if current is None:
                self._insert_row(row, entry)
                continue
            if current != row:
                self.beginMoveRows(_ROOT, current, current, _ROOT, row)
                self._entries.insert(row, self._entries.pop(current))
                self.endMoveRows()
            self._replace_row(row, entry)

    def add(self, entry: FrameEntry, row: int | None = None) -> None:
        """Insert at `row` (the end by default) unless the frame is there already."""
        if self.entry(entry.frame.sku) is None:
            self._insert_row(len(self._entries) if row is None else row, entry)

    def remove(self, sku: str) -> None:
        for row, entry in enumerate(self._entries):
            if entry.frame.sku == sku:
                self._remove_row(row)
                return

    def clear(self) -> None:
        self.show(())

    def set_colour(self, sku: str, colour: int) -> None:
        """Show the frame in another of its colourways."""
        for row, entry in enumerate(self._entries):
            if entry.frame.sku == sku and 0 <= colour < len(entry.frame.colours):
                self._replace_row(row, replace(entry, colour=colour))

    def set_face(self, face: FaceNumbers) -> None:
        """Judge the fit of every frame anew."""
        self._face = face
        self._announce((_Role.VERDICT, _Role.VERDICT_DETAIL))

    def set_saved(self, skus: frozenset[str]) -> None:
        self._saved = skus
        self._announce((_Role.SAVED,))

    def _announce(self, roles: Iterable[_Role]) -> None:
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1), [int(role) for role in roles])

    def _insert_row(self, row: int, entry: FrameEntry) -> None:
        self.beginInsertRows(_ROOT, row, row)
        self._entries.insert(row, entry)
        self.endInsertRows()
        self.countChanged.emit()

    def _remove_row(self, row: int) -> None:
        self.beginRemoveRows(_ROOT, row, row)
        del self._entries[row]
        self.endRemoveRows()
        self.countChanged.emit()

    def _replace_row(self, row: int, entry: FrameEntry) -> None:
        if self._entries[row] != entry:
            self._entries[row] = entry
            self.dataChanged.emit(self.index(row), self.index(row), [])

    def _value(self, entry: FrameEntry, role: _Role) -> object:
        frame = entry.frame
        values: Mapping[_Role, object] = {
            _Role.SKU: frame.sku,
            _Role.NAME: frame.name,
            _Role.COLLECTION: frame.collection,
            _Role.PRICE: words.price(frame),
            _Role.REASON: entry.reasons[0] if entry.reasons else words.kind(frame),
            _Role.KIND: words.kind(frame),
            _Role.COLOUR: entry.colour,
            _Role.COLOUR_NAME: frame.colours[entry.colour].name if frame.colours else "",
            _Role.VERDICT: words.verdict(frame, self._face)[0],
            _Role.VERDICT_DETAIL: words.verdict(frame, self._face)[1],
            _Role.WIDTH: f"{frame.dimensions.total_width:g} mm",
            _Role.WEIGHT: f"{frame.weight_g:g} g",
            _Role.SAVED: frame.sku in self._saved,
        }
        return values[role]
