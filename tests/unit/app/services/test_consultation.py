"""The kiosk's one owner of the visit."""

import itertools

import pytest

from app.clock import ManualClock
from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers, Length
from app.errors import ConsentError, VisitError
from app.protocol.messages import FrameCard, Memory, ToolCall, ToolName, TouchAction, TurnReport
from app.services.consultation import PERMISSION_FIRST, Consultation

CATALOGUE = Catalogue.sample()
FIRST, SECOND, *_ = [frame.sku for frame in CATALOGUE]
FACE = FaceNumbers(pd=Length(62.0, 58.0, 66.0), face_width=Length(138.0, 130.0, 146.0), shape=(("oval", 0.7),))


def consulting(*, camera: bool = True, share: bool = True) -> Consultation:
    """A consultation in which the shopper has answered the consent question."""
    numbers = itertools.count(1)
    consultation = Consultation(catalogue=CATALOGUE, clock=ManualClock(), new_id=lambda: f"visit-{next(numbers):08d}")
    consultation.wake()
    consultation.answer_consent(camera=camera, share_numbers=share)
    return consultation


def show(*skus: str) -> ToolCall:
    cards = tuple(FrameCard(sku=sku, score=0.9 - 0.1 * i, reasons=("light",)) for i, sku in enumerate(skus))
    return ToolCall(call_id="c1", turn=1, name=ToolName.SHOW_FRAMES, cards=cards)


def test_shown_frames_stand_in_the_visit_and_among_the_recommended() -> None:
    """A show_frames call puts its cards on the screen and into what was recommended, best first."""
    consultation = consulting()
    assert consultation.carry_out(show(SECOND, FIRST)).ok
    assert consultation.visit.shown == (SECOND, FIRST)
    assert [card.sku for card in consultation.recommended] == [SECOND, FIRST]


def test_a_frame_that_the_shop_does_not_have_is_refused_and_named() -> None:
    """A tool call with an unknown SKU changes nothing and says which one it is."""
    consultation = consulting()
    result = consultation.carry_out(show(FIRST, "NOT-HERE"))
    assert not result.ok
    assert "NOT-HERE" in result.detail
    assert consultation.visit.shown == ()


def test_measuring_without_consent_first_asks_for_it() -> None:
    """Without the camera consent the measure tool says that permission comes first, and no number is kept."""
    consultation = consulting(camera=False)
    result = consultation.carry_out(ToolCall(call_id="c2", turn=1, name=ToolName.MEASURE))
    assert (result.ok, result.detail) == (True, PERMISSION_FIRST)
    with pytest.raises(ConsentError):
        consultation.measured(FACE)


def test_numbers_that_are_not_shared_stay_in_the_kiosk() -> None:
    """With measuring allowed but sharing refused the packet holds no millimetre."""
    consultation = consulting(share=False)
    consultation.measured(FACE)
    packet = consultation.resume_packet()
    assert packet.measurements.pd is None
    assert packet.measurements.shape == ()
    assert consultation.visit.measurements.pd == FACE.pd


def test_the_packet_carries_the_whole_visit() -> None:
    """Log, memory, favourites, cards and shared numbers travel to the next companion."""
    consultation = consulting()
    consultation.measured(FACE)
    consultation.carry_out(show(FIRST, SECOND))
    consultation.touched(TouchAction.SAVE_FRAME, (SECOND,), None)
    consultation.remembered(Memory(memory={"uses": ["work"]}))
    consultation.finished_turn(TurnReport(turn=1, heard="Something light", said="Here are two."))
    packet = consultation.resume_packet()
    assert [turn.text for turn in packet.turns] == ["Something light", "Here are two."]
    assert packet.memory == {"uses": ["work"]}
    assert packet.shortlist == (SECOND,)
    assert packet.shown == (FIRST, SECOND)
    assert packet.measurements.pd is not None
    assert packet.measurements.pd.value == 62.0
    assert packet.camera_allowed


def test_a_wipe_forgets_everything_and_counts_it() -> None:
    """After the wipe the packet is that of nobody; the receipt holds counts only."""
    consultation = consulting()
    consultation.measured(FACE)
    consultation.carry_out(show(FIRST))
    consultation.touched(TouchAction.SAVE_FRAME, (FIRST,), None)
    consultation.finish()
    receipt = consultation.wipe()
    assert (receipt.saved_frames, receipt.measurements) == (1, 3)
    assert consultation.recommended == ()
    assert consultation.visit.visit_id == ""
    assert consultation.visit.measurements.empty


def test_a_reply_that_arrives_after_the_wipe_is_not_logged() -> None:
    """A late report of a finished visit leaves no trace."""
    consultation = consulting()
    consultation.finish()
    consultation.wipe()
    consultation.finished_turn(TurnReport(turn=9, heard="late", said="late"))
    assert consultation.visit.turns == ()


def test_saving_more_frames_than_there_is_room_for_is_an_error_with_advice() -> None:
    """The thirteenth favourite is refused with a sentence that says what to do."""
    consultation = consulting()
    skus = [frame.sku for frame in CATALOGUE][:13]
    for sku in skus[:12]:
        consultation.touched(TouchAction.SAVE_FRAME, (sku,), None)
    with pytest.raises(VisitError, match="remove one first"):
        consultation.touched(TouchAction.SAVE_FRAME, (skus[12],), None)
