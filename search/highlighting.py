"""Marks what was found, in the text as it is written. The same terms that the index has, so what matched is marked."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from heritage.languages import LANGUAGES, Language, fallback_chain
from search.analysis import ANALYSES, alternatives, folded, index_terms, spans
from search.analysis.kazakh import loose
from search.analysis.languages import SHORTEST_STEM
from search.engines.base import Clause

_SNIPPET = 240
_BEFORE = 40
_LONGEST_TEXT = 20_000


class Snippet(NamedTuple):
    """Safe HTML with <mark>, and the language that its text is in."""

    html: SafeString
    language: Language
    is_fallback: bool


class Matcher:
    """What a question looks like in one language."""

    def __init__(self, clauses: Iterable[Clause], code: str) -> None:
        self.code = code
        self._clauses = [clause for clause in clauses if not clause.negative and not clause.optional]
        self._grows = ANALYSES[code].endings_follow
        # A weaker match is a match, and what matched is marked.
        self._alike = loose if code == "kk" else str

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(
            self._alike(term)
            for clause in self._clauses
            for terms in alternatives(clause.text, self.code)
            for term in terms
        )

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        words = [clause for clause in self._clauses if not clause.phrase] if self._grows else []
        terms = {term for clause in words for row in alternatives(clause.text, self.code) for term in row}
        return tuple(term for term in terms if len(term) >= SHORTEST_STEM)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple(filter(None, (folded(clause.text) for clause in self._clauses if clause.prefix)))

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it stands in the text: (start, end), in order, none touching another."""
        text = text[:_LONGEST_TEXT]
        if not self._clauses or not self._occurs(text):
            return []
        found: list[tuple[int, int]] = []
        for term, start, end in spans(text, self.code):
            if not self._matches(term, text[start:end]):
                continue
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found

    def _occurs(self, text: str) -> bool:
        """The quick look: most texts of a hit, in languages that were not asked in, have no match."""
        if self._beginnings:
            return True
        terms = index_terms(text, self.code).split()
        return not self._terms.isdisjoint(map(self._alike, terms)) or (
            bool(self._stems) and any(term.startswith(self._stems) for term in terms)
        )

    def _matches(self, term: str, word: str) -> bool:
        if self._alike(term) in self._terms or (self._stems and term.startswith(self._stems)):
            return True
        return bool(self._beginnings) and folded(word).startswith(self._beginnings)


def marked(text: str, places: Iterable[tuple[int, int]]) -> SafeString:
    parts, position = [], 0
    for start, end in places:
        parts += [escape(text[position:start]), "<mark>", escape(text[start:end]), "</mark>"]
        position = end
    parts.append(escape(text[position:]))
    return mark_safe("".join(parts))  # noqa: S308 (every part is escaped above)


class Highlighter:
    """For the hits of one question and one reader; keeps a matcher for each language."""

    def __init__(self, clauses: tuple[Clause, ...], reader: str) -> None:
        self.reader = reader
        self._matchers = {code: Matcher(clauses, code) for code in LANGUAGES}

    def mark(self, text: str, code: str) -> SafeString:
        return marked(text, self._matchers[code].places(text))

    def is_found_in(self, text: Mapping[str, str]) -> bool:
        return any(self._matchers[code].places(text[code]) for code in LANGUAGES if code in text)

    def snippet(self, *texts: Mapping[str, str]) -> Snippet | None:
        """The part of a text where it was found: the reader's language first, earlier texts first; else the beginning
        of the first text."""
        for code in fallback_chain(self.reader):
            for language_map in texts:
                text = language_map.get(code, "")
                if places := self._matchers[code].places(text):
                    return self._snippet(_around(text, places), code)
        for language_map in texts[:1]:
            for code in fallback_chain(self.reader):
                if text := language_map.get(code):
                    return self._snippet(_cut(text, 0, []), code)
        return None

    def _snippet(self, html: SafeString, code: str) -> Snippet:
        return Snippet(html, LANGUAGES[code], code != self.reader)


def _around(text: str, places: list[tuple[int, int]]) -> SafeString:
    start = max(0, places[0][0] - _BEFORE)
    if start:
        # From the beginning of a word, where the text has any.
        space = text.find(" ", start, places[0][0])
        start = space + 1 if space >= 0 else start
    return _cut(text, start, places)


def _cut(text: str, start: int, places: list[tuple[int, int]]) -> SafeString:
    end = min(len(text), start + _SNIPPET)
    if end < len(text):
        space = text.rfind(" ", start + _SNIPPET // 2, end)
        end = space if space >= 0 else end
    inside = [(first - start, min(last, end) - start) for first, last in places if start <= first < end]
    html = marked(text[start:end], inside)
    return mark_safe(("… " if start else "") + html + (" …" if end < len(text) else ""))  # noqa: S308 (marked escapes)
