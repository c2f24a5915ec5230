"""Change Discovery over HTTP."""

from django.http import HttpRequest, HttpResponse

from media_pipeline.iiif.discovery import CONTEXT, JSON, activities, activities_page, is_final
from media_pipeline.iiif.open_json import BRIEFLY, open_json

# A month: the page does not change, but a proxy need not keep it for ever.
_FINAL = "public, max-age=2592000, immutable"


def _how_long(page: JSON) -> str:
    return _FINAL if is_final(page) else BRIEFLY


def activities_view(request: HttpRequest) -> HttpResponse:
    return open_json(request, activities, CONTEXT)


def activities_page_view(request: HttpRequest, number: int) -> HttpResponse:
    return open_json(request, lambda: activities_page(number), CONTEXT, _how_long)
