"""The moment of a visit makes some meanings likelier."""

import pytest

from app.domain.catalogue import Catalogue
from app.protocol.messages import TurnRecord
from server.llm.consultant.meaning import Meaning
from server.llm.consultant.memory import Memory
from server.llm.consultant.priors import factors
from server.llm.consultant.understanding import situate
from server.llm.port import Context

CATALOGUE = Catalogue.sample()


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    """The installed one."""
    return Meaning.installed()


def odds(meaning: Meaning, line: str, label: str, context: Context, memory: Memory) -> float:
    """How likely the label is at that moment."""
    situation = situate(line, CATALOGUE, context, memory, meaning.hear)
    assert situation.heard is not None
    heard = situation.heard.at(factors(situation))
    assert sum(heard.odds.values()) == pytest.approx(1)
    assert heard.odds[heard.label] == max(heard.odds.values())
    return heard.odds[label]


def test_a_reply_is_likelier_after_a_question(meaning: Meaning) -> None:
    """The same vague words are more of a yes when something was asked."""
    line = "i do not see why that should be a problem"
    asked, unasked = (odds(meaning, line, "YES", Context(), Memory(pending=pending)) for pending in ("measure", ""))
    assert asked > unasked


def test_facts_are_asked_of_frames_in_view(meaning: Meaning) -> None:
    """A price is likelier asked once a frame is on the screen."""
    line = "what sort of money are we talking about"
    shown, bare = (odds(meaning, line, "PRICE", Context(shown=shown), Memory()) for shown in (("CTY-101",), ()))
    assert shown > bare


def test_nobody_leaves_with_the_first_words(meaning: Meaning) -> None:
    """A parting is less likely as the first thing said than later."""
    line = "that is me done then i suppose"
    later = Context(turns=(TurnRecord(speaker="shopper", text="show me round frames"),))
    first, last = (odds(meaning, line, "GOODBYE", context, Memory()) for context in (Context(), later))
    assert last > first
