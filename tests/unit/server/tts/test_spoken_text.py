import pytest

from server.tts.onnx_voice import extra_output
from server.tts.port import TimedWord
from server.tts.pronunciation import with_punctuation
from server.tts.spoken_text import captioned, speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It costs $189.", "It costs 189 dollars."),
        ("It costs $1,250.50.", "It costs 1250 dollars and 50 cents."),
        ("62 mm, give or take 2mm", "62 millimetres, give or take 2 millimetres"),
        ("**Lovely** <b>frame</b> \U0001f600", "Lovely frame"),
        ("See https://example.org/a?b=c now", "See the link on the screen now"),
        ("TR90, article CTY-101", "T R 90, article C T Y 1 0 1"),
        ("round & light", "round and light"),
        ("\U0001f600", ""),
    ],
)
def test_writes_text_out_as_it_is_read_aloud(written: str, spoken: str) -> None:
    """Money, lengths, markup, links and signs become words, or nothing."""
    assert speakable(written) == spoken


@pytest.mark.parametrize(
    ("spoken", "shown"),
    [
        ("Pinion is T R 90, a plastic", ["Pinion", "is", "TR90,", "a", "plastic"]),
        ("article C T Y 1 0 1 here", ["article", "CTY101", "here"]),
        ("Am I A or B 2 times", ["Am", "I", "A", "or", "B", "2", "times"]),
    ],
)
def test_captions_show_codes_as_they_are_written(spoken: str, shown: list[str]) -> None:
    """What the voice spells letter by letter is one caption word from its first sound to its last."""
    words = [TimedWord(word, float(index), index + 1.0) for index, word in enumerate(spoken.split())]
    captions = captioned(words)
    assert [word.text for word in captions] == shown
    assert captions[-1].end == len(words)


def test_captions_keep_their_punctuation() -> None:
    """The marks that follow a phrase stand after its last word."""
    assert with_punctuation([("Done", "."), ("for work", ","), ("yes", '!"')]) == ("Done.", "for", "work,", "yes!")


def test_the_added_output_is_a_protobuf_field_of_the_graph() -> None:
    """The bytes are ModelProto.graph (7) holding GraphProto.output (12) with the tensor's name and float type."""
    assert extra_output("t") == bytes([0x3A, 11, 0x62, 9, 0x0A, 1, ord("t"), 0x12, 4, 0x0A, 2, 0x08, 0x01])
