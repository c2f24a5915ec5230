"""The search page and its autocomplete."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from heritage.languages import current_language
from search.facets import Facet, address, facets_of
from search.query import CHOOSABLE_SORTS, DEEPEST, SearchQuery, SearchResults, search
from search.suggest import suggestions

SORT_LABELS: dict[str, str | Promise] = {
    "relevance": gettext_lazy("Best match"),
    "oldest": gettext_lazy("Oldest first"),
    "newest": gettext_lazy("Newest first"),
    "added": gettext_lazy("Added last"),
}
_NEIGHBOURS = 2


@dataclass(frozen=True)
class PageLink:
    number: int
    url: str
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """`links` are the first, the last and those around the current page; None stands for a gap."""

    number: int
    count: int
    previous: str
    next: str
    links: list[PageLink | None]


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    selected: bool = False
    lang: str = ""
    dir: str = ""


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    query = SearchQuery.from_params(request.GET, current_language().code)
    results = search(query)
    if not results.found and query.page > 1:
        return HttpResponseRedirect(address(query))
    facets = facets_of(query, results.facets)
    return render(
        request,
        "search/results.html",
        {
            "query": query,
            "results": results,
            "facets": facets,
            "pages": _pages(query, results),
            "sorts": _sorts(query),
            # What is chosen, each with the address without it.
            "chosen": _chosen(query, facets),
            "clear_url": address(replace(SearchQuery(q=query.q), sort=query.sort)),
            # For the form of the search box: what stays when the words change.
            "kept": [(name, value) for name, value in query.params() if name != "q"],
        },
    )


@require_safe
@cache_control(public=True, max_age=60)
def search_suggest(request: HttpRequest) -> JsonResponse:
    typed = request.GET.get("q", "")
    return JsonResponse(
        {"query": typed, "suggestions": suggestions(typed, current_language().code)},
        json_dumps_params={"ensure_ascii": False},
    )


def _pages(query: SearchQuery, results: SearchResults) -> Pages:
    count = max(1, -(-min(results.total, DEEPEST) // query.size))
    number = min(query.page, count)
    shown = {1, count, *range(number - _NEIGHBOURS, number + _NEIGHBOURS + 1)}
    links: list[PageLink | None] = []
    for each in sorted(shown & set(range(1, count + 1))):
        if links and links[-1] and links[-1].number < each - 1:
            links.append(None)
        links.append(PageLink(each, _page_url(query, each), each == number))
    return Pages(
        number,
        count,
        previous=_page_url(query, number - 1) if number > 1 else "",
        next=_page_url(query, number + 1) if number < count else "",
        links=links,
    )


def _page_url(query: SearchQuery, number: int) -> str:
    return "?" + urlencode([*query.params(), *([("page", number)] if number > 1 else [])])


def _sorts(query: SearchQuery) -> list[Choice]:
    return [
        Choice(str(SORT_LABELS[sort]), address(replace(query, sort=sort, page=1)), sort == query.sort)
        for sort in CHOOSABLE_SORTS
    ]


def _chosen(query: SearchQuery, facets: list[Facet]) -> list[Choice]:
    chosen = [
        Choice(value.label, value.url, selected=True, lang=value.lang, dir=value.dir)
        for facet in facets
        for value in facet.selected
    ]
    if query.year_from is not None or query.year_to is not None:
        years: dict[str, Any] = {"first": query.year_from, "last": query.year_to}
        if query.year_to is None:
            label = _("from %(first)s") % years
        elif query.year_from is None:
            label = _("until %(last)s") % years
        else:
            label = "{first}–{last}".format(**years)
        chosen.append(Choice(label, address(replace(query, year_from=None, year_to=None)), selected=True))
    return chosen
