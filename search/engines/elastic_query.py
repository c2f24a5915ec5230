"""EngineQuery -> an Elasticsearch request, as plain JSON. Built from parts: no text can be an error."""

from collections.abc import Iterable
from typing import Any

from heritage.languages import LANGUAGES
from search.analysis import ANALYSES, alternatives, folded, is_han, query_terms
from search.analysis.languages import SHORTEST_STEM
from search.engines.base import Clause, EngineQuery
from search.engines.elastic_schema import MAX_RESULT_WINDOW, is_ready_made
from search.engines.embedded_schema import PART
from search.fields import FIELDS, SORTS, TEXTS

JSON = dict[str, Any]

# The same weights as the embedded engine has.
_OWN_LANGUAGE = 2.0
_PREFIX_WEIGHT = 0.4
_TIE_BREAKER = 0.1
_OPTIONAL_WEIGHT = 0.5
_NOTHING: JSON = {"match_none": {}}
_EVERYTHING: JSON = {"constant_score": {"filter": {"match_all": {}}, "boost": 0}}


def search_request(query: EngineQuery) -> JSON:
    """Filters come after the query, so that each facet can leave its own out."""
    filters = _filters(query)
    sort = SORTS[query.sort]
    offset = 0 if query.after is not None else min(query.offset, MAX_RESULT_WINDOW)
    request: JSON = {
        "query": text_query(query),
        "size": min(query.limit, MAX_RESULT_WINDOW - offset),
        "from": offset,
        "sort": [{sort: "asc"}] if sort else [{"_score": "desc"}, {"sort_added": "asc"}],
        "track_total_hits": True,
        "track_scores": not sort,
        "_source": False,
    }
    if filters:
        request["post_filter"] = _all_of(filters.values())
    if query.after is not None and sort:
        request["search_after"] = [query.after]
    if query.facets:
        request["aggs"] = {name: _facet(name, filters, query) for name in query.facets}
    return request


def text_query(query: EngineQuery) -> JSON:
    """All clauses, or everything when there is none that can match."""
    must, must_not, should = [], [], []
    for clause in query.clauses:
        found = _clause(clause, query.language)
        if found is None:
            continue
        if clause.negative:
            must_not.append(found)
        elif clause.optional:
            should.append({"bool": {"must": [found], "boost": _OPTIONAL_WEIGHT}})
        else:
            must.append(found)
    if not must:
        asked = any(not clause.negative and not clause.optional for clause in query.clauses)
        must = [_NOTHING if asked and not (must_not or should) else _EVERYTHING]
    return {"bool": {"must": must, "must_not": must_not, "should": should}}


def suggest_request(beginning: str, limit: int) -> JSON:
    """`beginning` is folded: letters, digits and spaces, none of which a regular expression reads otherwise."""
    terms = {"field": "suggest", "include": _literal(beginning) + ".*", "size": limit * 20}
    return {"size": 0, "query": {"prefix": {"suggest": beginning}}, "aggs": {"found": {"terms": terms}}}


def suggested(term: str) -> tuple[str, str]:
    """(kind, value) of a suggestion's term."""
    _, kind, value = term.split(PART)
    return kind, value


def _literal(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter == " " else f"\\{letter}" for letter in text)


def _filters(query: EngineQuery) -> dict[str, JSON]:
    """Facet name -> its filter; the years under "years"."""
    filters: dict[str, JSON] = {
        name: {"terms": {name: list(values)}} for name, values in query.filters.items() if values
    }
    if query.year_from is not None or query.year_to is not None:
        latest = {"range": {"latest": {"gte": query.year_from}}}
        earliest = {"range": {"earliest": {"lte": query.year_to}}}
        filters["years"] = _all_of(
            [
                latest if query.year_from is not None else {"exists": {"field": "latest"}},
                earliest if query.year_to is not None else {"exists": {"field": "earliest"}},
            ]
        )
    return filters


