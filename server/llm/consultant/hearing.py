"""Find what a plain line asks for, by cues."""

import re

from server.llm.consultant.cues_frames import FRAME_CUES
from server.llm.consultant.cues_visit import VISIT_CUES
from server.llm.consultant.intents import Intent

_CUES = {**FRAME_CUES, **VISIT_CUES}
_COMPILED = tuple((intent, tuple(re.compile(cue) for cue in _CUES[intent])) for intent in Intent)


def find_intents(line: str) -> tuple[Intent, ...]:
    """Every intent that has a cue in the line, the more specific first."""
    return tuple(intent for intent, cues in _COMPILED if any(cue.search(line) for cue in cues))
