"""What was asked, as patterns over streams of terms; and where in the text a match stands."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from search.analysis import ANALYSES, alternatives, folded, is_han
from search.analysis.languages import SHORTEST_STEM
from search.engines.base import Clause

_END = r"(?=[ \n]|$)"
# What follows a term that stands alone or in front, and one that is the whole of a split word.
_ALONE, _WHOLE = r"(?:\|[^ \n]*)?", r"(?:\n+ [^ \n|]+\|>)?"
# Beginning and end in a stream.
Span = tuple[int, int]


class Match(NamedTuple):
    """From token `first` of line `line` to token `last` of line `last_line`, counted from 0. `pair`: the last one is
    two characters that the end of its line parts."""

    line: int
    first: int
    last_line: int
    last: int
    pair: bool


class Question:
    """The clauses in one language. Small words are looked for only when nothing else was asked."""

    def __init__(self, clauses: tuple[Clause, ...], code: str) -> None:
        asked = [clause for clause in clauses if not clause.optional]
        self._wanted = [_patterns(clause, code) for clause in asked if not clause.negative]
        self._unwanted = [_patterns(clause, code) for clause in asked if clause.negative]

    def spans(self, stream: str) -> list[Span]:
        """Each place of each clause, in order; empty unless every clause occurs, and no unwanted one."""
        if not self._wanted or any(_places(patterns, stream) for patterns in self._unwanted):
            return []
        found: set[Span] = set()
        for patterns in self._wanted:
            places = _places(patterns, stream)
            if not places:
                return []
            found.update(places.items())
        return sorted(found)


def lines_touched(stream: str, span: Span) -> int:
    """Lines with words in them."""
    return 1 + stream.count("\n ", *span) + stream.endswith("|+", *span)


def distinct_lines(stream: str, spans: Iterable[Span]) -> int:
    """How many lines with words all of the spans touch, which are in order."""
    position = number = 0
    touched: set[int] = set()
    for start, end in spans:
        number += stream.count("\n ", position, start)
        position = start
        touched.update(range(number, number + lines_touched(stream, (start, end))))
    return len(touched)


def located(stream: str, spans: Iterable[Span]) -> Iterator[Match]:
    """Lines are counted on from span to span, as each look from the beginning would be long."""
    position = line = 0
    for start, end in spans:
        line += stream.count("\n", position, start)
        position = start
        yield Match(
            line=line,
            first=_token(stream, start),
            last_line=line + stream.count("\n", start, end),
            last=_token(stream, end),
            pair=stream.endswith("|+", start, end),
        )


def _token(stream: str, position: int) -> int:
    return stream.count(" ", stream.rfind("\n", 0, position) + 1, position) - 1


def _places(patterns: list[tuple[str, re.Pattern[str]]], stream: str) -> dict[int, int]:
    """{beginning: end}; of several that begin together the longest."""
    found: dict[int, int] = {}
    for literal, pattern in patterns:
        if literal in stream:
            for match in pattern.finditer(stream):
                start, end = match.span()
                found[start] = max(end, found.get(start, 0))
    return found


@lru_cache(maxsize=500)
def _patterns(clause: Clause, code: str) -> list[tuple[str, re.Pattern[str]]]:
    """(a text that occurs wherever the pattern matches, the pattern). A pattern begins with its first term as it is,
    which is what makes looking for it fast; what stands before it is looked at afterwards."""
    endings = ANALYSES[code].endings_follow and not clause.phrase
    rows: dict[tuple[str, ...], bool] = {}
    for terms in alternatives(clause.text, code):
        last = terms[-1]
        open_ended = (len(last) == 1 and is_han(last)) or (endings and len(last) >= SHORTEST_STEM)
        rows[tuple(terms)] = open_ended or rows.get(tuple(terms), False)
    if clause.prefix and (beginning := folded(clause.text).replace(" ", "")):
        rows[(beginning,)] = True
    return [(terms[0], re.compile(_row(terms, open_ended=open_ended))) for terms, open_ended in rows.items()]


def _row(terms: tuple[str, ...], *, open_ended: bool) -> str:
    first, *others = (re.escape(term) for term in terms)
    endings = [""] * len(others) + [r"[^ \n|]*" if open_ended else ""]
    parts = [rf"{first}(?:(?<= {first}){endings[0]}{_ALONE}|(?<=\|{first}){endings[0]}{_WHOLE}){_END}"]
    for term, ending in zip(others, endings[1:], strict=True):
        parts.append(rf"\n*(?: {term}{ending}{_ALONE}| [^ \n|]+\|{term}{ending}{_WHOLE}){_END}")
    return "".join(parts)
