"""When the shopper's voice stops the consultant, and when it does not."""

from dataclasses import dataclass

BACKCHANNELS = frozenset(
    {
        "ah", "aha", "alright", "got it", "hm", "hmm", "huh", "i see", "mhm", "mm", "mm-hmm", "mmhmm", "mmm", "oh",
        "ok", "okay", "right", "sure", "uh", "uh huh", "uh-huh", "um", "wow", "yeah", "yep", "yes",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds, but for `merge_words` and `take_backs`.

    `protection` runs from the consultant's first sound, while echo cancellation settles: a voice then only counts
    once its words are known not to be the consultant's own. `voice` is how much speech
    stops an answer; until then the consultant only speaks lower, `patience` long at most. An answer of which fewer
    than `merge_words` words were heard is taken back, and the turn it answered goes on; `take_backs` times at most.
    """

    protection: float = 3.0
    voice: float = 0.5
    patience: float = 2.0
    merge_words: int = 3
    take_backs: int = 3


def is_backchannel(text: str) -> bool:
    """Whether somebody merely shows that they listen."""
    bare = " ".join(text.lower().replace(",", " ").replace(".", " ").replace("!", " ").split())
    return bare in BACKCHANNELS
