"""`/ark:/{naan}/{name}`: the identifier itself, which never changes, leads to what shows the thing today."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from frontend.structured_data import item_data
from frontend.views.item import published_item
from heritage.errors import NotFound
from heritage.identifiers import parse_ark
from media_pipeline.models import cover

LINKED_DATA = "application/ld+json"
JSON = "application/json"


def ark(request: HttpRequest, rest: str) -> HttpResponse:
    """A page for people, in their language; JSON-LD for programs that ask for it. `rest` follows "ark:"."""
    wanted = parse_ark(f"ark:{rest}")
    if wanted.naan != settings.ARK_NAAN:
        raise NotFound
    item = published_item(wanted.name)
    media_type = _preferred(request)
    response: HttpResponse
    if media_type == "text/html":
        with translation.override(translation.get_language_from_request(request)):
            response = HttpResponseRedirect(item.get_absolute_url())
    else:
        asset = cover(item)
        response = JsonResponse(
            item_data(item, asset.poster_url(1600) if asset else ""),
            content_type=media_type,
            json_dumps_params={"ensure_ascii": False},
        )
        # Linked data is for any origin to read.
        response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response


def _preferred(request: HttpRequest) -> str:
    """By the Accept header's q-values; a program that takes anything gets the page."""
    return request.get_preferred_type(["text/html", LINKED_DATA, JSON]) or "text/html"
