"""EngineQuery -> tantivy queries. Built from parts, never parsed from text, so no text can be an error."""

import re
from collections.abc import Iterable

from tantivy import FieldType, Occur, Query

from heritage.languages import LANGUAGES
from search.analysis import ANALYSES, alternatives, folded, is_han, query_terms
from search.analysis.languages import SHORTEST_STEM
from search.engines.base import Clause, EngineQuery
from search.engines.embedded_schema import schema, text_fields
from search.fields import FIELDS, SORTS

# A text in the reader's own language counts twice as much.
_OWN_LANGUAGE = 2.0
_PREFIX_WEIGHT = 0.4
_TIE_BREAKER = 0.1
_OPTIONAL_WEIGHT = 0.5


def text_query(query: EngineQuery) -> Query:
    """All clauses, or everything when there is none that can match."""
    parts: list[tuple[Occur, Query]] = []
    for clause in query.clauses:
        found = _clause(clause, query.language)
        if found is None:
            continue
        if clause.negative:
            parts.append((Occur.MustNot, found))
        elif clause.optional:
            parts.append((Occur.Should, Query.boost_query(found, _OPTIONAL_WEIGHT)))
        else:
            parts.append((Occur.Must, found))
    if not any(occur is Occur.Must for occur, _ in parts):
        asked = [clause for clause in query.clauses if not clause.negative and not clause.optional]
        # Something was asked for that has no terms, such as a lone punctuation mark: nothing is like it.
        nothing = bool(asked) and not parts
        parts.append((Occur.Must, Query.empty_query() if nothing else Query.const_score_query(Query.all_query(), 0.0)))
    return Query.boolean_query(parts)


def filter_queries(query: EngineQuery) -> dict[str, Query]:
    """Facet name -> its filter; the years under "years"."""
    filters = {name: _any_of(name, values) for name, values in query.filters.items() if values}
    if query.year_from is not None or query.year_to is not None:
        filters["years"] = _years(query.year_from, query.year_to)
    return filters


def filtered(text: Query, filters: Iterable[Query]) -> Query:
    """Filters narrow, they do not rank."""
    parts = [(Occur.Must, text)]
    parts += [(Occur.Must, Query.const_score_query(part, 0.0)) for part in filters]
    return Query.boolean_query(parts)


def after(query: EngineQuery) -> list[Query]:
    if query.after is None or not SORTS[query.sort]:
        return []
    return [
        Query.range_query(schema(), SORTS[query.sort], FieldType.Integer, lower_bound=query.after, include_lower=False)
    ]


def value_query(name: str, value: str) -> Query:
    return Query.term_query(schema(), name, value, index_option="basic")


def _any_of(name: str, values: tuple[str, ...]) -> Query:
    return Query.boolean_query([(Occur.Should, value_query(name, value)) for value in values])


def _years(first: int | None, last: int | None) -> Query:
    """Datings that touch the span; what has no date does not."""
    return Query.boolean_query(
        [
            (Occur.Must, Query.range_query(schema(), "latest", FieldType.Integer, lower_bound=first))
            if first is not None
            else (Occur.Must, Query.exists_query("latest")),
            (Occur.Must, Query.range_query(schema(), "earliest", FieldType.Integer, upper_bound=last))
            if last is not None
            else (Occur.Must, Query.exists_query("earliest")),
        ]
    )


def _clause(clause: Clause, reader: str) -> Query | None:
    """The best of the fields and languages that match; None when the clause has no terms in any language."""
    found: list[Query] = []
    for code in LANGUAGES:
        weight = _OWN_LANGUAGE if code == reader else 1.0
        endings = ANALYSES[code].endings_follow
        for terms in alternatives(clause.text, code):
            for name, field_weight in text_fields(code):
                found += _matches(name, terms, clause, weight * field_weight, endings=endings)
    for field in (FIELDS["words"], FIELDS["loose"], FIELDS["numbers"]):
        if terms := query_terms(clause.text, field.language):
            found += _matches(field.name, terms, clause, field.weight, endings=False)
    return Query.disjunction_max_query(found, _TIE_BREAKER) if found else None


def _matches(name: str, terms: list[str], clause: Clause, weight: float, *, endings: bool) -> list[Query]:
    found = [Query.boost_query(_in_a_row(name, terms), weight)]
    beginning = _beginning(terms, clause, endings=endings)
    if beginning and len(terms) == 1:
        prefix = Query.regex_query(schema(), name, re.escape(beginning) + ".+")
        found.append(Query.boost_query(prefix, weight * _PREFIX_WEIGHT))
    elif beginning:
        row = Query.phrase_prefix_query(schema(), name, [*terms[:-1], beginning])
        found.append(Query.boost_query(row, weight * _PREFIX_WEIGHT))
    return found


def _beginning(terms: list[str], clause: Clause, *, endings: bool) -> str:
    """With what the words to find begin besides the last term itself; "" for no other words."""
    last = terms[-1]
    if clause.prefix:
        # As typed: a stemmer would cut the beginning of a word as if it were the whole.
        return (folded(clause.text).split() or [last])[-1]
    one_han = len(last) == 1 and is_han(last)
    return last if one_han or (endings and not clause.phrase and len(last) >= SHORTEST_STEM) else ""


def _in_a_row(name: str, terms: list[str]) -> Query:
    if len(terms) == 1:
        return Query.term_query(schema(), name, terms[0])
    return Query.phrase_query(schema(), name, list(terms))
