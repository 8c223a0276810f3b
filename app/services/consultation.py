"""The kiosk's side of a consultation: one owner of the visit, fed by touches, by the companion and by measuring.

`Consultation` keeps the `Visit`, carries out what the consultant asks for, and makes the packet with which any
companion can carry the visit on. It knows no thread, no screen and no network: the caller passes in what happened and
sends what it returns. `resume_packet` only reads one immutable value and may be called from any thread.
"""

from collections.abc import Callable

from app.clock import Clock
from app.domain.catalogue import Catalogue
from app.domain.consent import Consent
from app.domain.face_numbers import FaceNumbers, Length
from app.domain.visit import Recommended, Stage, Visit, WipeReceipt
from app.errors import VisitError
from app.protocol.messages import (
    Interval,
    Memory,
    ResumePacket,
    SharedMeasurements,
    ToolCall,
    ToolName,
    ToolResult,
    TouchAction,
    TurnRecord,
    TurnReport,
)

_RESUMED_TURNS = 60
PERMISSION_FIRST = "the shopper is asked for their permission first"


class Consultation:
    """Owns the visit of one kiosk. `new_id` makes visit identities."""

    def __init__(self, *, catalogue: Catalogue, clock: Clock, new_id: Callable[[], str]) -> None:
        self._catalogue = catalogue
        self._clock = clock
        self._new_id = new_id
        self._visit = Visit()
        self._recommended: dict[str, Recommended] = {}

    @property
    def visit(self) -> Visit:
        return self._visit

    @property
    def recommended(self) -> tuple[Recommended, ...]:
        """Every frame recommended during this visit with its latest score, best first."""
        return tuple(sorted(self._recommended.values(), key=lambda card: -card.score))

    # The visit's stages

    def wake(self) -> None:
        self._visit = self._visit.wake(self._new_id())

    def answer_consent(self, *, camera: bool, share_numbers: bool) -> None:
        self._visit = self._visit.answer_consent(
            Consent(camera=camera, share_numbers=camera and share_numbers, at=self._clock.now())
        )

    def change_consent(self, *, camera: bool, share_numbers: bool) -> None:
        self._visit = self._visit.change_consent(
            Consent(camera=camera, share_numbers=camera and share_numbers, at=self._clock.now())
        )

    def finish(self) -> None:
        self._visit = self._visit.finish()

    def wipe(self) -> WipeReceipt:
        """Forget the visit; the receipt holds counts only."""
        self._visit, receipt = self._visit.wipe(self._clock.now())
        self._recommended.clear()
        return receipt

    # What the shopper does

    def touched(self, action: TouchAction, skus: tuple[str, ...], value: str | None) -> None:
        """Apply a touch to the visit; raises `VisitError` when it cannot be done now."""
        if action is TouchAction.SAVE_FRAME:
            for sku in skus:
                self._visit = self._visit.save(sku)
        elif action is TouchAction.UNSAVE_FRAME:
            for sku in skus:
                self._visit = self._visit.unsave(sku)
        elif action is TouchAction.CHOOSE_SHAPE:
            self._visit = self._visit.choose_shape(value)
        elif action in {TouchAction.OPEN_FRAME, TouchAction.COMPARE, TouchAction.TRY_ON} and skus:
            self._visit = self._visit.touch(*skus)

    def measured(self, numbers: FaceNumbers) -> None:
        self._visit = self._visit.measured(numbers)

    # What the companion says

    def finished_turn(self, report: TurnReport) -> None:
        """Log what was heard and what was really said."""
        if self._visit.stage in {Stage.CONSULTATION, Stage.GOODBYE}:
            self._visit = self._visit.add_turn("shopper", report.heard).add_turn("consultant", report.said)

    def remembered(self, message: Memory) -> None:
        if self._visit.stage in {Stage.CONSULTATION, Stage.GOODBYE}:
            self._visit = self._visit.remember(message.memory)

    def carry_out(self, call: ToolCall) -> ToolResult:
        """Do to the visit what a tool asks for and say how it went; what it shows is read from the visit afterwards."""
        unknown = [sku for sku in (*call.skus, *(card.sku for card in call.cards)) if sku not in self._catalogue]
        if unknown:
            return ToolResult(
                call_id=call.call_id, ok=False, detail=f"not in this shop's catalogue: {', '.join(unknown)}"
            )
        try:
            self._apply(call)
        except VisitError as error:
            return ToolResult(call_id=call.call_id, ok=False, detail=str(error))
        asked = call.name is ToolName.MEASURE and not self._visit.camera_allowed
        return ToolResult(call_id=call.call_id, ok=True, detail=PERMISSION_FIRST if asked else "")

    def _apply(self, call: ToolCall) -> None:
        if call.name is ToolName.SHOW_FRAMES:
            cards = tuple(Recommended(sku=card.sku, score=card.score, reasons=card.reasons) for card in call.cards)
            self._visit = self._visit.show(cards)
            self._recommended.update({card.sku: card for card in cards})
        elif call.name in {ToolName.TRY_ON, ToolName.COMPARE}:
            self._visit = self._visit.touch(*call.skus)
        elif call.name is ToolName.SAVE:
            for sku in call.skus:
                self._visit = self._visit.save(sku)
        elif call.name is ToolName.UNSAVE:
            for sku in call.skus:
                self._visit = self._visit.unsave(sku)

    # What travels

    def shared_measurements(self) -> SharedMeasurements:
        """The numbers that may leave the kiosk."""
        return _to_wire(self._visit.shared_measurements)

    def resume_packet(self) -> ResumePacket:
        visit = self._visit
        return ResumePacket(
            visit_id=visit.visit_id,
            turns=tuple(TurnRecord(speaker=turn.speaker, text=turn.text) for turn in visit.turns[-_RESUMED_TURNS:]),
            shortlist=visit.shortlist,
            shown=visit.shown,
            measurements=_to_wire(visit.shared_measurements),
            camera_allowed=visit.camera_allowed,
            memory=dict(visit.memory),
        )


def _to_wire(numbers: FaceNumbers) -> SharedMeasurements:
    return SharedMeasurements(
        pd=_interval(numbers.pd),
        face_width=_interval(numbers.face_width),
        shape=numbers.shape,
        shape_chosen=numbers.shape_chosen,
    )


def _interval(length: Length | None) -> Interval | None:
    return None if length is None else Interval(value=length.value, low=length.low, high=length.high)
