"""Collections of virtual tours: "tours" lists them all, "tour-{item}" what one shows.

A tour is an item with a ready file of that kind. Its Collection has the item's own manifest, and those of the items
to which its hotspots lead, in the tour's order."""

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from catalogue.lookup import refusal
from catalogue.models import Item
from heritage.errors import Gone, NotFound
from media_pipeline import storage
from media_pipeline.headers import TOUR_MAX_BYTES
from media_pipeline.iiif.collection_parts import (
    collection_json,
    collections_of,
    manifests_in_order,
    part_of,
    reference,
)
from media_pipeline.iiif.key_ranges import Tree
from media_pipeline.iiif.presentation import JSON, links
from media_pipeline.iiif.texts import iiif_text, plain, words
from media_pipeline.iiif.tour_links import linked_items
from media_pipeline.models import Asset

KIND = "tour"
TOURS = f"{KIND}s"
_WEEK = 7 * 24 * 60 * 60


def _published() -> Tree:
    files = Asset.objects.filter(kind=Asset.Kind.TOUR, state=Asset.State.READY, item__isnull=False)
    items = Item.objects.published().filter(pk__in=files.values("item"))
    return Tree(TOURS, words(_("Virtual tours")), items, lambda rows: collections_of(rows, f"{KIND}-"))


def entry() -> JSON | None:
    tree = _published()
    return reference(TOURS, tree.label) if tree.rows.exists() else None


def build(name: str) -> JSON:
    """Raises NotFound, and Gone for the tour of a withdrawn item."""
    base, _dot, part = name.partition(".")
    if base == TOURS:
        return _all(part)
    if part:
        raise NotFound()
    return _tour(name.removeprefix(f"{KIND}-"))


def _all(part: str) -> JSON:
    tree = _published()
    members = tree.members(part)
    if not members:
        raise NotFound()
    if part:
        return collection_json(f"{TOURS}.{part}", tree.part_label(part), members, partOf=part_of(TOURS))
    return collection_json(TOURS, tree.label, members, partOf=part_of("top"))


def _tour(identifier: str) -> JSON:
    item = Item.objects.select_related("institution").filter(identifier=identifier).first()
    if item is not None and item.merged_into_id:
        raise refusal(item)
    files = _files(item) if item else []
    if item is None or not files:
        raise NotFound()
    if item.withdrawn_at:
        raise Gone()
    if not (item.live and item.institution.live):
        raise NotFound()
    linked = [name for file in files for name in _links(file)]
    return collection_json(
        f"{KIND}-{identifier}",
        iiif_text(item.title) or plain(identifier),
        manifests_in_order(Item.objects.published(), [identifier, *linked]),
        summary=iiif_text(item.description),
        requiredStatement=links.required_statement(item),
        provider=[links.provider(item.institution)],
        homepage=links.homepages(item, item.title),
        seeAlso=links.records(item),
        partOf=part_of(TOURS),
    )


def _files(item: Item) -> list[Asset]:
    return list(item.assets.filter(kind=Asset.Kind.TOUR, state=Asset.State.READY).shown())


def _links(file: Asset) -> list[str]:
    """Nothing of a file that not everybody may have. Kept by its checksum, so what is kept is never out of date."""
    if not file.access.is_open:
        return []

    def read() -> list[str]:
        try:
            with storage.originals().open(file.original) as stream:
                return linked_items(stream.read(TOUR_MAX_BYTES))
        except FileNotFoundError:
            return []

    return cache.get_or_set(f"iiif.tour.{file.sha256}", read, _WEEK)
