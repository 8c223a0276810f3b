"""A visit on recorded input: touches by script, a report of what came of it, and an end."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.domain.measurement import FaceMeasurement
from app.domain.visit import Stage
from app.errors import VisitError
from app.services.consultation import Consultation
from media.kiosk_observer import TurnSummary
from media.report import ReplayRecord
from ui.bridge import Bridge
from ui.kiosk import Kiosk
from ui.touch_driver import TouchDriver
from ui.visit_script import Expectation, ScreenName, VisitScript

CONNECT_DEADLINE_S = 90
SETTLE_DEADLINE_S = 40
GOODBYE_S = 3.0
WIPED_S = 2.0


class Replay(QObject):
    """Runs beside a `Kiosk` on the GUI thread; `begin_recording` starts the microphone, `finished` ends the program.

    It ends with the recording and the last answer, or with the goodbye when that comes first.
    """

    def __init__(
        self,
        *,
        kiosk: Kiosk,
        bridge: Bridge,
        consultation: Consultation,
        driver: TouchDriver,
        script: VisitScript,
        record: ReplayRecord,
        begin_recording: Callable[[], None],
        finished: Callable[[], None],
    ) -> None:
        super().__init__(kiosk)
        self._kiosk = kiosk
        self._bridge = bridge
        self._consultation = consultation
        self._driver = driver
        self._script = script
        self._record = record
        self._begin_recording = begin_recording
        self._finished = finished
        self._begun: set[str] = set()
        self._ending = False
        kiosk.screen_ready.connect(self._screen_ready)
        kiosk.turn_reported.connect(self._turn)
        kiosk.trouble_reported.connect(self._trouble)
        kiosk.face_measured.connect(self._measured)
        kiosk.ended_recording.connect(self._recording_ended)
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.timeout.connect(partial(self._give_up, "the consultation did not begin in time"))
        self._deadline.start(CONNECT_DEADLINE_S * 1000)

    def _screen_ready(self, screen: ScreenName) -> None:
        if screen in self._begun:
            return
        self._begun.add(screen)
        for step in self._script.for_screen(screen):
            if step.touch is not None:
                self._later(step.after, partial(self._touch, step.touch, step.nth))
            elif step.say is not None:
                self._later(step.after, partial(self._kiosk.visit.say, step.say))
            elif step.expect is not None:
                self._later(step.after, partial(self._check, screen, step.after, step.expect))
        if screen == Stage.CONSULTATION.value:
            self._deadline.stop()
            self._begin_recording()
        elif screen == Stage.GOODBYE.value:
            self._end()

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        QTimer.singleShot(round(seconds * 1000), self, act)

    def _touch(self, name: str, nth: int) -> None:
        try:
            self._driver.touch(name, nth)
        except VisitError as error:
            self._record.errors.append(str(error))

    def _check(self, screen: str, after: float, expected: Expectation) -> None:
        visit = self._consultation.visit
        found = {
            "screen": visit.stage.value,
            "cards_at_least": len(visit.cards),
            "favourites": len(visit.shortlist),
            "measured": visit.measurements.pd is not None,
            "said": " ".join(turn.text for turn in visit.turns if turn.speaker == "consultant"),
            "heard": " ".join(turn.text for turn in visit.turns if turn.speaker == "shopper"),
        }
        for name, wanted in expected.model_dump(exclude_none=True).items():
            value = found[name]
            if name == "cards_at_least":
                good = len(visit.cards) >= wanted
            elif name in {"said", "heard"}:
                good = str(wanted).casefold() in str(value).casefold()
            else:
                good = value == wanted
            if not good:
                self._record.errors.append(f"{screen} + {after:g} s: expected {name} {wanted!r}, found {value!r}")

    def _turn(self, summary: TurnSummary) -> None:
        self._record.turns.append(summary)
        self._keep_recommendations()

    def _trouble(self, code: str, sentence: str) -> None:
        self._record.errors.append(f"{code}: {sentence}")

    def _measured(self, measurement: FaceMeasurement) -> None:
        self._record.measurement = measurement
        self._record.face, self._record.face_obstacle = self._kiosk.last_look, None

    def _keep_recommendations(self) -> None:
        if self._consultation.recommended:
            self._record.recommendations = self._consultation.recommended

    def _recording_ended(self) -> None:
        if self._ending:
            return
        self._deadline.timeout.disconnect()
        self._deadline.timeout.connect(partial(self._give_up, "the consultant did not come to rest"))
        self._deadline.start(SETTLE_DEADLINE_S * 1000)
        self._kiosk.media.settled().add_done_callback(lambda _: self._bridge.post(self._end))

    def _give_up(self, reason: str) -> None:
        self._record.errors.append(reason)
        self._end()

    def _end(self) -> None:
        if self._ending:
            return
        self._ending = True
        self._deadline.stop()
        self._keep_recommendations()
        if self._record.measurement is None:
            self._record.face, self._record.face_obstacle = self._kiosk.last_look, self._kiosk.last_hint
        self._record.figures = self._kiosk.media.figures()
        self._kiosk.leave()
        self._later(GOODBYE_S, self._kiosk.wipe)
        self._later(GOODBYE_S + WIPED_S, self._finished)
