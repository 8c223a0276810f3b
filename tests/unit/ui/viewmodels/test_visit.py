"""The root viewmodel: what the shopper does reaches the kiosk, what the kiosk says is shown, and all is forgotten."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers, Length
from app.domain.visit import Stage
from app.protocol.messages import ConsultantState, FrameCard
from ui.preview import PreviewActions
from ui.singletons import keep_singletons_alive
from ui.viewmodels.seeing import SeeingPhase
from ui.viewmodels.visit import Visit

CATALOGUE = Catalogue.sample()
SKUS = tuple(frame.sku for frame in CATALOGUE)[:4]
FACE = FaceNumbers(pd=Length(62.4, 58.3, 66.5), shape=(("oval", 0.54), ("round", 0.31)))


@pytest.fixture
def actions() -> PreviewActions:
    keep_singletons_alive()
    return PreviewActions()


@pytest.fixture
def visit(actions: PreviewActions) -> Iterator[Visit]:
    parent = QObject()
    yield Visit(actions, CATALOGUE, parent)
    del parent


def test_a_card_of_an_unknown_frame_is_left_out(visit: Visit) -> None:
    """Only frames of the catalogue are shown, with the reasons that came with them."""
    visit.show_cards([FrameCard(sku="NO-SUCH", score=1), FrameCard(sku=SKUS[0], score=0.5, reasons=("Light",))])
    assert visit.cards.skus == (SKUS[0],)
    assert visit.show_frame("NO-SUCH") is False
    assert visit.sheet == ""


def test_sharing_needs_the_camera(visit: Visit, actions: PreviewActions) -> None:
    """Without the camera no numbers are shared, whatever the box said."""
    visit.agree(False, True)
    visit.agree(True, True)
    assert actions.calls == ["agree camera=False share=False", "agree camera=True share=True"]


def test_saving_is_told_and_shown_everywhere(visit: Visit, actions: PreviewActions) -> None:
    """A heart fills on the card and in the details, and empties again."""
    visit.show_cards(FrameCard(sku=sku, score=0.5) for sku in SKUS)
    visit.openFrame(SKUS[1])
    visit.toggleSaved(SKUS[1])
    assert (visit.favourites.skus, visit.details.saved) == ((SKUS[1],), True)
    visit.toggleSaved(SKUS[1])
    assert (visit.favourites.skus, visit.details.saved) == ((), False)
    assert actions.calls == [f"open_frame {SKUS[1]}", f"save_frame {SKUS[1]}", f"unsave_frame {SKUS[1]}"]


def test_at_most_three_frames_are_compared(visit: Visit, actions: PreviewActions) -> None:
    """Comparing an opened frame puts it first, beside the best cards."""
    visit.show_cards(FrameCard(sku=sku, score=0.5) for sku in SKUS)
    visit.compareWith(SKUS[3])
    assert visit.compared.skus == (SKUS[3], SKUS[0], SKUS[1])
    assert actions.calls == [f"compare {SKUS[3]} {SKUS[0]} {SKUS[1]}"]


def test_typed_blanks_are_not_said(visit: Visit, actions: PreviewActions) -> None:
    """Only words are said, without blanks around them."""
    visit.say("   ")
    visit.say("  hello ")
    assert actions.calls == ["say hello"]


def test_a_new_turn_starts_a_new_caption(visit: Visit) -> None:
    """Words of one turn follow each other; the next turn's first word stands alone."""
    talk = visit.conversation
    for turn, word in ((1, "Good"), (1, "morning."), (2, "Look:")):
        talk.caption_word(turn, word)
    assert talk.caption == "Look:"


def test_numbers_about_a_body_carry_their_interval(visit: Visit) -> None:
    """Each measured line names the value and the range it likely lies in; shapes are probabilities."""
    visit.set_face(FACE)
    assert visit.seeing.measured == ["Between your pupils: 62 mm, likely 58 to 66"]
    assert visit.seeing.shape == "Oval 54 %, round 31 %"
    assert visit.seeing.shapes[:2] == ["oval", "round"]


def test_forgetting_leaves_nothing_of_the_visit(visit: Visit) -> None:
    """Words, numbers, cards, saved frames and preferences are gone."""
    visit.set_screen(Stage.CONSULTATION)
    visit.show_cards(FrameCard(sku=sku, score=0.5) for sku in SKUS)
    visit.openFrame(SKUS[0])
    visit.toggleSaved(SKUS[0])
    visit.show_compare(SKUS)
    visit.set_face(FACE)
    visit.seeing.set_phase(SeeingPhase.DONE)
    visit.conversation.caption_word(1, "Hello")
    visit.conversation.set_heard("my name is", final=True)
    visit.conversation.set_state(ConsultantState.SPEAKING)
    visit.preferences.toggleControlsLow()
    visit.set_wiped("All gone.")
    visit.begin()
    talk, seeing = visit.conversation, visit.seeing
    assert (talk.caption, talk.heard, talk.state) == ("", "", "idle")
    assert (seeing.phase, seeing.measured, seeing.shape) == ("off", [], "")
    assert (visit.cards.skus, visit.favourites.skus, visit.compared.skus, visit.details.sku) == ((), (), (), "")
    assert (visit.preferences.controlsLow, visit.wiped, visit.receipt) == (False, False, "")
