"""What autocomplete offers: items by title, and people, places, subjects and institutions with their counts."""

from typing import Any

from django.urls import reverse

from heritage.languages import resolve
from search.engines import get_engine
from search.engines.base import EngineQuery
from search.facets import address
from search.fields import FACETS
from search.highlighting import Highlighter
from search.labels import labels_of
from search.query import SearchQuery, published_items
from search.syntax import as_beginning

_TERMS = 6
_ITEMS = 4
_SHORTEST = 2
_LONGEST = 100


def suggestions(typed: str, language: str) -> list[dict[str, Any]]:
    """[{"type", "type_label", "label", "lang", "count", "url"}]; `count` is null for an item. At most ten."""
    typed = typed.strip()[:_LONGEST]
    if len(typed) < _SHORTEST:
        return []
    return _terms(typed, language) + _items(typed, language)


def _terms(typed: str, language: str) -> list[dict[str, Any]]:
    found = get_engine().suggest(typed, _TERMS)
    values: dict[str, list[str]] = {}
    for suggestion in found:
        values.setdefault(suggestion.kind, []).append(suggestion.value)
    labels = labels_of(values)
    offered = []
    for kind, value, count in found:
        label = labels.get((kind, value))
        text = resolve(label, language) if isinstance(label, dict) else None
        if text:
            query = SearchQuery(language=language, filters={kind: (value,)})
            offered.append(
                {
                    "type": kind,
                    "type_label": str(FACETS[kind].label),
                    "label": text.value,
                    "lang": text.language.tag,
                    "count": count,
                    "url": reverse("search") + address(query),
                }
            )
    return offered


def _items(typed: str, language: str) -> list[dict[str, Any]]:
    clauses = as_beginning(typed)
    # More than are shown, as some are found by their maker or material and those are offered themselves.
    hits = get_engine().search(EngineQuery(clauses=clauses, language=language, limit=_ITEMS * 3)).hits
    items = published_items(hit.identifier for hit in hits)
    highlighter = Highlighter(clauses, language)
    titled = [items[hit.identifier] for hit in hits if hit.identifier in items]
    titled = [item for item in titled if highlighter.is_found_in(item.title)][:_ITEMS]
    return [
        {
            "type": "item",
            "type_label": item.get_kind_display(),
            "label": text.value,
            "lang": text.language.tag,
            "count": None,
            "url": item.get_absolute_url(),
        }
        for item in titled
        if (text := resolve(item.title, language))
    ]
