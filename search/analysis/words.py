"""Words of a text, their terms, and where they stand."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.analysis.folding import fold
from search.analysis.languages import ANALYSES, SHORTEST_STEM, Analysis

# A word is letters and digits with the marks on them (which \w leaves out) and apostrophes inside.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0487"
    r"\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c\u200d"
)
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*(?:['’ʼ`´](?:[^\W_]|[{_MARKS}])+)*")
# Six times as fast, and the same where none of these letters occurs.
_PLAIN_WORD = re.compile(r"\w+")
_ODD = re.compile(rf"[_'’ʼ`´{_MARKS}]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f々〇]+")
_APOSTROPHES = re.compile("['’ʼ`´]")
_LONGEST_WORD = 60
_CACHE_SIZE = 200_000


class Span(NamedTuple):
    """A term and the part of the text that it came from."""

    term: str
    start: int
    end: int


class _Terms(dict[str, str]):
    """Word as written -> its terms, separated by spaces. A museum's words repeat: nearly every look-up is a hit."""

    def __init__(self, analysis: Analysis, *, indexing: bool) -> None:
        super().__init__()
        self.analysis = analysis
        self.indexing = indexing

    def __missing__(self, word: str) -> str:
        if _HAN.fullmatch(word):
            # A whole sentence, most likely: it will not come again.
            return _joined_pairs(word, indexing=self.indexing)
        terms = " ".join(span.term for span in _spans_of_word(word, self.analysis, indexing=self.indexing))
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _CACHE_SIZE:
                self.clear()
            self[word] = terms
        return terms


_INDEX = {code: _Terms(analysis, indexing=True) for code, analysis in ANALYSES.items()}
_QUERY = {code: _Terms(analysis, indexing=False) for code, analysis in ANALYSES.items()}


def _words(text: str) -> list[str]:
    return (_WORD if _ODD.search(text) else _PLAIN_WORD).findall(text)


def index_terms(text: str, code: str) -> str:
    """The terms of a text in a language, in order, separated by spaces."""
    return " ".join(map(_INDEX[code].__getitem__, _words(text)))


def query_terms(text: str, code: str) -> list[str]:
    """The terms to look for, which follow one another in a matching text. Empty for punctuation alone."""
    return " ".join(map(_QUERY[code].__getitem__, _words(text))).split()


def alternatives(text: str, code: str) -> list[list[str]]:
    """The rows of terms that any one of is a match. A word also counts as it is, as a stemmer may cut what is a stem
    already, and without its endings where texts keep theirs."""
    terms = query_terms(text, code)
    if len(terms) != 1:
        return [terms] if terms else []
    analysis = ANALYSES[code]
    shortened = fold(analysis.shorten(analysis.prepare(analysis.lower(text))))
    words = [terms[0], fold(text), *([shortened] if len(shortened) >= SHORTEST_STEM else [])]
    return [[word] for word in dict.fromkeys(words) if word.isalnum()]


def spans(text: str, code: str) -> Iterator[Span]:
    """The terms of a text and where each stands in it, as written."""
    cache, analysis = _INDEX[code], ANALYSES[code]
    for match in _WORD.finditer(text):
        word = match.group()
        if _HAN.search(word):
            for span in _spans_of_word(word, analysis, indexing=True):
                yield Span(span.term, match.start() + span.start, match.start() + span.end)
        else:
            yield Span(cache[word], match.start(), match.end())


def folded(text: str) -> str:
    """For comparing beginnings of names: words folded but not stemmed, single spaces."""
    return " ".join(_APOSTROPHES.sub("", fold(word)) for word in _words(text))


def is_han(text: str) -> bool:
    return bool(_HAN.fullmatch(text))


def _spans_of_word(word: str, analysis: Analysis, *, indexing: bool) -> Iterator[Span]:
    position = 0
    for run in _HAN.finditer(word):
        yield from _one(word[position : run.start()], position, analysis)
        yield from _pairs(run.group(), run.start(), indexing=indexing)
        position = run.end()
    yield from _one(word[position:], position, analysis)


def _one(word: str, start: int, analysis: Analysis) -> Iterator[Span]:
    if word and (term := _term(word[:_LONGEST_WORD], analysis)):
        yield Span(term, start, start + len(word))


def _term(word: str, analysis: Analysis) -> str:
    word = analysis.prepare(analysis.lower(word))
    word = _APOSTROPHES.sub("", word)
    stemmed = analysis.stem(fold(word))
    # A stemmer may leave nothing of a short word, and its answer must stay one term.
    return "".join(stemmed.split()) or fold(word)


def _pairs(run: str, start: int, *, indexing: bool) -> Iterator[Span]:
    """Chinese has no spaces: each two neighbours are a term. In an index the last character is one too, so that
    every character begins some term and a question of a single character is a question by prefix."""
    for at in range(len(run) - 1):
        yield Span(run[at : at + 2], start + at, start + at + 2)
    if indexing or len(run) == 1:
        yield Span(run[-1], start + len(run) - 1, start + len(run))


def _joined_pairs(run: str, *, indexing: bool) -> str:
    """The terms of `_pairs`, for a text of which only the terms are wanted."""
    terms = list(map(str.__add__, run, run[1:]))
    return " ".join([*terms, run[-1]] if indexing or len(run) == 1 else terms)
