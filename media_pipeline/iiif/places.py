"""On which canvas of a published item something is that has an address of its own."""

from django.db.models import Q

from catalogue.models import Item
from media_pipeline.contents import Heading, contents, ranges_of
from media_pipeline.iiif.canvas_contents import shown_assets
from media_pipeline.iiif.content_state import ContentState, Reader, Region
from media_pipeline.models import Annotation


def reader(hosts: set[str]) -> Reader:
    return Reader(hosts, note=place_of_note, range=place_of_range)


def place_of_note(identifier: str) -> ContentState | None:
    """Where a curator's note is. Of an item whose pictures not everybody sees only the item."""
    public = Q(asset__item__live=True, asset__item__withdrawn_at=None, asset__item__institution__live=True)
    notes = Annotation.objects.select_related("asset__item").filter(public, identifier=identifier, live=True)
    if (note := notes.first()) is None:
        return None
    item, asset = note.asset.item, note.asset
    if not item.image_access.is_open or not shown_assets(item).filter(pk=asset.pk).exists():
        return ContentState(item.identifier)
    return ContentState(item.identifier, asset.identifier, Region(*note.box) if note.box else None)


def place_of_range(identifier: str, name: str) -> ContentState:
    """The first page of a heading. Whether the item is public is for its page to say."""
    item = Item.objects.published().filter(identifier=identifier).first()
    if item is None or not (name.isascii() and name.isdigit() and len(name) < 12):
        return ContentState(identifier)
    pages = list(shown_assets(item))
    found = _heading(contents(ranges_of(item), pages), int(name))
    first = found.first if found else None
    return ContentState(identifier) if first is None else ContentState(identifier, pages[first].identifier)


def _heading(headings: list[Heading], key: int) -> Heading | None:
    for heading in headings:
        if heading.range.pk == key:
            return heading
        if found := _heading(heading.children, key):
            return found
    return None
