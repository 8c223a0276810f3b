"""Show one screen with the sample catalogue, to look at it or to keep a picture: `python -m ui.preview --help`."""

import argparse
import sys
from pathlib import Path

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickView

from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers, Length
from app.domain.needs import Needs
from app.domain.recommendation import recommend
from app.domain.visit import Stage
from app.protocol.messages import ConsultantState, FrameCard, TouchAction
from media.webrtc.frames import I420Frame
from ui.singletons import keep_singletons_alive
from ui.viewmodels.conversation import DeviceState
from ui.viewmodels.seeing import SeeingPhase
from ui.viewmodels.visit import Visit
from ui.window import open_window, prepare_rendering
from ui.words import CONNECTING

_FACE = FaceNumbers(
    pd=Length(62.4, 58.3, 66.5),
    face_width=Length(137.0, 131.0, 143.0),
    shape=(("oval", 0.54), ("round", 0.31), ("heart", 0.08), ("square", 0.05), ("oblong", 0.02)),
)
_SAVED = 2
_PHASES = {"measuring": SeeingPhase.MEASURING, "unmeasured": SeeingPhase.OFF, "permission": SeeingPhase.OFF}
VIEWS = (
    "attract", "attract-low", "attract-dark", "consent", "privacy", "consultation", "measuring", "frame", "compare",
    "favourites", "typing", "measured", "unmeasured", "permission", "connecting", "trouble", "timeout", "goodbye",
    "wiped",
)  # fmt: skip


class PreviewActions(QObject):
    """Walks through the screens by touch alone, without a conversation."""

    def __init__(self) -> None:
        super().__init__()
        self.visit: Visit | None = None
        self.calls: list[str] = []

    def _note(self, name: str, stage: Stage | None = None) -> None:
        self.calls.append(name)
        if stage is not None and self.visit is not None:
            self.visit.set_screen(stage)

    def wake(self) -> None:
        self._note("wake", Stage.CONSENT)

    def agree(self, *, camera: bool, share_numbers: bool) -> None:
        self._note(f"agree camera={camera} share={share_numbers}", Stage.CONSULTATION)

    def decline(self) -> None:
        self._note("decline", Stage.ATTRACT)

    def say(self, text: str) -> None:
        self._note(f"say {text}")

    def touch(self, action: TouchAction, skus: tuple[str, ...] = (), value: str | None = None) -> None:
        self._note(" ".join([action.value, *skus, value or ""]).strip())

    def interrupt(self) -> None:
        self._note("interrupt")

    def set_microphone(self, *, on: bool) -> None:
        self._note(f"microphone {on}")
        if self.visit is not None:
            self.visit.conversation.set_microphone(DeviceState.ON if on else DeviceState.OFF)

    def ask_person(self) -> None:
        self._note("ask person")

    def leave(self) -> None:
        self._note("leave", Stage.GOODBYE)

    def wipe(self) -> None:
        self._note("wipe")
        if self.visit is not None:
            self.visit.set_wiped("2 saved frames and 2 measurements are gone.")

    def restart(self) -> None:
        self._note("restart", Stage.ATTRACT)

    def present(self) -> None:
        if self.visit is not None:
            self.visit.set_seconds_left(-1)


