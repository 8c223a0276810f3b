import pytest

from server.conversation.own_echo import is_own_echo

GREETING = ["Hello,", "I'm", "Miriam.", "What", "kind", "of", "glasses", "are", "you", "looking", "for", "today?"]


@pytest.mark.parametrize(
    "heard", ["", "Hello, I'm Miriam.", "kind of classes are you looking", "hello i'm marian what kind of", "for today"]
)
def test_shreds_of_the_consultants_sentence_are_an_echo(heard: str) -> None:
    """Words of the sentence being said, in order and a few of them misheard, are the consultant's own."""
    assert is_own_echo(heard, GREETING)


@pytest.mark.parametrize(
    "heard",
    [
        "I need new glasses with progressive lenses.",
        "Are there glasses for strong lenses?",
        "Hi, I'm looking for something light.",
        "Progressives.",
    ],
)
def test_a_shoppers_sentence_is_no_echo(heard: str) -> None:
    """A sentence that shares some words with the one being said is the shopper's."""
    assert not is_own_echo(heard, GREETING)


def test_nothing_said_has_no_echo() -> None:
    """While no word has been said, whatever is heard is the shopper's."""
    assert not is_own_echo("hello", [])
