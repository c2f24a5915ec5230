"""The answer to a search: which annotations, and what in them matched (section 4)."""

from collections.abc import Iterator
from typing import Any

from catalogue.models import Item
from media_pipeline.iiif import addresses
from media_pipeline.iiif.annotation_pages import GRANULARITY_CONTEXT
from media_pipeline.models import CanvasText
from search.iiif.found import Found
from search.iiif.matching import Question, Span, distinct_lines, lines_touched
from search.iiif.request import SearchRequest
from search.iiif.units import Unit, units

SEARCH_CONTEXT = "http://iiif.io/api/search/2/context.json"
PAGE_SIZE = 50
JSON = dict[str, Any]
_Boxes = CanvasText.Boxes


def search_uri(item: Item) -> str:
    return addresses.public(f"/iiif/search/2/{item.identifier}")


def search_page(item: Item, asked: SearchRequest) -> JSON:
    """One pass over the whole for the number; only the texts on this page of the answer are read and kept."""
    start, end = (asked.page - 1) * PAGE_SIZE, asked.page * PAGE_SIZE
    found, total = Found(item, start, end), 0
    for unit, spans, count in _hits(item, asked):
        if total < end and total + count > start:
            found.add(unit, spans, total)
        total += count
    uri = search_uri(item) + asked.query(page=asked.page if total > PAGE_SIZE else None)
    items, matches = found.annotations(uri)
    made: JSON = {
        "@context": [GRANULARITY_CONTEXT, SEARCH_CONTEXT],
        "id": uri,
        "type": "AnnotationPage",
        **_paging(item, asked, total),
        "items": items,
    }
    if asked.ignored:
        made["ignored"] = list(asked.ignored)
    if matches:
        made["annotations"] = [{"type": "AnnotationPage", "items": matches}]
    return made


def _hits(item: Item, asked: SearchRequest) -> Iterator[tuple[Unit, dict[str, list[Span]], int]]:
    """Each unit with a match, the places by language code, and how many annotations come of them. Without words,
    everything that the other parameters admit."""
    questions: dict[str, Question] = {}
    for unit in units(item, "stream"):
        if not asked.admits(unit):
            continue
        if not asked.q:
            yield unit, {}, unit.lines if unit.is_by_line else 1
            continue
        found = {}
        for code, stream in unit.content.items():
            if code not in questions:
                questions[code] = Question(asked.clauses, code)
            if spans := questions[code].spans(stream):
                found[code] = spans
        if found:
            yield unit, found, _count(unit, found)


def _count(unit: Unit, found: dict[str, list[Span]]) -> int:
    if not unit.is_by_line:
        return 1
    [(code, spans)] = found.items()
    stream = unit.content[code]
    if unit.boxes == _Boxes.LINE:
        return distinct_lines(stream, spans)
    return sum(lines_touched(stream, span) for span in spans)


def _paging(item: Item, asked: SearchRequest, total: int) -> JSON:
    if total <= PAGE_SIZE and asked.page == 1:
        return {}
    last = max(1, -(-total // PAGE_SIZE))
    made: JSON = {
        "partOf": {
            "id": search_uri(item) + asked.query(),
            "type": "AnnotationCollection",
            "total": total,
            "first": _page(item, asked, 1),
            "last": _page(item, asked, last),
        },
        "startIndex": min((asked.page - 1) * PAGE_SIZE, total),
    }
    if asked.page < last:
        made["next"] = _page(item, asked, asked.page + 1)
    if asked.page > 1:
        made["prev"] = _page(item, asked, min(asked.page - 1, last))
    return made


def _page(item: Item, asked: SearchRequest, number: int) -> JSON:
    return {"id": search_uri(item) + asked.query(page=number), "type": "AnnotationPage"}
