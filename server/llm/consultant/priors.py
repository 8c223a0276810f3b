"""What is likelier to be said at this moment of a visit: factors on the odds of what a line means (Bayes' rule).

The fitted map has seen lines without their moment. A reply is likely after a question and rare without one; a fact is
asked of frames that can be pointed at; a list is spoken of once something was kept.
"""

from collections.abc import Iterator

from server.llm.consultant.situation import Situation

REPLIES = frozenset({"YES", "NO", "UNSURE"})
OF_FRAMES_IN_VIEW = frozenset({
    "PRICE", "WEIGHT", "COLOURS", "MATERIAL", "SIZE", "SHAPE", "BRIDGE", "TEMPLE", "HINGES", "NICKEL", "RX", "DESCRIBE",
    "FIT", "LIKE", "DISLIKE", "OPINION", "WHY", "SUPERLATIVE", "COMPARE", "MORE", "CHEAPER", "DEARER", "LIGHTER",
    "SMALLER", "BIGGER", "BOLDER", "CALMER", "OTHER_COLOUR", "LIKE_THIS", "SAVE", "TRY_ON", "NAMES", "BACK",
})  # fmt: skip
OF_KEPT_FRAMES = frozenset({"UNSAVE", "LIST_SAVED"})
OF_THE_BEGINNING = frozenset({"GREET", "NEWCOMER", "LOOKING"})
_ENDING = "GOODBYE"


def factors(s: Situation) -> Iterator[tuple[frozenset[str], float]]:
    """Labels with the factor by which this moment makes them likelier or less likely."""
    yield REPLIES, 4.0 if s.memory.pending else 0.3
    yield OF_FRAMES_IN_VIEW, 1.5 if s.cards or s.topic else 0.4
    yield OF_KEPT_FRAMES, 1.5 if s.context.shortlist else 0.5
    first = all(turn.speaker != "shopper" for turn in s.context.turns)
    yield OF_THE_BEGINNING, 2.0 if first else 0.5
    yield frozenset({_ENDING}), 0.3 if first else 1.0
