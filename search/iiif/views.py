"""The two services of an item, for any site; bounded as the API is."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from heritage.errors import QazynaError
from heritage.throttle import AddressThrottle
from media_pipeline.iiif.annotation_views import answer, readable_item
from search.iiif.autocomplete import term_page
from search.iiif.request import SearchRequest
from search.iiif.results import SEARCH_CONTEXT, search_page


class TooMany(QazynaError):
    status = 429
    code = "too-many-requests"

    @classmethod
    def title(cls) -> str:
        return _("Too many requests. Please slow down.")


def content_search_view(request: HttpRequest, identifier: str) -> HttpResponse:
    return _answer(request, lambda asked: search_page(readable_item(request, identifier), asked))


def autocomplete_view(request: HttpRequest, identifier: str) -> HttpResponse:
    return _answer(request, lambda asked: term_page(readable_item(request, identifier), asked))


def _answer(request: HttpRequest, build: Callable[[SearchRequest], dict[str, Any]]) -> HttpResponse:
    throttle = AddressThrottle()

    def allowed() -> dict[str, Any]:
        if not throttle.allow_request(request):
            raise TooMany()
        return build(SearchRequest.of(request.GET.dict()))

    response = answer(request, allowed, SEARCH_CONTEXT)
    if response.status_code == TooMany.status:
        response["Retry-After"] = str(int(throttle.wait()) + 1)
    return response
