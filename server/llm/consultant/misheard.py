# ruff: noqa: E501 (one slot a line)
"""A name that was said but is no frame's: which frame could have been meant."""

import re

from app.domain.catalogue import Catalogue
from app.domain.spoken_names import likeness
from server.llm.consultant.spelling import is_everyday

LIKELY = 0.68
POSSIBLE = 0.58
_SLOT = re.compile(
    r"(?:\b(?:called|named|compare|save|keep|try|versus|than)|"
    r"(?:^|\b(?:show me|show|see|save|keep|try|try on|compare|versus|than|with|and|or|between|about|is|are|was|does|do|did|has|have|how is|"
    r"take|add|remove|drop|open|get|buy|want|like|love|prefer|put on|on|"
    r"(?:price|cost|weight|size|width|color|colors|material|name|shape|bridge|fit) of)) the) (?P<name>[a-z']+(?: [a-z']+)?)(?= |$)|"
    r"\bshow me (?!(?:the|a|an|some|something|more|your)\b)(?P<shown>[a-z']+)$"
)
_CLOSED = re.compile(r"^ ?(?:(?:and|or|in|please|frames?|glasses|one|to|with|on|cost|come|weigh)\b|$)")


def unknown_name(line: str, catalogue: Catalogue) -> tuple[str, str, float] | None:
    """Words in the place of a name that name no frame: the words, the SKU they sound most like, and how alike.

    Words of everyday speech and of the trade are not taken for names.
    """
    best: tuple[str, str, float] | None = None
    for match in _SLOT.finditer(line):
        words = (match["name"] or match["shown"]).split()
        for count in range(len(words), 0, -1):
            piece = words[:count]
            everyday = [is_everyday(word) for word in piece]
            if all(everyday) or everyday == [False, True]:
                continue
            heard = "".join(piece)
            score, sku = max((likeness(heard, frame.name.lower().replace(" ", "")), frame.sku) for frame in catalogue)
            after = line[match.start() + match[0].index(" ".join(words)) + len(" ".join(piece)) :]
            if score < LIKELY and not _CLOSED.search(after):
                continue
            if best is None or score > best[2]:
                best = (" ".join(piece), sku, score)
    return best
