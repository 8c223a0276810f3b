"""How one shopper wants the screens: told at the screen, forgotten with the visit."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.viewmodels.qt_property import Property

QML_IMPORT_NAME = "Lunette.Models"
QML_IMPORT_MAJOR_VERSION = 1

APPEARANCES = ("light", "dark", "high")


@QmlElement
class Preferences(QObject):
    """`appearance` is one of `APPEARANCES`; `panelInches` the diagonal of the touch panel."""

    changed = Signal()

    def __init__(
        self, parent: QObject, *, appearance: str = "light", panel_inches: float = 27.0, reduced_motion: bool = False
    ) -> None:
        super().__init__(parent)
        self._default = appearance
        self._appearance = appearance
        self._motion_reduced_here = reduced_motion
        self._reduced_motion = reduced_motion
        self._controls_low = False
        self._panel_inches = panel_inches

    @Property(str, notify=changed)
    def appearance(self) -> str:
        return self._appearance

    @Property(bool, notify=changed)
    def reducedMotion(self) -> bool:
        return self._reduced_motion

    @Property(bool, notify=changed)
    def controlsLow(self) -> bool:
        return self._controls_low

    @Property("double", constant=True)
    def panelInches(self) -> float:
        return self._panel_inches

    @Slot()
    def nextAppearance(self) -> None:
        self.set_appearance(APPEARANCES[(APPEARANCES.index(self._appearance) + 1) % len(APPEARANCES)])

    @Slot()
    def toggleReducedMotion(self) -> None:
        self._reduced_motion = not self._reduced_motion
        self.changed.emit()

    @Slot()
    def toggleControlsLow(self) -> None:
        self._controls_low = not self._controls_low
        self.changed.emit()

    def set_appearance(self, appearance: str) -> None:
        """Raises `ValueError` for an appearance that is not drawn."""
        if appearance not in APPEARANCES:
            raise ValueError(f"appearance must be one of {', '.join(APPEARANCES)}, not {appearance!r}")
        self._appearance = appearance
        self.changed.emit()

    def forget(self) -> None:
        self._appearance = self._default
        self._reduced_motion = self._motion_reduced_here
        self._controls_low = False
        self.changed.emit()
