"""Documents to put into a search engine, and short ways to ask it."""

from search.documents import SearchDocument
from search.engines.base import Clause, EngineQuery


def made(identifier, title=None, *, number=1, text=None, terms=(), codes=(), years=(), **keywords):
    numbers = {
        "sort_browse": number, "sort_oldest": number, "sort_newest": 2**40 - number, "sort_added": 2**39 - number
    }  # fmt: skip
    if years:
        numbers |= {"earliest": years[0], "latest": years[1]}
    return SearchDocument(
        identifier=identifier,
        texts={
            "title": [title or {"en": identifier}],
            "terms": [term.labels for term in terms],
            "text": [text or {}],
        },
        keywords={"kind": ["object"], **keywords},
        numbers=numbers,
        codes=list(codes),
        named=list(terms),
    )


def put(engine, *documents):
    with engine.writing() as writer:
        writer.index(documents)
        writer.commit()


def words(text, **options):
    return tuple(Clause(word, **options) for word in text.split())


def found(engine, clauses=(), **options):
    if isinstance(clauses, str):
        clauses = words(clauses)
    return [hit.identifier for hit in engine.search(EngineQuery(clauses, **options)).hits]
