"""GET /items, /items/{id}, /item-sets and /item-sets/{id}."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import http_date
from ninja import Query, Router
from pydantic import Field

from catalogue.api_shapes import ItemKind, ItemOut, ItemSetOut, item_out, item_set_out, newest_change
from catalogue.lookup import Moved, published_item, published_item_set
from catalogue.models import Item, ItemSet
from heritage.rest import Page, Paging, Since, Token, keyset_page

router = Router()
_GONE = {
    "responses": {
        301: {"description": "The record was merged into the one at Location"},
        410: {"description": "The record was public and has been withdrawn"},
    }
}


class ItemQuery(Paging):
    institution: Token | None = Field(None, description="An institution's code.")
    item_set: Token | None = Field(None, description="An item set's id.")
    kind: ItemKind | None = None
    updated_since: Since | None = None


class ItemSetQuery(Paging):
    institution: Token | None = Field(None, description="An institution's code.")


@router.get("/items", response=Page[ItemOut], summary="Walk the items", tags=["Items"])
def list_items(request: HttpRequest, query: Query[ItemQuery]) -> dict[str, Any]:
    """All published items in a stable order: oldest record first, or with `updated_since` least recently changed first,
    so that an item which changes during the walk comes again at its end."""
    rows = Item.objects.published().with_terms()
    if query.institution:
        rows = rows.filter(institution__code=query.institution)
    if query.item_set:
        rows = rows.filter(item_set__identifier=query.item_set, item_set__live=True)
    if query.kind:
        rows = rows.filter(kind=query.kind)
    if query.updated_since:
        rows = rows.filter(updated_at__gte=query.updated_since)
    page = keyset_page(request, rows, query, ("updated_at", "id") if query.updated_since else ("id",))
    return page | {"items": [item_out(item) for item in page["items"]]}


@router.get("/items/{id}", response=ItemOut, summary="One item", tags=["Items"], openapi_extra=_GONE)
def get_item(request: HttpRequest, response: HttpResponse, id: str) -> dict[str, Any] | HttpResponsePermanentRedirect:
    """`id` is the last part of its ARK; its check character is verified, so a mistyped one is told from an unknown.
    A record that was merged into another one leads to that."""
    try:
        item = published_item(id)
    except Moved as moved:
        return HttpResponsePermanentRedirect(reverse("api-1:get_item", kwargs={"id": moved.other.identifier}))
    response["Last-Modified"] = http_date(newest_change(item).timestamp())
    return item_out(item)


@router.get("/item-sets", response=Page[ItemSetOut], summary="Walk the item sets", tags=["Item sets"])
def list_item_sets(request: HttpRequest, query: Query[ItemSetQuery]) -> dict[str, Any]:
    """Funds, and collections within them."""
    rows = ItemSet.objects.published().select_related("institution", "parent")
    if query.institution:
        rows = rows.filter(institution__code=query.institution)
    page = keyset_page(request, rows, query)
    return page | {"items": [item_set_out(item_set) for item_set in page["items"]]}


@router.get("/item-sets/{id}", response=ItemSetOut, summary="One item set", tags=["Item sets"])
def get_item_set(request: HttpRequest, id: str) -> dict[str, Any]:
    return item_set_out(published_item_set(id))
