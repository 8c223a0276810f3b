"""How the measuring goes and what came of it, in words."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtQml import QmlElement

from app.domain.face_numbers import FaceNumbers
from ui.viewmodels import words
from ui.viewmodels.qt_property import Property

QML_IMPORT_NAME = "Lunette.Models"
QML_IMPORT_MAJOR_VERSION = 1

SHAPES = ("heart", "oblong", "oval", "round", "square", "diamond", "triangle")


class SeeingPhase(StrEnum):
    OFF = "off"
    MEASURING = "measuring"
    DONE = "done"


@QmlElement
class Seeing(QObject):
    """`progress` runs from 0 to 1; `measured` are sentences that always carry their interval."""

    phaseChanged = Signal()
    progressChanged = Signal()
    hintChanged = Signal()
    measuredChanged = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._phase = SeeingPhase.OFF
        self._progress = 0.0
        self._hint = ""
        self._face = FaceNumbers()

    @Property(str, notify=phaseChanged)
    def phase(self) -> str:
        return self._phase.value

    @Property("double", notify=progressChanged)
    def progress(self) -> float:
        return self._progress

    @Property(str, notify=hintChanged)
    def hint(self) -> str:
        return self._hint

    @Property("QStringList", notify=measuredChanged)
    def measured(self) -> list[str]:
        lines = []
        if self._face.pd is not None:
            lines.append(words.length("Between your pupils", self._face.pd))
        if self._face.face_width is not None:
            lines.append(words.length("Width of your face", self._face.face_width))
        return lines

    @Property(str, notify=measuredChanged)
    def shape(self) -> str:
        """For example "Oval 54 %, round 31 %", or the shape the shopper chose."""
        if self._face.shape_chosen:
            return f"{self._face.shape_chosen.capitalize()}, as you chose"
        likely = [f"{name} {probability:.0%}".replace("%", " %") for name, probability in self._face.shape[:2]]
        return ", ".join(likely).capitalize()

    @Property(str, notify=measuredChanged)
    def shapeChosen(self) -> str:
        return self._face.shape_chosen or ""

    @Property("QStringList", notify=measuredChanged)
    def shapes(self) -> list[str]:
        """Every shape that can be chosen, the likeliest first."""
        likely = [name for name, _ in self._face.shape if name in SHAPES]
        return [*likely, *(name for name in SHAPES if name not in likely)]

    def set_phase(self, phase: SeeingPhase) -> None:
        if phase is not self._phase:
            self._phase = phase
            self.phaseChanged.emit()

    def set_progress(self, progress: float, hint: str) -> None:
        """`hint` tells the shopper what to do, in one short sentence."""
        progress = min(1.0, max(0.0, progress))
        if progress != self._progress:
            self._progress = progress
            self.progressChanged.emit()
        if hint != self._hint:
            self._hint = hint
            self.hintChanged.emit()

    def set_face(self, face: FaceNumbers) -> None:
        if face != self._face:
            self._face = face
            self.measuredChanged.emit()

    def forget(self) -> None:
        self.set_phase(SeeingPhase.OFF)
        self.set_progress(0.0, "")
        self.set_face(FaceNumbers())
