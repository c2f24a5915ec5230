"""Presentation API 3.0 manifests, from an item read with `with_terms` and `with_media`: no query happens here but
those of the hooks in `parts`."""

from catalogue.models import Item
from media_pipeline.iiif import addresses
from media_pipeline.iiif.metadata import item_metadata
from media_pipeline.iiif.presentation import links
from media_pipeline.iiif.presentation.bodies import thumbnail
from media_pipeline.iiif.presentation.canvases import canvases
from media_pipeline.iiif.presentation.json import CONTEXT, JSON, merged
from media_pipeline.iiif.presentation.parts import manifest_parts
from media_pipeline.iiif.texts import iiif_text, plain
from media_pipeline.models import Asset, cover


def manifest(item: Item) -> JSON:
    """The manifest of a published item."""
    assets: list[Asset] = item.ready_assets
    shown = canvases(item, assets)
    made = {
        "@context": CONTEXT,
        "id": addresses.manifest_uri(item.identifier),
        "type": "Manifest",
        "label": iiif_text(item.title) or plain(item.identifier),
        "metadata": item_metadata(item),
        "provider": [links.provider(item.institution)],
        "homepage": links.homepages(item, item.title),
        "seeAlso": links.records(item),
        "partOf": [{"id": addresses.collection_uri(item.institution.code), "type": "Collection"}],
        "behavior": ["paged" if item.kind == Item.Kind.BOOK and len(shown) > 1 else "individuals"],
        "items": shown,
    }
    return merged(made | _optional(item, assets), manifest_parts(item))


def _optional(item: Item, assets: list[Asset]) -> JSON:
    made: JSON = {"requiredStatement": links.required_statement(item)}
    if item.description:
        made["summary"] = iiif_text(item.description)
    if item.rights_uri:
        made["rights"] = addresses.rights_uri(item.rights_uri)
    if (first := cover(item)) and (picture := thumbnail(first)):
        made["thumbnail"] = [picture]
    if renderings := [rendering for asset in assets if (rendering := links.rendering(asset))]:
        made["rendering"] = renderings
    return made
