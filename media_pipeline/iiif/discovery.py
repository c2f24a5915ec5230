"""Change Discovery API 1.0, level 2 with moves: the public sequence of changes as pages of activities.

A page is PAGE consecutive numbers of the sequence, which has no gaps, so any page costs what the first does and a full
one never changes: it says nothing but what was decided when its changes were numbered (`catalogue.publicity`)."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Max
from wagtail import hooks

from catalogue.models import Change, Item, ItemSet
from heritage.errors import NotFound
from heritage.identifiers import ark_of
from media_pipeline.iiif import addresses

CONTEXT = "http://iiif.io/api/discovery/1/context.json"
PAGE = 200
_LAST_NUMBER = 10**12
JSON = dict[str, Any]


class Resource(NamedTuple):
    """How a kind of record is published: templates in which {} stands for an identifier. `address` is the resource's
    own URI, `record` that of its record in the API ("" for none), `canonical` what identifies it whatever the API
    ("" when that is `address`)."""

    type: str
    address: str
    record: str = ""
    canonical: str = ""


def catalogue_resources() -> dict[str, Resource]:
    manifest, collection = addresses.manifest_uri("{}"), addresses.collection_uri("{}")
    api, ark = addresses.public("/api/v1"), ark_of("{}").url
    return {
        Item.change_kind: Resource("Manifest", manifest, f"{api}/items/{{}}", ark),
        ItemSet.change_kind: Resource("Collection", collection, f"{api}/item-sets/{{}}", ark),
        "institution": Resource("Collection", collection, f"{api}/institutions/{{}}"),
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
    rows = changes.order_by("public_sequence").values_list(
        "kind", "public_action", "identifier", "target", "published_at"
    )
    return page | {"orderedItems": [_activity(kinds[kind], *facts) for kind, *facts in rows]}


def is_final(page: JSON) -> bool:
    """Nothing will be added to it, nor to its links."""
    return "next" in page


def _total() -> int:
    return Change.objects.aggregate(last=Max("public_sequence"))["last"] or 0


def _last_page(total: int) -> int:
    return max(0, total - 1) // PAGE


def _link(number: int) -> JSON:
    return {"id": addresses.activities_page_uri(number), "type": "OrderedCollectionPage"}


def _activity(resource: Resource, action: str, identifier: str, target: str, time: datetime | None) -> JSON:
    activity: JSON = {"type": action.capitalize(), "object": _object(identifier, resource)}
    if action == Change.Action.MOVE:
        activity["target"] = _object(target, resource) | _see_also(target, resource)
    elif action != Change.Action.DELETE:
        activity["object"] |= _see_also(identifier, resource)
    activity["endTime"] = _utc(time)
    return activity


def _object(identifier: str, resource: Resource) -> JSON:
    made = {"id": resource.address.format(identifier), "type": resource.type}
    if resource.canonical:
        made["canonical"] = resource.canonical.format(identifier)
    return made


def _see_also(identifier: str, resource: Resource) -> JSON:
    if not resource.record:
        return {}
    record = {"id": resource.record.format(identifier), "type": "Dataset", "format": "application/json"}
    return {"seeAlso": [record]}


def _utc(time: datetime | None) -> str:
    """xsd:dateTime; microseconds always, so that the texts sort as the times do."""
    assert time, "a change gets its time with its number"
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
