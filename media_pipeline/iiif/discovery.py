"""Change Discovery API 1.0, level 2 with moves: the public sequence of changes as pages of activities.

A page is PAGE consecutive numbers of the sequence, which has no gaps, so any page costs what the first does and a full
one never changes: it says nothing but what was decided when its changes were numbered (`catalogue.publicity`)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Max
from wagtail import hooks

from catalogue.models import Change, Item, ItemSet
from heritage.errors import NotFound
from heritage.identifiers import ark_of
from media_pipeline.iiif import addresses

CONTEXT = "http://iiif.io/api/discovery/1/context.json"
PAGE = 500
_LAST_NUMBER = 10**12
JSON = dict[str, Any]


class Resource(NamedTuple):
    """How a kind of record is published. `address` and `record` are made of an identifier: the resource's own URI, and
    that of its record in the API. Those of a kind with `is_ark` are identified by their ARK."""

    type: str
    address: Callable[[str], str]
    record: Callable[[str], str] | None = None
    is_ark: bool = False


def catalogue_resources() -> dict[str, Resource]:
    def record(kind: str) -> Callable[[str], str]:
        return lambda identifier: addresses.public(f"/api/v1/{kind}/{identifier}")

    return {
        Item.change_kind: Resource("Manifest", addresses.manifest_uri, record("items"), is_ark=True),
        ItemSet.change_kind: Resource("Collection", addresses.collection_uri, record("item-sets"), is_ark=True),
        "institution": Resource("Collection", addresses.collection_uri, record("institutions")),
    }


def resources() -> dict[str, Resource]:
    """From the hook `activity_resources`() -> {kind: Resource}: one for each kind of the hook `public_kinds`."""
    return {kind: found for tell in hooks.get_hooks("activity_resources") for kind, found in tell().items()}


def activities() -> JSON:
    """The OrderedCollection (section 3.1). Before the first change it has one page, which is empty."""
    total = _total()
    return {
        "@context": CONTEXT,
        "id": addresses.activities_uri(),
        "type": "OrderedCollection",
        "totalItems": total,
        "first": _link(0),
        "last": _link(_last_page(total)),
    }


def activities_page(number: int) -> JSON:
    """An OrderedCollectionPage (section 3.2). Raises NotFound beyond the last."""
    total = _total() if number < _LAST_NUMBER else 0
    if number > _last_page(total):
        raise NotFound()
    changes = Change.objects.filter(public_sequence__gt=number * PAGE, public_sequence__lte=(number + 1) * PAGE)
    kinds = resources()
    page: JSON = {
        "@context": CONTEXT,
        "id": addresses.activities_page_uri(number),
        "type": "OrderedCollectionPage",
        "startIndex": number * PAGE,
        "partOf": {"id": addresses.activities_uri(), "type": "OrderedCollection"},
    }
    if number:
        page["prev"] = _link(number - 1)
    if number < _last_page(total):
        page["next"] = _link(number + 1)
    rows = changes.order_by("public_sequence").only("public_action", "kind", "identifier", "target", "published_at")
    return page | {"orderedItems": [_activity(change, kinds[change.kind]) for change in rows]}


def is_final(page: JSON) -> bool:
    """Nothing will be added to it, nor to its links."""
    return "next" in page


def _total() -> int:
    return Change.objects.aggregate(last=Max("public_sequence"))["last"] or 0


def _last_page(total: int) -> int:
    return max(0, total - 1) // PAGE


def _link(number: int) -> JSON:
    return {"id": addresses.activities_page_uri(number), "type": "OrderedCollectionPage"}


def _activity(change: Change, resource: Resource) -> JSON:
    activity: JSON = {"type": change.public_action.capitalize(), "object": _object(change.identifier, resource)}
    if change.public_action == Change.Action.MOVE:
        activity["target"] = _object(change.target, resource) | _see_also(change.target, resource)
    elif change.public_action != Change.Action.DELETE:
        activity["object"] |= _see_also(change.identifier, resource)
    return activity | {"endTime": _utc(change.published_at)}


def _object(identifier: str, resource: Resource) -> JSON:
    made = {"id": resource.address(identifier), "type": resource.type}
    return made | {"canonical": ark_of(identifier).url} if resource.is_ark else made


def _see_also(identifier: str, resource: Resource) -> JSON:
    if resource.record is None:
        return {}
    return {"seeAlso": [{"id": resource.record(identifier), "type": "Dataset", "format": "application/json"}]}


def _utc(time: datetime | None) -> str:
    """xsd:dateTime; microseconds always, so that the texts sort as the times do."""
    assert time, "a change gets its time with its number"
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
