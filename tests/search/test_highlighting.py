from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import Highlighter, Matcher
from search.syntax import parse


def mark(asked: str, text: str, code: str) -> str:
    return str(Highlighter(parse(asked), code).mark(text, code))


def test_the_whole_word_is_marked_as_it_is_written():
    assert mark("carpet", "Two Carpets, woven", "en") == "Two <mark>Carpets</mark>, woven"
    assert mark("домбыра", "Қазақ домбыралары", "kk") == "Қазақ <mark>домбыралары</mark>"
    assert mark("кітап", "Атамның кітабындағы сурет", "kk") == "Атамның <mark>кітабындағы</mark> сурет"
    assert mark("домбыра", "Abaidıñ dombyrasy", "kk") == "Abaidıñ <mark>dombyrasy</mark>"
    assert mark("кобыз", "Ескі қобыз", "kk") == "Ескі <mark>қобыз</mark>"
    assert mark("سجادة", "هذه السَّجَّادَةُ قديمة", "ar") == "هذه <mark>السَّجَّادَةُ</mark> قديمة"
    assert mark("地毯编", "哈萨克地毯编织", "zh") == "哈萨克<mark>地毯编</mark>织"
    assert mark("domb*", "A dombra", "en") == "A <mark>dombra</mark>"


def test_small_and_excluded_words_are_not_marked():
    assert mark("carpet of -red", "Carpet of red wool", "en") == "<mark>Carpet</mark> of red wool"


def test_a_text_is_never_markup():
    assert mark("b", "<b>&b</b>", "en") == "&lt;<mark>b</mark>&gt;&amp;<mark>b</mark>&lt;/<mark>b</mark>&gt;"


@given(st.text(max_size=60), st.text(max_size=200), st.sampled_from(["en", "zh", "ar", "kk"]))
def test_any_question_marks_any_text_without_changing_it(asked, text, code):
    from django.utils.html import escape

    clauses = parse(asked)
    places = Matcher(clauses, code).places(text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] < two[0] for one, two in pairwise(places))
    html = str(Highlighter(clauses, code).mark(text, code))
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)


def test_a_snippet_comes_from_where_it_was_found():
    long = "Слово " * 100 + "ковёр из шерсти"
    found = Highlighter(parse("шерсть"), "en").snippet({"en": "A text.", "ru": long})
    assert found.language.code == "ru"
    assert found.is_fallback
    assert "ковёр из <mark>шерсти</mark>" in found.html
    assert found.html.startswith("… Слово")
    assert len(found.html) < 300


def test_without_a_match_the_snippet_is_the_beginning_for_the_reader():
    found = Highlighter(parse("x1"), "fr").snippet({"kk": "Мәтін", "en": "word " * 100}, {"fr": "Titre"})
    assert (found.language.code, found.is_fallback) == ("en", True)
    assert found.html.endswith("word …")
    assert Highlighter(parse("x"), "fr").snippet({}) is None
