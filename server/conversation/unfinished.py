"""Whether words alone show that a sentence goes on."""

_LEADING_ON = frozenset(
    {
        "a", "about", "an", "and", "any", "are", "around", "as", "at", "be", "because", "between", "but", "by",
        "can", "could", "do", "does", "er", "for", "from", "get", "got", "have", "how", "i", "i'd", "i'm", "if",
        "in", "into", "is", "it's", "its", "just", "like", "maybe", "my", "need", "of", "on", "or", "our", "quite",
        "really", "show", "so", "some", "than", "that's", "the", "their", "there's", "they're", "to", "uh", "um",
        "under", "very", "want", "was", "we", "well", "what", "when", "which", "with", "would", "your",
    }
)  # fmt: skip
_ASKING = ("what is it for", "what are they for")


def leads_on(text: str) -> bool:
    """Whether `text` ends in a word that a finished sentence rarely ends in: "I'm looking for"."""
    bare = "".join(mark for mark in text.lower() if mark.isalnum() or mark in "' ").split()
    if text.rstrip().endswith("?") or " ".join(bare).endswith(_ASKING):
        return False
    return bool(bare) and bare[-1] in _LEADING_ON
