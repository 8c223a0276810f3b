"""The built-in consultant against evaluation sets: written turns with what a right answer does and says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.catalogue import Catalogue
from app.protocol.messages import SharedMeasurements
from server.llm.consultant.meaning import Meaning
from tests.integration.dialogue.checks import problems
from tests.integration.dialogue.visit import MEASURED, Visit

HERE = Path(__file__).parent


def sets() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        yield pytest.param(yaml.safe_load(path.read_text(encoding="utf-8")), id=path.stem)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.sample()


async def failures(evaluation: dict[str, Any], catalogue: Catalogue, meaning: Meaning) -> tuple[int, list[str]]:
    """How many turns were judged, and what was wrong with those that failed."""
    judged, wrong = 0, list[str]()
    for dialogue in evaluation["dialogues"]:
        measured = MEASURED if dialogue.get("measured", True) else SharedMeasurements()
        visit = Visit(catalogue, meaning, measured, camera=dialogue.get("camera", True))
        for turn in dialogue["turns"]:
            text, tools = await visit.say(turn["say"])
            if not turn.get("judged", True):
                continue
            judged += 1
            found = problems(turn, text, tools, catalogue)
            if found:
                wrong.append(f"{turn['say']!r} -> {text!r}: {'; '.join(found)}")
    return judged, wrong


@pytest.mark.parametrize("evaluation", list(sets()))
async def test_answers_with_the_right_frames_facts_and_tools(
    evaluation: dict[str, Any], catalogue: Catalogue, meaning: Meaning
) -> None:
    """At least the stated share of the turns of a set is answered right."""
    judged, wrong = await failures(evaluation, catalogue, meaning)
    right = 1 - len(wrong) / judged
    assert right >= evaluation["required"], f"{right:.0%} of {judged} right\n" + "\n".join(wrong)
