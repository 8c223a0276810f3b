"""The pure state machine of a visit."""

from datetime import UTC, datetime

import pytest

from app.domain.consent import Consent
from app.domain.face_numbers import FaceNumbers, Length
from app.domain.visit import MAX_SHORTLIST, MAX_TURNS, Recommended, Stage, Turn, Visit
from app.errors import ConsentError, VisitError

AT = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
NUMBERS = FaceNumbers(pd=Length(62.0, 58.0, 66.0), face_width=Length(138.0, 134.0, 142.0), shape=(("oval", 0.7),))


def consulting(consent: Consent | None = None) -> Visit:
    return Visit().wake("visit-0001").answer_consent(consent or Consent.full(AT))


def test_walks_from_attract_to_goodbye_and_back() -> None:
    """The stages follow one another and the wipe leaves nothing but the attract screen."""
    visit = consulting().finish()
    assert visit.stage is Stage.GOODBYE
    wiped, _ = visit.wipe(AT)
    assert wiped == Visit()


@pytest.mark.parametrize(
    "step",
    [
        lambda: Visit().answer_consent(Consent.full(AT)),
        lambda: Visit().finish(),
        lambda: Visit().wipe(AT),
        lambda: Visit().wake("visit-0001").wake("visit-0002"),
        lambda: Visit().wake(""),
        lambda: Visit().wake("visit-0001").save("A"),
        lambda: consulting().finish().show(()),
        lambda: consulting().finish().finish(),
    ],
)
def test_refuses_steps_out_of_place(step: object) -> None:
    """A step that the present stage does not allow raises a visit error."""
    assert callable(step)
    with pytest.raises(VisitError):
        step()


def test_measuring_needs_consent() -> None:
    """Numbers from the camera are refused when the shopper went on without it."""
    visit = consulting(Consent.without_camera(AT))
    with pytest.raises(ConsentError):
        visit.measured(NUMBERS)
    assert visit.choose_shape("round").measurements.shape_chosen == "round"


def test_shares_only_what_was_agreed() -> None:
    """Measured but unshared numbers stay out of what the companion may know; a shape chosen by hand is told."""
    private = Consent(camera=True, share_numbers=False, at=AT)
    visit = consulting(private).measured(NUMBERS).choose_shape("oval")
    assert visit.measurements.pd == NUMBERS.pd
    assert visit.shared_measurements == FaceNumbers(shape_chosen="oval")
    assert consulting().measured(NUMBERS).shared_measurements == NUMBERS


def test_new_measurement_keeps_the_chosen_shape() -> None:
    """A better measurement does not undo the shopper's own choice of shape."""
    assert consulting().choose_shape("round").measured(NUMBERS).measurements.shape_chosen == "round"


def test_withdrawing_consent_forgets_the_numbers() -> None:
    """Taking the permission back removes every number measured so far."""
    visit = consulting().measured(NUMBERS)
    after = visit.change_consent(Consent.full(AT).withdrawn(AT))
    assert after.measurements.empty
    assert not after.camera_allowed


def test_log_is_bounded_and_skips_silence() -> None:
    """Empty lines are not logged and the oldest lines go first."""
    visit = consulting().add_turn("shopper", "   ")
    assert visit.turns == ()
    for number in range(MAX_TURNS + 1):
        visit = visit.add_turn("consultant", f"line {number}")
    assert len(visit.turns) == MAX_TURNS
    assert visit.turns[0] == Turn("consultant", "line 1")


def test_shortlist_has_no_doubles_and_an_end() -> None:
    """Saving twice changes nothing, saving too many is refused, removing makes room."""
    visit = consulting().save("A").save("A")
    assert visit.shortlist == ("A",)
    for number in range(MAX_SHORTLIST - 1):
        visit = visit.save(str(number))
    with pytest.raises(VisitError, match="remove one"):
        visit.save("one more")
    assert "one more" in visit.unsave("A").save("one more").shortlist


def test_focus_is_newest_first() -> None:
    """A frame touched again moves to the front."""
    assert consulting().touch("A").touch("B", "C").touch("A").focus == ("A", "B", "C")


def test_cards_are_shown_in_order_and_gone_at_goodbye() -> None:
    """The shown frames follow the cards; goodbye keeps the favourites alone."""
    visit = consulting().show((Recommended("A", 0.9), Recommended("B", 0.5))).save("B")
    assert visit.shown == ("A", "B")
    assert (visit.finish().shown, visit.finish().shortlist) == ((), ("B",))


def test_receipt_counts_what_was_forgotten() -> None:
    """The receipt states how much was wiped and holds none of it."""
    visit = consulting().measured(NUMBERS).add_turn("shopper", "hello").remember({"budget": 1}).save("A")
    _, receipt = visit.wipe(AT)
    assert (receipt.turns, receipt.measurements, receipt.saved_frames, receipt.memory_entries) == (1, 3, 1, 1)


def test_consent_cannot_share_what_is_not_measured() -> None:
    """Sharing numbers without allowing the camera is a contradiction."""
    with pytest.raises(ValueError, match="only be shared"):
        Consent(camera=False, share_numbers=True, at=AT)


@pytest.mark.parametrize(
    "numbers", [(60.0, 61.0, 66.0), (60.0, 55.0, 59.0), (60.0, 0.0, 66.0), (float("nan"), 1.0, 2.0)]
)
def test_length_lies_within_its_interval(numbers: tuple[float, float, float]) -> None:
    """A length outside its own interval cannot be built."""
    with pytest.raises(ValueError, match=r"interval|finite"):
        Length(*numbers)
