"""Nothing is invented: every figure spoken stands in the catalogue, the measurements or the shopper's own words."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.catalogue import Catalogue
from app.domain.face_numbers import FaceNumbers
from app.domain.fit import Difference, assess
from app.domain.frame import Frame
from app.domain.needs import Needs
from app.domain.recommendation import candidates
from app.protocol.messages import SharedMeasurements, ToolName, TouchAction
from server.llm.consultant.meaning import Meaning
from server.llm.consultant.memory import Memory
from server.llm.consultant.situation import face_numbers
from server.llm.consultant.words import plain
from server.llm.port import Greeting, MeasurementsArrived, ToolOutcome, TouchEvent
from tests.integration.dialogue.visit import MEASURED, Visit, numbers

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.sample()


def of_difference(difference: Difference | None) -> set[float]:
    if difference is None:
        return set()
    return {float(round(abs(difference.value))), float(max(1, round(difference.margin)))}


def of_frame(frame: Frame, face: FaceNumbers) -> set[float]:
    size = frame.dimensions
    fit = assess(frame, face)
    return {
        size.a, size.b, size.dbl, size.ed, size.temple, size.total_width, frame.weight_g, frame.price_cents / 100,
        *of_difference(fit.width), *of_difference(fit.decentration),
    }  # fmt: skip


def sizes(frame: Frame) -> tuple[float, float, float, float]:
    return frame.price_cents / 100, frame.weight_g, frame.dimensions.total_width, frame.dimensions.b


def of_shop(catalogue: Catalogue) -> set[float]:
    prices = [frame.price_cents / 100 for frame in catalogue]
    return {float(len(catalogue)), min(prices), max(prices)}


def of_pool(catalogue: Catalogue, needs: Needs) -> set[float]:
    """How many frames meet what is wished, and what the cheapest and the dearest of them cost."""
    pool, _ = candidates(catalogue, needs, FaceNumbers())
    prices = [frame.price_cents / 100 for frame in pool]
    return {float(len(pool)), min(prices), max(prices)}


def of_face(face: FaceNumbers) -> set[float]:
    lengths = [length for length in (face.pd, face.face_width) if length]
    found = {part for length in lengths for part in (length.value, length.low, length.high)}
    found |= {float(round(length.margin)) for length in lengths}
    return found | {float(round(probability * 100)) for _, probability in face.shape}


def allowed(visit: Visit, text: str, said: set[float]) -> set[float]:
    """Figures that an answer may hold: of the frames it names, their sums and differences, the face, shop and needs."""
    memory = Memory.from_data(visit.context.memory)
    face = face_numbers(visit.context.measurements, memory)
    named = [frame for frame in visit.catalogue if frame.name in text]
    figures = of_face(face) | of_shop(visit.catalogue) | of_pool(visit.catalogue, memory.needs) | said
    if memory.needs.budget_cents:
        figures.add(memory.needs.budget_cents / 100)
    figures.add(sum(frame.price_cents for frame in named) / 100)
    figures |= {abs(a - b) for one in named for other in named for a, b in zip(sizes(one), sizes(other), strict=True)}
    return figures.union(*(of_frame(frame, face) for frame in named)) if named else figures


EVALUATIONS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.yaml"))}


@pytest.mark.parametrize("evaluation", list(EVALUATIONS.values()), ids=list(EVALUATIONS))
async def test_every_figure_in_every_answer_has_a_source(
    evaluation: dict[str, Any], catalogue: Catalogue, meaning: Meaning
) -> None:
    """All answers of an evaluation set, their cards and SKUs, come from the catalogue and the measurements."""
    for dialogue in evaluation["dialogues"]:
        visit = Visit(catalogue, meaning, MEASURED if dialogue.get("measured", True) else SharedMeasurements())
        said: set[float] = set()
        for turn in dialogue["turns"]:
            said |= numbers(plain(turn["say"]))
            text, tools = await visit.say(turn["say"])
            invented = numbers(text) - allowed(visit, text, said)
            assert not invented, f"{turn['say']!r} -> {text!r}"
            assert all(sku in catalogue for tool in tools for sku in (*tool.skus, *(card.sku for card in tool.cards)))


async def test_reasons_on_the_cards_have_a_source(catalogue: Catalogue, meaning: Meaning) -> None:
    """The figures in a card's reasons belong to that very frame or to the face."""
    visit = Visit(catalogue, meaning, MEASURED)
    for wish in (
        "something light for work under 200 dollars",
        "progressive with a strong prescription",
        "bold and blue",
    ):
        _, tools = await visit.say(wish)
        face = face_numbers(visit.context.measurements, Memory.from_data(visit.context.memory))
        for card in tools[0].cards:
            known = of_frame(catalogue[card.sku], face)
            assert all(numbers(reason) <= known for reason in card.reasons), card


async def test_touches_and_measurements_are_grounded(catalogue: Catalogue, meaning: Meaning) -> None:
    """What is said to a touch, a failed tool or new numbers invents nothing either."""
    visit = Visit(catalogue, meaning, MEASURED)
    events = (
        Greeting(),
        MeasurementsArrived(),
        TouchEvent(TouchAction.OPEN_FRAME, ("CTY-101",)),
        TouchEvent(TouchAction.TRY_ON, ("HER-103",)),
        TouchEvent(TouchAction.COMPARE, ("CTY-101", "HER-103")),
        TouchEvent(TouchAction.CHOOSE_SHAPE, value="round"),
        ToolOutcome(ToolName.MEASURE, ok=False, detail="no face"),
    )
    for event in events:
        text, _ = await visit.event(event)
        assert text
        assert numbers(text) <= allowed(visit, text, set()), text
