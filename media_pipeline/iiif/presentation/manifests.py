"""Presentation API 3.0 manifests, from an item read by `loading`: no query happens here but those of the hooks in
`parts`."""

from catalogue.models import Item
from catalogue.reading import PageLayout, ReadingDirection
from media_pipeline.iiif import addresses
from media_pipeline.iiif.auth.services import CONTEXT as AUTH_CONTEXT
from media_pipeline.iiif.auth.services import is_restricted
from media_pipeline.iiif.metadata import item_metadata
from media_pipeline.iiif.presentation import links
from media_pipeline.iiif.presentation.bodies import shown
from media_pipeline.iiif.presentation.canvases import canvases, painted
from media_pipeline.iiif.presentation.json import CONTEXT, JSON, merged
from media_pipeline.iiif.presentation.navigation import NAV_PLACE_CONTEXT, nav_date, nav_place
from media_pipeline.iiif.presentation.parts import manifest_parts
from media_pipeline.iiif.presentation.structures import structures
from media_pipeline.iiif.texts import iiif_text, plain
from media_pipeline.models import Asset, cover


def manifest(item: Item) -> JSON:
    """The manifest of a published item."""
    pages = painted(item.ready_assets)
    layout = _layout(item, len(pages))
    made = {
        "@context": CONTEXT,
        "id": addresses.manifest_uri(item.identifier),
        "type": "Manifest",
        "label": iiif_text(item.title) or plain(item.identifier),
        "metadata": item_metadata(item),
        "provider": [links.provider(item.institution)],
        "homepage": links.homepages(item, item.title),
        "seeAlso": links.records(item),
        "partOf": links.collections_of(item),
        "viewingDirection": item.reading_direction or ReadingDirection.LEFT_TO_RIGHT,
        "behavior": [layout],
        **_optional(item, item.ready_assets),
        "items": canvases(item, pages, paged=layout == PageLayout.PAGED),
    }
    if links.has_model(item.ready_assets):
        made["seeAlso"].append(links.scene(item))
    if contents := structures(item, item.contents, [of.asset for of, _body in pages]):
        made["structures"] = contents
    made["@context"] = _contexts(item, made)
    return merged(made, manifest_parts(item))


def _layout(item: Item, pages: int) -> str:
    if pages < 2:
        return PageLayout.INDIVIDUALS
    by_kind = PageLayout.PAGED if item.kind == Item.Kind.BOOK else PageLayout.INDIVIDUALS
    return item.page_layout or by_kind


def _optional(item: Item, assets: list[Asset]) -> JSON:
    made: JSON = {"requiredStatement": links.required_statement(item)}
    if item.description:
        made["summary"] = iiif_text(item.description)
    if item.rights_uri:
        made["rights"] = addresses.rights_uri(item.rights_uri)
    if (first := cover(item)) and (picture := shown(first).thumbnail):
        made["thumbnail"] = [picture]
    if renderings := links.renderings(assets):
        made["rendering"] = renderings
    if date := nav_date(item):
        made["navDate"] = date
    if place := nav_place(item):
        made["navPlace"] = place
    return made


def _contexts(item: Item, made: JSON) -> str | list[str]:
    """Extensions come before the standard's own, which defines last (section 4.6)."""
    extensions = [NAV_PLACE_CONTEXT] if "navPlace" in made else []
    extensions += [AUTH_CONTEXT] if any(is_restricted(asset) for asset in item.ready_assets) else []
    return [*extensions, CONTEXT] if extensions else CONTEXT
