"""`/ark:/{naan}/{name}`: the identifier itself, which never changes, leads to what shows the thing today."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from catalogue.lookup import Moved
from catalogue.models import Identifier, ItemSet
from frontend.structured_data import item_data
from frontend.views.item import published_item
from heritage.errors import NotFound
from heritage.identifiers import parse_ark
from media_pipeline.models import Asset, cover

LINKED_DATA = "application/ld+json"
JSON = "application/json"


def ark(request: HttpRequest, rest: str) -> HttpResponse:
    """A page for people, in their language; JSON-LD for programs that ask for it. `rest` follows "ark:"."""
    wanted = parse_ark(f"ark:{rest}")
    given = Identifier.objects.filter(name=wanted.name).first()
    if wanted.naan != settings.ARK_NAAN or given is None:
        raise NotFound
    media_type = _preferred(request)
    with translation.override(translation.get_language_from_request(request)):
        if given.kind == ItemSet.change_kind:
            response = _item_set(wanted.name, media_type)
        else:
            response = _item(_item_name(given), media_type)
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response


def _item_name(given: Identifier) -> str:
    """A file is shown on its item's page."""
    asset = Asset.objects.filter(identifier=given.name, item__isnull=False).select_related("item").first()
    return asset.item.identifier if asset else given.name


def _item(name: str, media_type: str) -> HttpResponse:
    try:
        item = published_item(name)
    except Moved as moved:
        return HttpResponsePermanentRedirect(f"/{moved.other.ark}")
    if media_type == "text/html":
        return HttpResponseRedirect(item.get_absolute_url())
    asset = cover(item)
    response = JsonResponse(
        item_data(item, asset.poster_url(1600) if asset else ""),
        content_type=media_type,
        json_dumps_params={"ensure_ascii": False},
    )
    # Linked data is for any origin to read.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _item_set(name: str, media_type: str) -> HttpResponse:
    """People get its items in the search, programs its record in the API."""
    if not ItemSet.objects.published().filter(identifier=name).exists():
        raise NotFound
    if media_type == "text/html":
        return HttpResponseRedirect(f"{reverse('search')}?set={name}")
    return HttpResponseRedirect(reverse("api-1:get_item_set", kwargs={"id": name}))


def _preferred(request: HttpRequest) -> str:
    """By the Accept header's q-values; a program that takes anything gets the page."""
    return request.get_preferred_type(["text/html", LINKED_DATA, JSON]) or "text/html"