def _all_of(filters: Iterable[JSON]) -> JSON:
    return {"bool": {"filter": list(filters)}}


def _facet(name: str, filters: dict[str, JSON], query: EngineQuery) -> JSON:
    """The most frequent values under all other filters, and every chosen one."""
    others = [part for other, part in filters.items() if other != name]
    parts: JSON = {"values": {"terms": {"field": name, "size": query.facet_size}}}
    if chosen := query.filters.get(name):
        parts["chosen"] = {"filters": {"filters": {value: {"term": {name: value}} for value in chosen}}}
    return {"filter": _all_of(others), "aggs": parts}


def _clause(clause: Clause, reader: str) -> JSON | None:
    """The best of the fields and languages that match; None when the clause has no terms in any language."""
    if not any(alternatives(clause.text, code) for code in LANGUAGES):
        return None
    found: list[JSON] = []
    for code in LANGUAGES:
        weight = _OWN_LANGUAGE if code == reader else 1.0
        for field in (each for each in TEXTS if each.by_language):
            name, boost = field.engine_name(code), weight * field.weight
            if is_ready_made(field, code):
                for terms in alternatives(clause.text, code):
                    found += _by_terms(name, terms, clause, boost)
            else:
                found += _by_text(name, code, clause, boost)
    for field in (FIELDS["words"], FIELDS["loose"], FIELDS["numbers"]):
        if terms := query_terms(clause.text, field.language):
            found += _by_terms(field.name, terms, clause, field.weight)
    return {"dis_max": {"queries": found, "tie_breaker": _TIE_BREAKER}}


def _by_text(name: str, code: str, clause: Clause, boost: float) -> list[JSON]:
    """By the engine's own analyzer of the language."""
    found: list[JSON] = [{"match_phrase": {name: {"query": clause.text, "boost": boost}}}]
    if clause.prefix and len(folded(clause.text).split()) > 1:
        return [*found, {"match_phrase_prefix": {name: {"query": clause.text, "boost": boost * _PREFIX_WEIGHT}}}]
    beginnings = [_typed(clause)] if clause.prefix else []
    if ANALYSES[code].endings_follow and not clause.phrase and not clause.prefix:
        beginnings = [
            row[0] for row in alternatives(clause.text, code) if len(row) == 1 and len(row[0]) >= SHORTEST_STEM
        ]
        found += [_term(name, beginning, boost) for beginning in beginnings]
    return found + _prefixes(name, beginnings, boost)


def _by_terms(name: str, terms: list[str], clause: Clause, boost: float) -> list[JSON]:
    one = len(terms) == 1
    found = [_term(name, terms[0], boost) if one else _phrase(name, terms, boost)]
    last = _typed(clause) if clause.prefix else terms[-1] if len(terms[-1]) == 1 and is_han(terms[-1]) else ""
    if last and one:
        found += _prefixes(name, [last], boost)
    elif last:
        row = {"query": " ".join([*terms[:-1], last]), "analyzer": "whitespace", "boost": boost * _PREFIX_WEIGHT}
        found.append({"match_phrase_prefix": {name: row}})
    return found


def _typed(clause: Clause) -> str:
    """The word whose end is still to come, as typed: a stemmer would cut it as if it were whole."""
    return (folded(clause.text).split() or [""])[-1]


def _term(name: str, term: str, boost: float) -> JSON:
    return {"term": {name: {"value": term, "boost": boost}}}


def _phrase(name: str, terms: list[str], boost: float) -> JSON:
    return {"match_phrase": {name: {"query": " ".join(terms), "analyzer": "whitespace", "boost": boost}}}


def _prefixes(name: str, beginnings: Iterable[str], boost: float) -> list[JSON]:
    return [
        {"prefix": {name: {"value": beginning, "boost": boost * _PREFIX_WEIGHT}}}
        for beginning in beginnings
        if beginning
    ]
