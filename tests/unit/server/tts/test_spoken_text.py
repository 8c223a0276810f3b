"""Behaviour of what is read aloud."""

import time

import pytest

from server.tts.onnx_voice import extra_output
from server.tts.pronunciation import with_punctuation
from server.tts.spoken_text import LONGEST, speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It costs $189.", "It costs 189 dollars."),
        ("It costs $1,250.50.", "It costs 1250 dollars and 50 cents."),
        ("$1, $0.99 or $189.5", "1 dollar, 99 cents or 189.5 dollars"),
        ("$50-100 or $100 \u2013 $200", "50 to 100 dollars or 100 to 200 dollars"),
        ("USD 189, 20\u20ac, -$20", "189 dollars, 20 euros, minus 20 dollars"),
        ("62 mm, give or take 2mm", "62 millimetres, give or take 2 millimetres"),
        ("1 mm, 139.5mm \u00b1 0.5 mm", "1 millimetre, 139.5 millimetres plus or minus 0.5 millimetres"),
        ("52-18-145 or 52\u25a118 145", "52, 18, 145 or 52, 18, 145"),
        ("size 52-18, from 50-52 mm", "size 52, 18, from 50 to 52 millimetres"),
        ("10%-20% at 90\u00b0", "10 percent to 20 percent at 90 degrees"),
        ("-2.00 and \u22121.5 and +1.25", "minus 2.00 and minus 1.5 and plus 1.25"),
        ("50\u00d740 mm, 2\u00bd times", "50 by 40 millimetres, 2 and a half times"),
        ("**Lovely** <b>frame</b> \U0001f600", "Lovely frame"),
        ("- item one\n- item two", "item one, item two"),
        ("See https://example.org/a?b=c now.", "See the link on the screen now."),
        ("[our page](https://example.org/y), shop.example.com/x", "our page, the link on the screen"),
        ("mail me@shop.com!", "mail the address on the screen!"),
        ("TR90, article CTY-101", "T R 90, article C T Y 1 0 1"),
        ("FRO-104-BLK, #1, UV400", "F R O 1 0 4 B L K, number 1, U V 400"),
        ("round & light, A&amp;B, his/her", "round and light, A and B, his or her"),
        ("Call +1 555-123-4567.", "Call plus 1, 5 5 5, 1 2 3, 4 5 6 7."),
        ("5 < 6 and 7 > 6", "5 6 and 7 6"),
        ("sooooooo goooood!!!!! wait......", "soo good! wait."),
        ("\u201cDon\u2019t\u201d \u00c7a va caf\u00e9 \u4e2d\u6587", "Don't \u00c7a va caf\u00e9"),
        ("I'm\u2014well\u2014here", "I'm, well, here"),
        ("Lunette\u2122 \u00a9 2026", "Lunette 2026"),
        ("12345678", "1 2 3 4 5 6 7 8"),
    ],
)
def test_writes_text_out_as_it_is_read_aloud(written: str, spoken: str) -> None:
    """Money, lengths, sizes, codes, markup, links and signs become words, or nothing."""
    assert speakable(written) == spoken


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "\U0001f600", "\u4e2d\u6587", "\x00\x01", "-", "<b></b>", "xyzw" * 11]
)
def test_what_has_no_words_is_not_spoken(text: str) -> None:
    """Nothing, signs, pictures, other scripts and endless words give silence."""
    assert speakable(text) == ""


@pytest.mark.parametrize(
    "piece", ["<", "[", "a.", "1-", "$1,", "((", "1 ", "x@", "a/", "<a ", "!", "http://a", "\U0001f600", "mm 1"]
)
def test_any_4000_characters_are_read_quickly_and_end(piece: str) -> None:
    """However odd a long text is, it takes little time and stays bounded."""
    text = (piece * 4000)[:4000]
    began = time.process_time()
    assert len(speakable(text)) <= LONGEST
    assert time.process_time() - began < 0.5


def test_captions_keep_their_punctuation() -> None:
    """The marks that follow a phrase stand after its last word."""
    assert with_punctuation([("Done", "."), ("for work", ","), ("yes", '!"')]) == ("Done.", "for", "work,", "yes!")


def test_the_added_output_is_a_protobuf_field_of_the_graph() -> None:
    """The bytes are ModelProto.graph (7) holding GraphProto.output (12) with the tensor's name and float type."""
    assert extra_output("t") == bytes([0x3A, 11, 0x62, 9, 0x0A, 1, ord("t"), 0x12, 4, 0x0A, 2, 0x08, 0x01])