def fill(visit: Visit, catalogue: Catalogue, view: str) -> None:
    """Bring the screens into the state that `view` (one of `VIEWS`) names."""
    name, _, option = view.partition("-")
    visit.show_window([f.sku for f in list(catalogue)[:: max(1, len(catalogue) // 7)]][:7])
    if name == "attract":
        if option == "low":
            visit.preferences.toggleControlsLow()
        elif option:
            visit.preferences.set_appearance(option)
        return
    if name in {"consent", "privacy"}:
        visit.set_screen(Stage.CONSENT)
        if name == "privacy":
            visit.openSheet(name)
        return
    visit.set_screen(Stage.GOODBYE if name in {"goodbye", "wiped"} else Stage.CONSULTATION)
    face = _see(visit, _PHASES.get(name, SeeingPhase.DONE))
    ranked = recommend(catalogue, Needs(uses=("work",)), face, 5)
    if name != "measuring":
        visit.show_cards(FrameCard(sku=r.sku, score=r.score, reasons=r.reasons) for r in ranked)
        for recommendation in ranked[:_SAVED]:
            visit.set_saved(recommendation.sku, saved=True)
    talk = visit.conversation
    talk.set_connected(connected=name != "connecting")
    talk.set_state(ConsultantState.SPEAKING)
    talk.set_microphone(DeviceState.ON)
    first = catalogue[ranked[0].sku]
    fit = ranked[0].reasons[0][0].lower() + ranked[0].reasons[0][1:]
    for word in f"This one is called {first.name}. It is {fit}, and it weighs only {first.weight_g:g} grams.".split():
        talk.caption_word(1, word)
    talk.set_heard("Something for work, not too heavy, under two hundred dollars", final=True)
    if name == "frame":
        visit.show_frame(ranked[0].sku)
    elif name == "compare":
        visit.show_compare(r.sku for r in ranked[:3])
    elif name in {"favourites", "typing", "measured", "permission"}:
        visit.openSheet(name)
    elif name == "trouble":
        talk.set_camera(DeviceState.LOST)
        talk.set_trouble(
            "The camera was unplugged, so measuring has stopped.",
            "We go on without it. Ask our staff if you want it back.",
        )
    elif name == "connecting":
        visit.begin()
        visit.set_banner("Demonstration: camera and microphone from a recording")
        talk.set_trouble(CONNECTING.format(name=visit.consultantName))
    elif name == "timeout":
        visit.set_seconds_left(18)
    elif name == "goodbye":
        visit.set_seconds_left(24)
    elif name == "wiped":
        visit.forget()
        visit.set_wiped("2 saved frames, 2 measurements and 9 lines of conversation are gone.")


def _see(visit: Visit, phase: SeeingPhase) -> FaceNumbers:
    """Measure nobody, measure, or have measured; the numbers that this gives."""
    face = _FACE if phase is SeeingPhase.DONE else FaceNumbers()
    visit.set_face(face)
    visit.seeing.set_phase(phase)
    visit.seeing.set_progress(0.6, "Please look straight at the screen.")
    visit.conversation.set_camera(DeviceState.OFF if phase is SeeingPhase.OFF else DeviceState.ON)
    return face


def still(path: Path, size: tuple[int, int]) -> I420Frame:
    """A picture file as a frame of `size` (even), cropped to fill it."""
    width, height = size
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    scale = max(width / image.width(), height / image.height())
    image = image.scaled(int(image.width() * scale + 1), int(image.height() * scale + 1))
    image = image.copy((image.width() - width) // 2, 0, width, height)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(height, image.bytesPerLine())
    red, green, blue = np.moveaxis(rows[:, : width * 3].reshape(height, width, 3).astype(np.float32), 2, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    halves = [
        (128 + 224 / 255 * (channel - luma) / divisor).reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
        for channel, divisor in ((blue, 1.772), (red, 1.402))
    ]
    planes = [16 + 219 / 255 * luma, *halves]
    data = np.concatenate([np.clip(plane, 0, 255).astype(np.uint8).ravel() for plane in planes])
    return I420Frame(width, height, data.reshape(height * 3 // 2, width), 0.0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ui.preview", description=__doc__)
    parser.add_argument("--screen", choices=VIEWS, default="attract")
    parser.add_argument("--size", default="540x960")
    parser.add_argument("--consultant", type=Path, help="picture to show as the consultant")
    parser.add_argument("--mirror", type=Path, help="picture to show as the shopper")
    parser.add_argument("--appearance", choices=("light", "dark", "high"), default="light")
    parser.add_argument("--grab", type=Path, help="save a PNG and end")
    parser.add_argument("--video-seconds", type=float, default=0, help="play 25 pictures a second that long, and end")
    options = parser.parse_args()
    width, height = (int(part) for part in options.size.split("x"))

    keep_singletons_alive()
    prepare_rendering()
    application = QGuiApplication(sys.argv[:1])
    catalogue = Catalogue.sample()
    actions = PreviewActions()
    visit = Visit(actions, catalogue)
    actions.visit = visit
    visit.preferences.set_appearance(options.appearance)
    view = open_window(visit, catalogue, (width, height))
    fill(visit, catalogue, options.screen)
    pictures = [(visit.consultant, options.consultant, (640, 720)), (visit.mirror, options.mirror, (640, 360))]
    shown = [(feed, still(path, size)) for feed, path, size in pictures if path is not None]

    def play() -> None:
        for feed, picture in shown:
            feed.offer(picture)

    timer = QTimer()
    timer.timeout.connect(play)
    timer.start(40)
    if options.grab:
        QTimer.singleShot(1800, lambda: _grab(view, options.grab, application))
    elif options.video_seconds:
        elapsed = QElapsedTimer()
        elapsed.start()
        painted = [0]
        view.frameSwapped.connect(lambda: painted.__setitem__(0, painted[0] + 1))
        QTimer.singleShot(int(options.video_seconds * 1000), application.quit)
        application.exec()
        seconds = elapsed.elapsed() / 1000
        sys.stdout.write(
            f"{painted[0] / seconds:.1f} repaints/s, {visit.consultant.presented / seconds:.1f} pictures/s\n"
        )
        return 0
    return application.exec()


def _grab(view: QQuickView, path: Path, application: QGuiApplication) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    view.grabWindow().save(str(path))
    application.quit()


if __name__ == "__main__":
    sys.exit(main())
