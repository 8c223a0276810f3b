"""Print what the built-in consultant answers to the turns of an evaluation set, for reading and judging by eye.

Run `python -m tests.integration.dialogue.transcript SET.yaml` in the repository's root.
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from app.domain.catalogue import Catalogue
from app.protocol.messages import SharedMeasurements
from server.llm.consultant.meaning import Meaning
from server.llm.port import ToolUse
from tests.integration.dialogue.visit import MEASURED, Visit


def acts(tools: tuple[ToolUse, ...], catalogue: Catalogue) -> str:
    """The tools with the names of the frames they concern."""
    parts = [
        f"{tool.name}({', '.join(catalogue[sku].name for sku in (*tool.skus, *(card.sku for card in tool.cards)))})"
        for tool in tools
    ]
    return " + ".join(parts) or "-"


async def transcript(evaluation: dict[str, Any], catalogue: Catalogue, meaning: Meaning) -> list[str]:
    """Each turn and its answer as lines of text."""
    lines: list[str] = []
    for dialogue in evaluation["dialogues"]:
        measured = MEASURED if dialogue.get("measured", True) else SharedMeasurements()
        visit = Visit(catalogue, meaning, measured, camera=dialogue.get("camera", True))
        lines.append(f"# {dialogue['name']}")
        for turn in dialogue["turns"]:
            text, tools = await visit.say(turn["say"])
            lines += [f"  > {turn['say']}", f"  {text}", f"  [{acts(tools, catalogue)}]"]
    return lines


def chosen(paths: list[str]) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield yaml.safe_load(Path(path).read_text(encoding="utf-8"))


if __name__ == "__main__":
    meaning = Meaning.installed()
    for evaluation in chosen(sys.argv[1:]):
        sys.stdout.write("\n".join(asyncio.run(transcript(evaluation, Catalogue.sample(), meaning))) + "\n")
