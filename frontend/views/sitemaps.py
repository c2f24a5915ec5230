"""sitemaps.org: an index, and files of published items, one for each language and range of records."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from catalogue.models import Item
from heritage.errors import NotFound
from heritage.languages import LANGUAGES
from institutions.models import Institution

# The protocol allows 50,000 addresses a file. Ranges of keys and not of positions: each file is one index range.
RANGE = 10_000
_XML = "application/xml"
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_index(request: HttpRequest) -> HttpResponse:
    last = Item.objects.published().aggregate(last=Max("id"))["last"] or 0
    codes = [language.url_code for language in LANGUAGES.values()]
    paths = [reverse(f"sitemap-{kind}", args=[code]) for kind in ("pages", "institutions") for code in codes]
    paths += [reverse("sitemap-items", args=[code, part]) for part in range(1 + last // RANGE) for code in codes]
    entries = "".join(f"<sitemap><loc>{_absolute(path)}</loc></sitemap>\n" for path in paths)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {_NAMESPACE}>\n{entries}</sitemapindex>\n'
    return HttpResponse(body, content_type=_XML)


def sitemap_items(request: HttpRequest, code: str, part: int) -> HttpResponse:
    items = Item.objects.published().filter(pk__gte=part * RANGE, pk__lt=(part + 1) * RANGE).order_by("pk")
    rows = items.only("identifier", "title", "inventory_number", "updated_at")
    return _file(code, rows.iterator(chunk_size=1000))


def sitemap_institutions(request: HttpRequest, code: str) -> HttpResponse:
    rows = Institution.objects.filter(live=True).order_by("pk")
    return _file(code, rows.iterator(chunk_size=1000))


def sitemap_pages(request: HttpRequest, code: str) -> HttpResponse:
    """The home page, exhibitions and whatever else editors write in a language."""
    rows = Page.objects.live().public().filter(locale__language_code=code, first_published_at__isnull=False)
    return _file(code, (row for row in rows.order_by("path").iterator(chunk_size=1000) if row.get_url_parts()))


def _file(code: str, rows: Iterator[Item | Institution | Page]) -> HttpResponse:
    """Whole and not streamed: it is at most a few megabytes, and an ASGI server would gather it anyway."""
    if code not in {language.url_code for language in LANGUAGES.values()}:
        raise NotFound
    with translation.override(code):
        entries = [_entry(row) for row in rows]
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACE}>\n{"".join(entries)}</urlset>\n'
    return HttpResponse(body, content_type=_XML)


def _entry(row: Item | Institution | Page) -> str:
    if isinstance(row, Page):
        _site, _root, path = row.get_url_parts()
        return f"<url><loc>{_absolute(path)}</loc><lastmod>{row.last_published_at:%Y-%m-%d}</lastmod></url>\n"
    return f"<url><loc>{_absolute(row.get_absolute_url())}</loc><lastmod>{row.updated_at:%Y-%m-%d}</lastmod></url>\n"


def _absolute(path: str) -> str:
    return escape(settings.PUBLIC_URL + path)
