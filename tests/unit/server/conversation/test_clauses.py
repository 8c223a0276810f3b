from server.conversation.clauses import LONG_CHARACTERS, ClauseCutter


def cut(*pieces: str) -> list[str]:
    cutter = ClauseCutter()
    return [clause for piece in pieces for clause in cutter.feed(piece)] + cutter.finish()


def test_the_first_clause_ends_at_a_comma() -> None:
    """The first clause is cut at a comma so that speech begins soon; later sentences stay whole."""
    assert cut("For work, I'd take Swan. It weighs 7 grams, and it is round.") == [
        "For work,",
        "I'd take Swan.",
        "It weighs 7 grams, and it is round.",
    ]


def test_a_single_word_is_no_first_clause_of_its_own() -> None:
    """One word before a comma is too little to be spoken by itself."""
    assert cut("Hello, and welcome. What for?") == ["Hello, and welcome.", "What for?"]


def test_a_long_first_sentence_is_cut_where_it_joins() -> None:
    """Without a comma a long first sentence is cut before "and"."""
    assert cut("Arrow is 199 dollars and 13 grams and Summit is 129 dollars. Fine.") == [
        "Arrow is 199 dollars",
        "and 13 grams and Summit is 129 dollars.",
        "Fine.",
    ]


def test_numbers_are_not_cut() -> None:
    """A decimal point, or a comma inside a number, ends nothing."""
    assert cut("It is 1,200 dollars and 2.5 mm wider.") == ["It is 1,200 dollars and 2.5 mm wider."]


def test_a_sentence_waits_for_what_follows_it() -> None:
    """A full stop at the end of what has come may still be a decimal point."""
    cutter = ClauseCutter()
    assert cutter.feed("It is 2.") == []
    assert cutter.feed("5 mm wider. Fine") == ["It is 2.5 mm wider."]
    assert cutter.finish() == ["Fine"]


def test_long_sentences_are_cut_at_their_last_comma() -> None:
    """What grows beyond the limit is cut at a comma, and no text is lost."""
    text = "Well, yes. " + "This frame is light and round, " * 5 + "and that is all."
    clauses = cut(text)
    assert max(len(clause) for clause in clauses) <= LONG_CHARACTERS
    assert " ".join(clauses) == text


def test_text_without_marks_is_cut_between_words() -> None:
    """A long text without a full stop still comes in pieces, none of them long and none of its words lost."""
    cutter = ClauseCutter()
    text = "glasses that fit well " * 180
    clauses = [*cutter.feed(text), *cutter.finish()]
    assert " ".join(clauses) == text.strip()
    assert max(map(len, clauses)) <= 180
    endless = [*cutter.feed("x" * 4000), *cutter.finish()]
    assert "".join(endless) == "x" * 4000
    assert max(map(len, endless)) <= 180
