"""Whether what was heard while the consultant spoke is only the consultant's own voice, come back by the room."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

OWN_SHARE = 0.6
"""So much of what was heard must be the consultant's words, in their order, to be taken for an echo."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def is_own_echo(heard: str, said: Sequence[str]) -> bool:
    """Whether most of the words of `heard` are words of `said` in the same order; true when nothing was heard.

    Cancellation that has not settled leaves shreds of the consultant's sentence, some of them misheard. A shopper's
    sentence shares single words with it, seldom in its order.
    """
    ours, theirs = _WORD.findall(" ".join(said).lower()), _WORD.findall(heard.lower())
    if not theirs:
        return True
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= OWN_SHARE * len(theirs)
