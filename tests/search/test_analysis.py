from hypothesis import given
from hypothesis import strategies as st

from heritage.languages import LANGUAGES
from search.analysis import alternatives, folded, index_terms, query_terms, spans
from search.analysis.folding import fold

ANY_TEXT = st.text(max_size=80)
ANY_LANGUAGE = st.sampled_from(sorted(LANGUAGES))


def test_letters_that_people_use_for_one_another_become_one():
    assert fold("Ёж") == fold("ЕЖ") == "еж"
    assert fold("أحمد إلى آثار") == "احمد الي اثار"
    assert fold("Œuvre ŁÓDŹ İstanbul ısı") == "oeuvre lodz istanbul isi"
    assert fold("١٢۳") == "123"


def test_letters_of_their_own_stay():
    assert fold("Әбілхан Қастеев үй ғұмыр һәм") == "әбілхан қастеев үй ғұмыр һәм"
    # и with a combining breve is the letter й too.
    assert fold("и\u0306") == "й" != fold("и")


def test_words_of_a_language_meet_in_one_term():
    for code, one, other in (
        ("en", "carpets", "Carpet’s"),
        ("ru", "ковры", "коврами"),
        ("ru", "ковёр", "ковры"),
        ("ru", "мешок", "мешками"),
        ("ar", "السجادة", "سجاده"),
        ("es", "pinturas", "Pintura"),
        ("fr", "l'horloge", "horloges"),
    ):
        assert query_terms(one, code) == query_terms(other, code), (code, one)


def test_a_turkish_word_is_asked_for_without_its_endings_too():
    assert index_terms("Türkiye’nin HALILARI", "tr") == "turkiye halilari"
    assert alternatives("halılar", "tr") == [["halilar"], ["hali"]]


def test_chinese_is_cut_into_pairs_and_every_character_begins_a_term():
    assert index_terms("地毯编织", "zh").split() == ["地毯", "毯编", "编织", "织"]
    assert query_terms("地毯编", "zh") == ["地毯", "毯编"]
    assert query_terms("织", "zh") == ["织"]
    assert index_terms("15世纪kilim", "en").split() == ["15", "世纪", "纪", "kilim"]


def test_a_span_is_where_its_term_stands():
    text = "— Ёлка, L’Art: 地毯"
    assert [(span.term, text[span.start : span.end]) for span in spans(text, "fr")] == [
        ("елка", "Ёлка"), ("art", "L’Art"), ("地毯", "地毯"), ("毯", "毯"),
    ]  # fmt: skip


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT, ANY_LANGUAGE)
def test_documents_questions_and_marks_agree_on_terms(text, code):
    terms = [span.term for span in spans(text, code)]
    assert " ".join(terms).split() == index_terms(text, code).split()
    assert set(query_terms(text, code)) <= set(index_terms(text, code).split())


@given(ANY_TEXT, ANY_LANGUAGE)
def test_a_term_has_no_space_and_no_part_separator(text, code):
    for term in query_terms(text, code):
        assert term
        assert not {" ", "\x1f", "\x00"} & set(term)
    assert "\x1f" not in folded(text)
