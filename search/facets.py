"""Facets as a page shows them: names in the reader's language, and an address for each choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise

from heritage.languages import resolve
from search.engines.base import FacetCount
from search.fields import FACETS
from search.labels import Label, labels_of
from search.query import SearchQuery


@dataclass(frozen=True)
class FacetValue:
    """`url` chooses it, or takes the choice back. `lang` and `dir` are set when its name fell back to another
    language."""

    value: str
    label: str
    count: int
    selected: bool
    url: str
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str | Promise
    values: list[FacetValue]

    @property
    def selected(self) -> list[FacetValue]:
        return [value for value in self.values if value.selected]


def facets_of(query: SearchQuery, counts: Mapping[str, list[FacetCount]]) -> list[Facet]:
    """Those with anything to choose, in the order of the table."""
    labels = labels_of({name: [count.value for count in found] for name, found in counts.items()})
    facets = [_facet(query, name, found, labels) for name, found in counts.items()]
    return [facet for facet in facets if facet.values]


def address(query: SearchQuery) -> str:
    return "?" + urlencode(query.params())


def _facet(query: SearchQuery, name: str, counts: list[FacetCount], labels: Mapping[tuple[str, str], Label]) -> Facet:
    chosen = query.filters.get(name, ())
    if name == "century":
        counts = sorted(counts, key=lambda count: int(count.value) if count.value.lstrip("-").isdigit() else 0)
    values = [
        _value(query, name, count, labels.get((name, count.value)), selected=count.value in chosen)
        for count in counts
        if count.value in chosen or (name, count.value) in labels
    ]
    return Facet(name, FACETS[name].label, values)


def _value(query: SearchQuery, name: str, count: FacetCount, label: Label | None, *, selected: bool) -> FacetValue:
    url = address(query.toggled(name, count.value))
    if isinstance(label, dict):
        text = resolve(label, query.language)
        if text and text.is_fallback:
            language = text.language
            return FacetValue(count.value, text.value, count.count, selected, url, language.tag, language.dir)
        label = text.value if text else None
    return FacetValue(count.value, str(label or count.value), count.count, selected, url)
