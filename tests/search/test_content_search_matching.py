"""Streams and questions hold for any text and anything that is typed."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_pipeline.page_text import plain_lines
from search.analysis import spans
from search.iiif.matching import Question, distinct_lines, lines_touched, located
from search.iiif.pages import Page
from search.iiif.request import SearchRequest
from search.iiif.streams import stream
from search.iiif.vocabulary import completions, word_stream
from search.syntax import parse
from tests import factories

_LETTERS = st.sampled_from("ab é-\u00ad\n жы ِع纹毡'’.*|>+½ﷺİ\u0301")
_TEXTS = st.text(_LETTERS, max_size=60) | st.text(max_size=40)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f々〇]+")
_CODES = st.sampled_from(["kk", "en", "ru", "tr", "zh", "ar", "es", "fr"])


@given(_TEXTS, _CODES)
def test_a_stream_has_a_term_for_each_word_line_by_line(text, code):
    lines = plain_lines(text)
    rows = stream(lines, code).split("\n")
    assert [row.count(" ") for row in rows] == [len([s for s in spans(line.text, code) if s.term]) for line in lines]


@given(_TEXTS, _CODES)
def test_each_word_finds_itself(text, code):
    lines = plain_lines(text)
    made = stream(lines, code)
    for line in lines:
        for word in line.text.split():
            # Chinese within a word of other letters is parted otherwise in a question than in a text.
            if _HAN.search(word) and not _HAN.fullmatch(word):
                continue
            if parse(f'"{word}"') and any(span.term for span in spans(word, code)) and word.isalpha():
                assert Question(parse(f'"{word}"'), code).spans(made) or len(word) == 1


@given(_TEXTS, _TEXTS, _CODES)
@settings(max_examples=300)
def test_what_is_found_stands_in_the_text(text, typed, code):
    lines = plain_lines(text)
    made = stream(lines, code)
    found = Question(parse(typed), code).spans(made)
    page = Page("\n".join(line.text for line in lines), code)
    touched = set()
    for span, match in zip(found, located(made, found), strict=True):
        parts = page.parts(match)
        assert len(parts) == lines_touched(made, span)
        assert all(0 <= part.start < part.end <= len(page.line(part.line).text) for part in parts)
        touched |= {part.line for part in parts}
    assert distinct_lines(made, found) == len(touched)


@given(_TEXTS, _TEXTS, _CODES)
def test_words_are_offered_from_any_text(text, typed, code):
    words = word_stream(plain_lines(text), code)
    assert sum(completions([words], "a").values()) <= words.count(" ")


@given(st.dictionaries(st.sampled_from(["q", "motivation", "date", "user", "page", "min"]), _TEXTS))
def test_any_parameters_are_a_request(params):
    asked = SearchRequest.of(params)
    assert asked.page >= 1
    assert asked.query(page=2).endswith("page=2")


HOSTILE = ["a" * 100_000, "(a+)+$", "a* " * 500, '"' * 300, "\\d{99999}", "[", "\x00", "%", "a-" * 150]
ADDRESSES = [
    *("q=%00", "q=%ff%fe", "q=%ed%a0%80", "page=-1", "page=1e9", "page=%D9%A3", "date=%2F", "q[]=a&q=b"),
    *("date=9999-99-99T99:99:99Z/9999-99-99T99:99:99Z", "motivation=" + "a" * 5000),
]


@pytest.mark.parametrize("q", HOSTILE)
def test_hostile_questions_are_answered_at_once(q):
    made = stream(plain_lines("aaaaaaaaaaaaaaaaaaaaaaaa! " * 20_000), "en")
    begin = time.perf_counter()
    Question(SearchRequest.of({"q": q}).clauses, "en").spans(made)
    assert time.perf_counter() - begin < 2


@pytest.mark.django_db
@pytest.mark.parametrize("query", ADDRESSES)
def test_hostile_addresses_are_answered(client, query):
    item = factories.item()
    assert (
        client.get(f"/iiif/search/2/{item.identifier}?{query}".encode("utf-8", "replace").decode()).status_code == 200
    )
    for name in ("x", "..%2f", "%00", "q1zzzzzzzzzz", "ﷺ"):
        assert client.get(f"/iiif/search/2/{name}?{query}").status_code == 404
