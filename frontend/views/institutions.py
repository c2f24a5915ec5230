"""Who takes part, and what each of them shows."""

import unicodedata
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.models import Item
from frontend.alternates import in_each_language
from frontend.paging import pages_of
from frontend.structured_data import institution_data
from heritage.errors import NotFound
from institutions.models import Institution, Region
from media_pipeline.querysets import with_media

PAGE_SIZE = 48
ITEMS_SHOWN = 12
COUNTS_SECONDS = 60


def published_counts() -> dict[int, int]:
    """{institution id: published items}, at most a minute old."""
    return cache.get_or_set("frontend.institutions.counts", _count, COUNTS_SECONDS)


def _count() -> dict[int, int]:
    rows = Item.objects.filter(live=True).order_by().values_list("institution_id")
    return dict(rows.annotate(count=Count("id")))


def institution_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:200]
    region, kind = request.GET.get("region", ""), request.GET.get("kind", "")
    everyone = list(Institution.objects.filter(live=True).select_related("region"))
    counts = published_counts()
    found = [each for each in everyone if _matches(each, query, region, kind)]
    found.sort(key=lambda each: (each.is_demonstration, -counts.get(each.pk, 0), str(each).casefold()))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    present = {each.region_id for each in everyone}
    context: dict[str, Any] = {
        "rows": [(each, counts.get(each.pk, 0)) for each in page],
        "total": len(found),
        "query": query,
        "region": region,
        "kind": kind,
        "regions": [each for each in Region.objects.all() if each.pk in present],
        "kinds": [choice for choice in Institution.Kind.choices if choice[0] in {each.kind for each in everyone}],
        "pages": pages_of(request, page.number, page.paginator.num_pages),
    }
    return render(request, "institutions/list.html", context)


def _matches(institution: Institution, query: str, region: str, kind: str) -> bool:
    if kind and institution.kind != kind:
        return False
    if region and (institution.region is None or institution.region.iso != region):
        return False
    names = " ".join([*institution.name.values(), institution.code])
    return all(word in _folded(names) for word in _folded(query).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def institution_detail(request: HttpRequest, code: str) -> HttpResponse:
    institution = Institution.objects.filter(code=code, live=True).select_related("region").first()
    if institution is None:
        raise NotFound
    return render(request, "institutions/detail.html", institution_page_context(institution, request))


def institution_page_context(institution: Institution, request: HttpRequest) -> dict[str, Any]:
    held = with_media(Item.objects.published().filter(institution_id=institution.pk)).select_related("institution")
    return {
        "institution": institution,
        "items": list(held.order_by("id")[:ITEMS_SHOWN]),
        "total": published_counts().get(institution.pk, 0),
        "alternates": in_each_language(institution.get_absolute_url),
        "structured_data": institution_data(institution, institution.get_absolute_url()),
    }
