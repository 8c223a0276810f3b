"""What an utterance means in its context, before any rule looks at it."""

import re
from collections.abc import Callable
from dataclasses import replace

from app.domain.catalogue import Catalogue
from server.llm.consultant.hearing import find_intents
from server.llm.consultant.intents import Intent
from server.llm.consultant.likeness import shared_with
from server.llm.consultant.meaning import Heard
from server.llm.consultant.memory import Memory
from server.llm.consultant.misheard import LIKELY, POSSIBLE, unknown_name
from server.llm.consultant.references import InView, References, find_references
from server.llm.consultant.settling import settled
from server.llm.consultant.situation import Situation, face_numbers
from server.llm.consultant.wearer import find_wearer
from server.llm.consultant.wishes import find_wishes
from server.llm.consultant.words import segments
from server.llm.port import Context

_OF_THE_SPEAKER = {Intent.MY_PD, Intent.MY_WIDTH, Intent.MY_SHAPE}


Hear = Callable[[str], Heard]


def situate(line: str, catalogue: Catalogue, context: Context, memory: Memory, hear: Hear | None = None) -> Situation:
    """Understand a plain line in its context; `hear` tells what it means as a whole."""
    meant = segments(line)[-1]
    memory = _with_touches(memory, context)
    view = InView(context.shown, memory.topic, context.shortlist, memory.recent, memory.wearer)
    references = find_references(meant, catalogue, view)
    if not references.skus and meant != line and find_wishes(meant, catalogue.collections).empty:
        references = find_references(line, catalogue, view)
    amended = memory.needs.budget_cents is not None and re.fullmatch(r"(?:\D+ ){0,3}\d{2,4}(?: dollars)?", line)
    money_expected = memory.pending == "budget" or bool(amended)
    bare = unnamed(line, references, catalogue)
    heard = hear(bare) if hear and line else None
    wishes = find_wishes(bare, catalogue.collections, money_expected=money_expected, heard=heard)
    spoken = references.skus or memory.topic[:1] or context.shown
    wishes = settled(wishes, line, memory.needs, tuple(catalogue[sku] for sku in spoken if sku in catalogue))
    if not references.named:
        sounds = unknown_name(meant, catalogue)
        if sounds and sounds[2] >= LIKELY:
            references = replace(references, skus=(sounds[1],), named=(sounds[1],))
        elif sounds:
            references = replace(references, unknown=sounds[0], perhaps=sounds[1] if sounds[2] >= POSSIBLE else "")
    if wishes.told_shape or wishes.told_pd_mm:
        memory = replace(
            memory,
            told_shape=wishes.told_shape or memory.told_shape,
            told_pd_mm=wishes.told_pd_mm or memory.told_pd_mm,
        )
    intents = find_intents(line)
    spoken_of = next(iter((*references.skus, *memory.topic, *context.shown)), "")
    shared = shared_with(line, catalogue.get(spoken_of))
    if shared:
        wishes = replace(wishes, change={**shared, **wishes.change})
        memory = replace(memory, needs=replace(memory.needs, exclude=(*memory.needs.exclude, spoken_of)))
    wearer = find_wearer(line)
    if wearer is not None:
        memory = replace(memory, wearer=wearer)
    own = replace(memory, wearer="") if any(intent in _OF_THE_SPEAKER for intent in intents) else memory
    return Situation(
        catalogue,
        context,
        memory,
        face_numbers(context.measurements, own),
        line,
        intents,
        wishes,
        references,
        heard,
    )


def unnamed(line: str, references: References, catalogue: Catalogue) -> str:
    """The line without the names of frames, whose everyday meanings (Pilot, Opera) would mislead."""
    names = [catalogue[sku].name.lower() for sku in references.named]
    return re.sub(rf"\b(?:the )?(?:{'|'.join(map(re.escape, names))})\b", "this one", line) if names else line


def _with_touches(memory: Memory, context: Context) -> Memory:
    """What was touched since the last turn is what is spoken of now."""
    if context.focus and context.focus[:1] != memory.focus[:1]:
        return replace(memory, topic=context.focus[:1], focus=context.focus)
    return memory
