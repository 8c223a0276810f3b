"""What whole lines mean: the fitted map, what is done with it, and how words may speak against it."""

import re
from pathlib import Path

import numpy as np
import pytest

from app.domain.catalogue import Catalogue
from app.errors import AssetError
from app.protocol.messages import ToolName
from server.llm.consultant import by_meaning
from server.llm.consultant.consultant import Consultant
from server.llm.consultant.meaning import Held, Maps, Meaning
from server.llm.consultant.memory import Memory
from server.llm.consultant.situation import Answer
from server.llm.consultant.understanding import situate
from server.llm.port import Context, Utterance
from server.llm.sentence_encoder import Reading

CATALOGUE = Catalogue.sample()


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    """The installed one."""
    return Meaning.installed()


@pytest.fixture(scope="module")
def hearing(meaning: Meaning) -> Consultant:
    """A consultant that hears what lines mean."""
    return Consultant(CATALOGUE, meaning)


def said(consultant: Consultant, line: str, **context: object) -> Answer:
    answer = consultant.answer(Utterance(line), Context(**context))  # type: ignore[arg-type]
    assert answer is not None
    return answer


class OneWay:
    """An encoder that reads each word as one token, and all of them alike."""

    def read(self, text: str) -> Reading:
        spans = tuple(found.span() for found in re.finditer(r"\w+", text))
        one = np.ones(2, np.float32) / np.float32(np.sqrt(2))
        return Reading(one, np.array([one] * len(spans)), spans)


def of_weights(labels: list[list[float]], traits: list[list[float]], held: list[list[float]]) -> Meaning:
    """A hearing of these weights, without bias."""
    maps = Maps(*((np.array(one, np.float32), np.zeros(len(one), np.float32)) for one in (labels, traits, held)))
    return Meaning(OneWay(), ("SAVE", "MORE"), ("light",), maps)


def test_probabilities_follow_the_weights() -> None:
    """Softmax of weights times vector plus bias, likeliest label first; each trait for itself."""
    heard = of_weights([[0, 0], [1, 1]], [[1, 1]], [[0] * 4] * 5).hear("anything")
    assert heard.label == "MORE"
    assert heard.probability == pytest.approx(1 / (1 + np.exp(-np.sqrt(2))))
    assert sum(heard.odds.values()) == pytest.approx(1)
    assert heard.traits == {"light": pytest.approx(1 / (1 + np.exp(-np.sqrt(2))))}


def test_how_a_thing_is_held_is_told_only_when_sure() -> None:
    """A phrase is held as the map says; an even map and a phrase that is not there tell nothing."""
    ruled_out = of_weights([[0, 0]] * 2, [[0, 0]], [[0] * 4, [0] * 4, [3] * 4, [0] * 4, [0] * 4])
    assert ruled_out.hear("anything but black").held("black") is Held.RULED_OUT
    assert ruled_out.hear("anything").held("black") is None
    assert of_weights([[0, 0]] * 2, [[0, 0]], [[0] * 4] * 5).hear("not black").held("black") is None


def test_a_broken_map_is_an_asset_error(tmp_path: Path) -> None:
    """A file that is no map is told as such, with what to do."""
    (tmp_path / "meanings.npz").write_bytes(b"nothing")
    with pytest.raises(AssetError, match="Install"):
        Meaning.installed(tmp_path / "meanings.npz")


def test_every_label_leads_to_an_answer(meaning: Meaning) -> None:
    """No label of the map is unknown to what answers it, except the one that means nothing."""
    situation = situate("could you tell me about that", CATALOGUE, Context(shown=("CTY-101", "HER-103")), Memory())
    mute = {label for label in meaning.labels if by_meaning.answered(situation, label) is None}
    assert mute <= {by_meaning.UNHEARD, "SUITS_SHAPE", "SEARCH", "CHILDREN", "RX_TOLD"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("when do you lock up", "opening hours"),
        ("what do people call you", "AI"),
        ("would my grandson wreck these in a week", "TR90"),
        ("is it going to leave my phone if I go jogging with them on", "fitting"),
        ("headlights at night kill me is there a lens for it", "anti-reflective"),
        ("what sets a browline apart from a panto", "round below"),
    ],
)
def test_answers_what_no_cue_knows(hearing: Consultant, line: str, expected: str) -> None:
    """Words that no cue knows are answered by what they mean."""
    assert expected in said(hearing, line).text


@pytest.mark.parametrize("line", ["we are off to the coast in august", "wipe all that, new start for my husband"])
def test_ends_no_visit_on_a_word(hearing: Consultant, line: str) -> None:
    """A line that merely holds a word of parting ends nothing."""
    assert all(tool.name is not ToolName.END_VISIT for tool in said(hearing, line).tools)


def test_the_name_of_a_frame_is_no_wish(hearing: Consultant) -> None:
    """A frame called like a kind of frames is that frame."""
    tools = said(hearing, "show me the Pilot").tools
    assert [CATALOGUE[card.sku].name for tool in tools for card in tool.cards] == ["Pilot"]


def test_a_yes_to_such_frames_shows_such(hearing: Consultant) -> None:
    """Agreed after being told what keeps glasses on, the frames shown have pads that can be set."""
    asked = said(hearing, "will they stay on when I go running")
    agreed = said(hearing, "yes please", memory=asked.memory.to_data())
    shown = [CATALOGUE[card.sku] for tool in agreed.tools for card in tool.cards]
    assert shown
    assert all("pads" in frame.bridge for frame in shown)


def test_numbers_are_forgotten_when_that_is_asked_for(hearing: Consultant) -> None:
    """Asked to delete what was measured, it has the kiosk forget; with nothing measured it says so."""
    line = "I'd rather you got rid of what you measured"
    assert [tool.name for tool in said(hearing, line, camera_allowed=True).tools] == [ToolName.FORGET]
    assert not said(hearing, line).tools


def test_a_yes_in_many_words_answers_the_open_question(hearing: Consultant) -> None:
    """After an offer to measure, a long-winded agreement measures."""
    asked = said(hearing, "do you know my face shape", camera_allowed=True)
    agreed = said(hearing, "ah sure go on then what harm", memory=asked.memory.to_data(), camera_allowed=True)
    assert [tool.name for tool in agreed.tools] == [ToolName.MEASURE]
