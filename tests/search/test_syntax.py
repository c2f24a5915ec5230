from hypothesis import example, given
from hypothesis import strategies as st

from search.engines.base import Clause
from search.syntax import as_beginning, parse


def test_words_phrases_exclusions_and_beginnings():
    assert parse('red «silk  coat» -"blue hat" -torn domb*') == (
        Clause("red"),
        Clause("silk  coat", phrase=True),
        Clause("blue hat", phrase=True, negative=True),
        Clause("torn", negative=True),
        Clause("domb", prefix=True),
    )


def test_a_hyphen_within_a_word_excludes_nothing():
    assert parse("КП-12 tie-dye") == (Clause("КП-12"), Clause("tie-dye"))


def test_an_open_quote_ends_with_the_text():
    assert parse('"silk coat') == (Clause("silk coat", phrase=True),)


def test_small_words_are_not_required_unless_there_is_nothing_else():
    assert parse("carpet of Turkistan")[1] == Clause("of", optional=True)
    assert parse("the") == (Clause("the"),)
    assert parse('"the"') == (Clause("the", phrase=True),)


def test_nothing_to_look_for_is_no_clause():
    assert parse("") == parse("   ") == parse("-") == parse('""') == parse("* **") == ()


def test_a_question_is_bounded():
    clauses = parse(" ".join(f"w{number}" for number in range(1000)))
    assert len(clauses) == 16
    assert parse("x" * 10_000) == (Clause("x" * 300),)


def test_the_last_word_of_autocomplete_is_a_beginning():
    assert as_beginning("van go") == (Clause("van"), Clause("go", prefix=True))
    assert as_beginning("") == ()


@given(st.text())
@example('"')
@example("-\"-*'\x00\ud800")
@example("a AND (b OR NOT c) [1 TO 2] title:x^9 ~2 \\")
def test_no_text_is_an_error(text):
    for clause in (*parse(text), *as_beginning(text)):
        assert clause.text
        clause.text.encode()
