"""The kiosk between its screens and its media: what each touch and each event leads to.

`Kiosk` lives on the GUI thread. It is the `Actions` of the viewmodels and, through the bridge, the observer of the
media side; it owns the `Consultation`, so a visit has one owner.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import structlog
from PySide6.QtCore import QObject, Signal

from app.clock import Clock
from app.domain.face_numbers import FaceNumbers
from app.domain.measurement import FaceMeasurement
from app.domain.visit import Stage
from app.errors import VisitError
from app.protocol.messages import (
    CaptionWord,
    ConsultantState,
    Interrupt,
    Measurements,
    Memory,
    Motion,
    Permission,
    Say,
    ShopperPlace,
    ToolCall,
    ToolName,
    Touch,
    TouchAction,
)
from app.services.consultation import Consultation
from app.settings import KioskSettings
from media.devices.port import DeviceKind
from media.face.measuring import MeasuringState
from media.face.observation import FaceObservation
from media.face.observer import FaceSettings
from media.face.place import Places
from media.kiosk_media import KioskMedia
from media.kiosk_observer import ConnectionState, DeviceState, DeviceStatus, TurnSummary
from ui.patience import Patience
from ui.troubles import Troubles
from ui.viewmodels.conversation import DeviceState as ShownDeviceState
from ui.viewmodels.seeing import SeeingPhase
from ui.viewmodels.visit import SheetName, Visit
from ui.words import CONNECTING, PERSON_CALLED, RECONNECTING, wiped

_log = structlog.get_logger(__name__)

_SHOWN: Mapping[DeviceState, ShownDeviceState] = MappingProxyType(
    {
        DeviceState.OFF: ShownDeviceState.OFF,
        DeviceState.WORKING: ShownDeviceState.ON,
        DeviceState.MISSING: ShownDeviceState.MISSING,
        DeviceState.BUSY: ShownDeviceState.BUSY,
        DeviceState.LOST: ShownDeviceState.LOST,
    }
)


_SHOWS = frozenset({ToolName.SHOW_FRAMES, ToolName.TRY_ON, ToolName.COMPARE})


class Kiosk(QObject):
    """`screen_ready` names a screen once what belongs to it works: for the consultation, the consultant is there."""

    screen_ready = Signal(str)
    turn_reported = Signal(object)
    trouble_reported = Signal(str, str)
    face_measured = Signal(object)
    ended_recording = Signal()

    def __init__(
        self, *, consultation: Consultation, clock: Clock, settings: KioskSettings, banner: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._consultation = consultation
        self._clock = clock
        self._settings = settings
        self._banner = banner
        self._visit: Visit | None = None
        self._media: KioskMedia | None = None
        self._patience = Patience(settings, self, on_left=self._show_seconds, on_over=self._time_is_over)
        self._troubles = Troubles(self._show_trouble)
        self._connected_before = False
        self._leaving = False
        self._places = Places(FaceSettings(focal_px=settings.focal_px))
        self._reduced_motion = False
        self.last_look: FaceObservation | None = None
        self.last_hint: str | None = None

    def attach(self, visit: Visit, media: KioskMedia) -> None:
        """Complete the circle; call once, before anything else."""
        self._visit, self._media = visit, media
        visit.set_banner(self._banner)
        self._reduced_motion = visit.preferences.reducedMotion
        visit.preferences.changed.connect(self._preferred)

    @property
    def visit(self) -> Visit:
        assert self._visit is not None
        return self._visit

    @property
    def media(self) -> KioskMedia:
        assert self._media is not None
        return self._media

    def open(self) -> None:
        """Show the attract screen and wait for a shopper."""
        self.media.watch()
        self._enter(Stage.ATTRACT)

    # Actions

    def wake(self) -> None:
        self._step(self._consultation.wake)
        self._enter(self._stage)

    def agree(self, *, camera: bool, share_numbers: bool) -> None:
        if self._stage is Stage.CONSULTATION:
            self._change_consent(camera=camera, share_numbers=share_numbers)
        else:
            self._begin_consultation(camera=camera, share_numbers=share_numbers)

    def decline(self) -> None:
        if self._stage is Stage.CONSENT:
            self._consultation.wipe()
            self._next_shopper()

    def say(self, text: str) -> None:
        self._patience.present()
        self.media.send(Say(text=text))

    def touch(self, action: TouchAction, skus: tuple[str, ...] = (), value: str | None = None) -> None:
        try:
            self._consultation.touched(action, skus, value)
        except VisitError as error:
            self._troubles.set("visit", str(error))
            return
        self._troubles.clear("visit")
        if action is TouchAction.CHOOSE_SHAPE:
            self._show_numbers()
        self.media.send(Touch(action=action, skus=skus, value=value))

    def interrupt(self) -> None:
        self.media.send(Interrupt())

    def set_microphone(self, *, on: bool) -> None:
        self.media.mute(muted=not on)
        self.visit.conversation.set_microphone(ShownDeviceState.ON if on else ShownDeviceState.OFF)

    def ask_person(self) -> None:
        self._call_person()
        self.media.send(Touch(action=TouchAction.ASK_PERSON))

    def leave(self) -> None:
        if self._stage not in {Stage.CONSENT, Stage.CONSULTATION}:
            return
        self._consultation.finish()
        self.media.end_visit()
        self.media.stop_looking()
        self._troubles.forget()
        self._enter(Stage.GOODBYE)

    def wipe(self) -> None:
        if self._stage is not Stage.GOODBYE:
            return
        receipt = self._consultation.wipe()
        self.last_look = self.last_hint = None
        self.visit.forget()
        self.visit.set_wiped(wiped(receipt))
        _log.info("visit_wiped", turns=receipt.turns, measurements=receipt.measurements)
        self._patience.linger()

    def restart(self) -> None:
        if self._stage is Stage.GOODBYE:
            self.wipe()
        if self._stage is Stage.ATTRACT:
            self._next_shopper()

    def present(self) -> None:
        self._patience.present()

    # Observer of the media side

    def connection_changed(self, state: ConnectionState) -> None:
        self.visit.conversation.set_connected(connected=state is ConnectionState.CONNECTED)
        if state is ConnectionState.CONNECTED:
            self._troubles.clear("connection")
            self._troubles.clear("consultant_offline")
            self._places.forget()
            if self._reduced_motion:
                self.media.send(Motion(reduced=True))
            if not self._connected_before:
                self._connected_before = True
                self.screen_ready.emit(Stage.CONSULTATION.value)
        elif state is ConnectionState.RECONNECTING:
            self._troubles.set("connection", RECONNECTING.format(name=self.visit.consultantName))
        elif state is ConnectionState.OFFLINE:
            self._troubles.clear("connection")

    def consultant_changed(self, state: ConsultantState) -> None:
        self.visit.conversation.set_state(state)
        if state is not ConsultantState.IDLE:
            self._patience.present()
        if self._leaving and state not in {ConsultantState.THINKING, ConsultantState.SPEAKING}:
            self.leave()

    def transcript(self, turn: int, text: str, *, final: bool) -> None:
        del turn
        self._patience.present()
        self.visit.conversation.set_heard(text, final=final)

    def words_spoken(self, turn: int, words: tuple[CaptionWord, ...]) -> None:
        for word in words:
            self.visit.conversation.caption_word(turn, word.text)

    def speech_stopped(self) -> None:
        self._leaving = False

    def tool_called(self, call: ToolCall) -> None:
        result = self._consultation.carry_out(call)
        if result.ok:
            self._show_tool(call)
        self.media.tool_result(call, ok=result.ok, detail=result.detail)

    def picture_available(self) -> None:
        """Pictures cross through mailboxes, not as events."""

    def preview_available(self) -> None:
        """As `picture_available`."""

    def microphone_level(self, level: float) -> None:
        """Not shown."""

    def face_changed(self, observation: FaceObservation, state: MeasuringState) -> None:
        if not self._may_look:
            return
        self.last_look, self.last_hint = observation, state.hint
        if self._may_share and (place := self._places.add(observation)) is not None:
            self.media.send(place)
        if state.measurement is None:
            self.visit.seeing.set_phase(SeeingPhase.MEASURING)
            self.visit.seeing.set_progress(state.progress, state.hint)

    def measured(self, measurement: FaceMeasurement) -> None:
        if not self._may_look:
            return
        self._consultation.measured(measurement.numbers())
        self.visit.seeing.set_phase(SeeingPhase.DONE)
        self._show_numbers()
        self.face_measured.emit(measurement)

    def motion(self) -> None:
        """The attract screen is woken by touch; motion alone only keeps it lively."""

    def device_changed(self, status: DeviceStatus) -> None:
        shown = _SHOWN[status.state]
        if status.kind is DeviceKind.CAMERA:
            self.visit.conversation.set_camera(shown)
            if status.sentence:
                measured = self._consultation.visit.measurements.face_width is not None
                self.visit.seeing.set_phase(SeeingPhase.DONE if measured else SeeingPhase.OFF)
        elif status.kind is DeviceKind.MICROPHONE:
            self.visit.conversation.set_microphone(shown)
        self._troubles.set(status.kind.value, status.sentence)
        if status.sentence:
            self.trouble_reported.emit(f"{status.kind}_{status.state}", status.sentence)

    def trouble(self, code: str, sentence: str) -> None:
        self._troubles.set(code, sentence)
        self.trouble_reported.emit(code, sentence)

    def turn_finished(self, summary: TurnSummary) -> None:
        self._consultation.finished_turn(summary.report)
        self.turn_reported.emit(summary)

    def remembered(self, memory: Memory) -> None:
        self._consultation.remembered(memory)
        if memory.for_other is not None and self._stage is Stage.CONSULTATION:
            self.visit.set_for_other(on=memory.for_other)

    def recording_ended(self) -> None:
        self.ended_recording.emit()

    # Inside

    @property
    def _stage(self) -> Stage:
        return self._consultation.visit.stage

    @property
    def _may_look(self) -> bool:
        """Observations may still arrive when the permission, or the visit, has ended."""
        return self._stage is Stage.CONSULTATION and self._consultation.visit.camera_allowed

    @property
    def _may_share(self) -> bool:
        consent = self._consultation.visit.consent
        return self._may_look and consent is not None and consent.share_numbers

    def _begin_consultation(self, *, camera: bool, share_numbers: bool) -> None:
        self._step(lambda: self._consultation.answer_consent(camera=camera, share_numbers=share_numbers))
        if self._stage is not Stage.CONSULTATION:
            return
        self._connected_before = self._leaving = False
        self.visit.set_screen(Stage.CONSULTATION)
        self._patience.watch(Stage.CONSULTATION)
        self._troubles.set("connection", CONNECTING.format(name=self.visit.consultantName))
        self.media.begin_visit()
        if camera:
            self.visit.seeing.set_phase(SeeingPhase.MEASURING)
            self.media.measure()
        else:
            self.media.stop_looking()

    def _change_consent(self, *, camera: bool, share_numbers: bool, asked_by_voice: bool = False) -> None:
        """Give or withdraw permission while the consultation goes on; asked by voice, the consultant answers first."""
        looked, shared = self._may_look, self._may_share
        self._step(lambda: self._consultation.change_consent(camera=camera, share_numbers=share_numbers))
        self.visit.closeSheet()
        if looked and not camera and not asked_by_voice:
            self.media.send(Interrupt())
        self.media.send(Permission(camera=camera))
        if shared and not self._may_share:
            self._places.forget()
            self.media.send(ShopperPlace())
        if camera and not looked:
            self.visit.seeing.set_phase(SeeingPhase.MEASURING)
            self.media.measure()
        elif not camera:
            self.media.stop_looking()
            self.last_look = self.last_hint = None
            self.visit.seeing.forget()
        self._show_numbers()

    def _step(self, step: Callable[[], None]) -> None:
        """Take a step of the visit; a touch that comes too late for it is ignored."""
        try:
            step()
        except VisitError as error:
            _log.info("touch_too_late", reason=str(error))

    def _enter(self, stage: Stage) -> None:
        self.visit.set_screen(stage)
        self._patience.watch(stage)
        self.screen_ready.emit(stage.value)

    def _next_shopper(self) -> None:
        self._troubles.forget()
        self.visit.begin()
        self.visit.set_banner(self._banner)
        self.open()

    def _show_numbers(self) -> None:
        self.visit.set_face(self._consultation.visit.measurements)
        shared = self._consultation.shared_measurements()
        self.media.send(Measurements(measurements=shared))

    def _show_tool(self, call: ToolCall) -> None:
        if call.name in _SHOWS:
            self.visit.set_for_other(on=call.for_other)
        match call.name:
            case ToolName.SHOW_FRAMES:
                self.visit.show_cards(call.cards)
            case ToolName.COMPARE:
                self.visit.show_compare(call.skus)
            case ToolName.TRY_ON:
                for sku in call.skus[:1]:
                    self.visit.show_frame(sku)
            case ToolName.SAVE | ToolName.UNSAVE:
                for sku in call.skus:
                    self.visit.set_saved(sku, saved=call.name is ToolName.SAVE)
            case ToolName.MEASURE if not self._may_look:
                self.visit.openSheet(SheetName.PERMISSION)
            case ToolName.MEASURE:
                self.visit.set_face(FaceNumbers())
                self.visit.seeing.set_phase(SeeingPhase.MEASURING)
                self.media.measure_again()
            case ToolName.FORGET:
                self._change_consent(camera=False, share_numbers=False, asked_by_voice=True)
            case ToolName.CALL_ASSOCIATE:
                self._call_person()
            case ToolName.END_VISIT:
                self._leaving = True

    def _preferred(self) -> None:
        """Let the consultant move as the shopper likes it."""
        reduced = self.visit.preferences.reducedMotion
        if reduced != self._reduced_motion:
            self._reduced_motion = reduced
            self.media.send(Motion(reduced=reduced))

    def _call_person(self) -> None:
        self.visit.set_banner(PERSON_CALLED)
        _log.info("person_called")

    def _show_trouble(self, sentence: str) -> None:
        self.visit.conversation.set_trouble(sentence)

    def _show_seconds(self, seconds: int) -> None:
        self.visit.set_seconds_left(seconds)

    def _time_is_over(self, stage: Stage) -> None:
        if stage is Stage.CONSENT:
            self.decline()
        elif stage is Stage.CONSULTATION:
            self.leave()
        elif stage is Stage.GOODBYE:
            self.wipe()
        else:
            self.restart()
