"""The table of contents as ranges (section 5.4)."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from media_pipeline.contents import Heading, contents
from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation.json import JSON
from media_pipeline.iiif.texts import iiif_text, words
from media_pipeline.models import Asset, Range


def structures(item: Item, ranges: Iterable[Range], pages: list[Asset]) -> list[JSON]:
    """One range that holds all others; none when no heading has a page. `pages` are the assets with a canvas."""
    headings = contents(ranges, pages)
    uris = [addresses.canvas_uri(item, asset.identifier) for asset in pages]
    members = [made for heading in headings if (made := _range(item, heading, uris))]
    if not members:
        return []
    return [
        {"id": addresses.range_uri(item, "contents"), "type": "Range", "label": words(_("Contents")), "items": members}
    ]


def _range(item: Item, heading: Heading, uris: list[str]) -> JSON | None:
    if heading.first is None or heading.last is None:
        return None
    members: list[JSON] = []
    place = heading.first
    for child in heading.children:
        made = _range(item, child, uris)
        if made is None or child.first is None or child.last is None:
            continue
        members += _canvases(uris[place : child.first])
        members.append(made)
        place = max(place, child.last + 1)
    members += _canvases(uris[place : heading.last + 1])
    return {
        "id": addresses.range_uri(item, str(heading.range.pk)),
        "type": "Range",
        "label": iiif_text(heading.range.label),
        "items": members,
    }


def _canvases(uris: list[str]) -> list[JSON]:
    return [{"id": uri, "type": "Canvas"} for uri in uris]
