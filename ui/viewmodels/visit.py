"""The root object of the screens: which screen and sheet are shown, and everything a shopper can do there."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.domain.catalogue import Catalogue
from app.domain.consultants import DEFAULT_CONSULTANT, ConsultantProfile, find_consultant
from app.domain.face_numbers import FaceNumbers
from app.domain.visit import Stage
from app.protocol.messages import FrameCard, TouchAction
from ui.video.sink import VideoFeed
from ui.viewmodels.actions import Actions
from ui.viewmodels.conversation import Conversation
from ui.viewmodels.details import FrameDetails
from ui.viewmodels.frames import FrameEntry, FramesModel
from ui.viewmodels.preferences import Preferences
from ui.viewmodels.qt_property import Property
from ui.viewmodels.seeing import Seeing

QML_IMPORT_NAME = "Lunette.Models"
QML_IMPORT_MAJOR_VERSION = 1

MAX_COMPARED = 3


class SheetName(StrEnum):
    NONE = ""
    FRAME = "frame"
    COMPARE = "compare"
    FAVOURITES = "favourites"
    TYPING = "typing"
    MEASURED = "measured"
    PRIVACY = "privacy"
    PERMISSION = "permission"


@QmlElement
class Visit(QObject):
    """Qt properties and slots for QML; `set_*`, `show_*` and the parts for the kiosk. GUI thread only."""

    screenChanged = Signal()
    sheetChanged = Signal()
    bannerChanged = Signal()
    secondsLeftChanged = Signal()
    wipedChanged = Signal()

    def __init__(
        self,
        actions: Actions,
        catalogue: Catalogue,
        parent: QObject | None = None,
        *,
        panel_inches: float = 27.0,
        reduced_motion: bool = False,
        consultant: ConsultantProfile | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._catalogue = catalogue
        self._screen = Stage.ATTRACT
        self._sheet = SheetName.NONE
        self._banner = ""
        self._profile = consultant or find_consultant(DEFAULT_CONSULTANT)
        self._seconds_left = -1
        self._face, self._for_other = FaceNumbers(), False
        self._wiped = False
        self._receipt = ""
        self._conversation = Conversation(self)
        self._seeing = Seeing(self)
        self._preferences = Preferences(self, panel_inches=panel_inches, reduced_motion=reduced_motion)
        self._details = FrameDetails(self)
        self._cards, self._favourites, self._compared, self._window = (FramesModel(self) for _ in range(4))
        self._consultant, self._mirror = VideoFeed(self), VideoFeed(self)

    @Property(str, notify=screenChanged)
    def screen(self) -> str:
        return self._screen.value

    @Property(str, notify=sheetChanged)
    def sheet(self) -> str:
        return self._sheet.value

    @Property(str, constant=True)
    def consultantName(self) -> str:
        """The first name of whoever is shown."""
        return self._profile.name

    @Property(str, notify=bannerChanged)
    def banner(self) -> str:
        return self._banner

    @Property(int, notify=secondsLeftChanged)
    def secondsLeft(self) -> int:
        """Until the visit ends by itself (consent, consultation) or is wiped (goodbye); -1 while nothing runs out."""
        return self._seconds_left

    @Property(bool, notify=wipedChanged)
    def wiped(self) -> bool:
        return self._wiped

    @Property(str, notify=wipedChanged)
    def receipt(self) -> str:
        return self._receipt

    @Property(Conversation, constant=True)
    def conversation(self) -> Conversation:
        return self._conversation

    @Property(Seeing, constant=True)
    def seeing(self) -> Seeing:
        return self._seeing

    @Property(Preferences, constant=True)
    def preferences(self) -> Preferences:
        return self._preferences

    @Property(FrameDetails, constant=True)
    def details(self) -> FrameDetails:
        return self._details

    @Property(FramesModel, constant=True)
    def cards(self) -> FramesModel:
        return self._cards

    @Property(FramesModel, constant=True)
    def favourites(self) -> FramesModel:
        return self._favourites

    @Property(FramesModel, constant=True)
    def compared(self) -> FramesModel:
        return self._compared

    @Property(FramesModel, constant=True)
    def shopWindow(self) -> FramesModel:
        """The frames that pass by on the attract screen."""
        return self._window

    @Property(VideoFeed, constant=True)
    def consultant(self) -> VideoFeed:
        return self._consultant

    @Property(VideoFeed, constant=True)
    def mirror(self) -> VideoFeed:
        return self._mirror

    # What the shopper does

    @Slot()
    def present(self) -> None:
        self._actions.present()

    @Slot()
    def wake(self) -> None:
        self._actions.wake()

    @Slot(bool, bool)
    def agree(self, camera: bool, shareNumbers: bool) -> None:  # noqa: N803  QML's names
        self._actions.agree(camera=camera, share_numbers=camera and shareNumbers)

    @Slot()
    def decline(self) -> None:
        self._actions.decline()

    @Slot(str)
    def say(self, text: str) -> None:
        if text.strip():
            self._actions.say(text.strip())
        self._show_sheet(SheetName.NONE)

    @Slot()
    def interrupt(self) -> None:
        self._actions.interrupt()

    @Slot(bool)
    def setMicrophone(self, on: bool) -> None:
        self._actions.set_microphone(on=on)

    @Slot()
    def askPerson(self) -> None:
        self._actions.ask_person()

    @Slot()
    def leave(self) -> None:
        self._actions.leave()

    @Slot()
    def wipe(self) -> None:
        self._actions.wipe()

    @Slot()
    def restart(self) -> None:
        self._actions.restart()

    @Slot(str)
    def openFrame(self, sku: str) -> None:
        if self.show_frame(sku):
            self._actions.touch(TouchAction.OPEN_FRAME, (sku,))

    @Slot(str)
    def toggleSaved(self, sku: str) -> None:
        saved = self._favourites.entry(sku) is not None
        self.set_saved(sku, saved=not saved)
        self._actions.touch(TouchAction.UNSAVE_FRAME if saved else TouchAction.SAVE_FRAME, (sku,))

    @Slot(str, int)
    def chooseColour(self, sku: str, colour: int) -> None:
        for frames in (self._cards, self._favourites, self._compared):
            frames.set_colour(sku, colour)
        entry = self._find(sku)
        if entry is not None and self._details.sku == sku:
            self._details.show(FrameEntry(entry.frame, entry.reasons, colour))

    @Slot(str)
    def compareWith(self, sku: str) -> None:
        """Put the frame beside what is compared already, or beside the best other card."""
        others = [other for other in (*self._compared.skus, *self._cards.skus) if other != sku]
        skus = (sku, *dict.fromkeys(others))[:MAX_COMPARED]
        self._compare(skus)

    @Slot()
    def compareCards(self) -> None:
        self._compare(self._cards.skus[:MAX_COMPARED])

    @Slot()
    def compareFavourites(self) -> None:
        self._compare(self._favourites.skus[:MAX_COMPARED])

    @Slot(str)
    def chooseShape(self, shape: str) -> None:
        self._actions.touch(TouchAction.CHOOSE_SHAPE, (), shape)

    @Slot(str)
    def openSheet(self, name: str) -> None:
        self._show_sheet(SheetName(name))

    @Slot()
    def closeSheet(self) -> None:
        if self._sheet in {SheetName.FRAME, SheetName.COMPARE}:
            self._actions.touch(TouchAction.CLOSE)
        self._show_sheet(SheetName.NONE)

    # What the kiosk shows

    def set_screen(self, screen: Stage) -> None:
        """Change the screen; an open sheet closes."""
        if screen is not self._screen:
            self._show_sheet(SheetName.NONE)
            self._screen = screen
            self.screenChanged.emit()

    def set_banner(self, text: str) -> None:
        """A line that stays on every screen, for example that a recording is played; empty takes it away."""
        if text != self._banner:
            self._banner = text
            self.bannerChanged.emit()

    def set_seconds_left(self, seconds: int) -> None:
        if seconds != self._seconds_left:
            self._seconds_left = seconds
            self.secondsLeftChanged.emit()

    def set_wiped(self, receipt: str) -> None:
        """The visit is forgotten; `receipt` says in a sentence what was."""
        self._wiped, self._receipt = True, receipt
        self.wipedChanged.emit()

    def show_cards(self, cards: Iterable[FrameCard]) -> None:
        """Replace the cards; a frame that the catalogue does not hold is left out."""
        self._cards.show(self._entries((card.sku, card.reasons) for card in cards))

    def show_frame(self, sku: str) -> bool:
        """Open the details of a frame; false when there is no such frame."""
        entry = self._find(sku)
        if entry is None:
            return False
        self._details.show(entry)
        self._details.set_saved(saved=self._favourites.entry(sku) is not None)
        self._show_sheet(SheetName.FRAME)
        return True

    def show_compare(self, skus: Iterable[str]) -> None:
        """Lay up to three frames side by side."""
        entries = [entry for entry in map(self._find, skus) if entry is not None]
        self._compared.show(entries[:MAX_COMPARED])
        self._show_sheet(SheetName.COMPARE)

    def show_window(self, skus: Iterable[str]) -> None:
        """Choose the frames that pass by on the attract screen."""
        self._window.show(self._entries((sku, ()) for sku in skus))

    def set_saved(self, sku: str, *, saved: bool) -> None:
        """Put a frame among the shopper's own, or take it out."""
        entry = self._find(sku)
        if saved and entry is not None:
            self._favourites.add(entry)
        elif not saved:
            self._favourites.remove(sku)
        self._each_model(lambda frames: frames.set_saved(frozenset(self._favourites.skus)))
        if self._details.sku == sku:
            self._details.set_saved(saved=saved)

    def set_face(self, face: FaceNumbers) -> None:
        """Show new measurements and judge the fit of every frame by them."""
        self._seeing.set_face(face)
        self._face = face
        self._judge()

    def set_for_other(self, *, on: bool) -> None:
        """The frames are for somebody else, so their fit cannot be judged by the shopper's face; or for the shopper."""
        if on is not self._for_other:
            self._for_other = on
            self._details.set_for_other(on=on)
            self._judge()

    def forget(self) -> None:
        """Empty everything that belongs to the visit; the screen stays."""
        self._each_model(FramesModel.clear)
        self._details.show(None)
        self.set_face(FaceNumbers())
        self.set_for_other(on=False)
        self._conversation.forget()
        self._seeing.forget()
        self._consultant.clear()
        self._mirror.clear()

    def begin(self) -> None:
        """Make ready for the next shopper."""
        self.forget()
        self._preferences.forget()
        self._wiped, self._receipt = False, ""
        self.wipedChanged.emit()
        self.set_seconds_left(-1)

    def _judge(self) -> None:
        face = FaceNumbers() if self._for_other else self._face
        self._details.set_face(face)
        self._each_model(lambda frames: frames.set_face(face))

    def _compare(self, skus: tuple[str, ...]) -> None:
        if skus:
            self.show_compare(skus)
            self._actions.touch(TouchAction.COMPARE, skus)

    def _entries(self, wanted: Iterable[tuple[str, tuple[str, ...]]]) -> list[FrameEntry]:
        found = []
        for sku, reasons in wanted:
            frame = self._catalogue.get(sku)
            if frame is not None:
                known = self._find(sku)
                found.append(FrameEntry(frame, reasons, known.colour if known else 0))
        return found

    def _find(self, sku: str) -> FrameEntry | None:
        for frames in (self._cards, self._favourites, self._compared):
            entry = frames.entry(sku)
            if entry is not None:
                return entry
        frame = self._catalogue.get(sku)
        return FrameEntry(frame) if frame else None

    def _each_model(self, change: Callable[[FramesModel], None]) -> None:
        for frames in (self._cards, self._favourites, self._compared):
            change(frames)

    def _show_sheet(self, sheet: SheetName) -> None:
        if sheet is not self._sheet:
            self._sheet = sheet
            self.sheetChanged.emit()
