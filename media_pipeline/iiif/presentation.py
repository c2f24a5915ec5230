"""Presentation API 3.0 manifests, from an item read with `with_terms` and `with_media`: no query happens here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from media_pipeline.iiif import addresses
from media_pipeline.iiif.metadata import item_metadata
from media_pipeline.iiif.texts import iiif_text, plain, words
from media_pipeline.models import Asset, cover

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
JSON = dict[str, Any]
# A canvas needs a size; of an item without pictures nobody knows one.
_EMPTY_SIDE = 1000


def manifest(item: Item) -> JSON:
    """The manifest of a published item. One without pictures has one empty canvas: the standard wants at least one,
    and its metadata is worth harvesting all the same."""
    assets: list[Asset] = item.ready_assets
    canvases = [canvas for asset in assets if (canvas := _canvas(item, asset))]
    for number, canvas in enumerate(canvases, start=1):
        canvas["label"] = canvas["label"] or plain(str(number))
    made = {
        "@context": CONTEXT,
        "id": addresses.manifest_uri(item.identifier),
        "type": "Manifest",
        "label": iiif_text(item.title) or plain(item.identifier),
        "metadata": item_metadata(item),
        "provider": [_provider(item)],
        "homepage": _homepages(item, item.title),
        "seeAlso": [_api_record(item)],
        "partOf": [{"id": addresses.collection_uri(item.institution.code), "type": "Collection"}],
        "behavior": ["paged" if item.kind == Item.Kind.BOOK and len(canvases) > 1 else "individuals"],
        "items": canvases or [_empty_canvas(item)],
    }
    return made | _optional(item, assets)


def _optional(item: Item, assets: list[Asset]) -> JSON:
    made: JSON = {"requiredStatement": _required_statement(item)}
    if item.description:
        made["summary"] = iiif_text(item.description)
    if item.rights_uri:
        made["rights"] = addresses.rights_uri(item.rights_uri)
    if (first := cover(item)) and (thumbnail := _thumbnail(first)):
        made["thumbnail"] = [thumbnail]
    if renderings := [rendering for asset in assets if (rendering := _rendering(asset))]:
        made["rendering"] = renderings
    return made


def _required_statement(item: Item) -> JSON:
    value = iiif_text(item.credit_line) or iiif_text(item.institution.name)
    return {"label": words(_("Credit")), "value": value or plain(item.institution.code)}


def _provider(item: Item) -> JSON:
    institution = item.institution
    homepages = _homepages(institution, institution.name)
    return {
        "id": homepages[0]["id"],
        "type": "Agent",
        "label": iiif_text(institution.name) or plain(institution.code),
        "homepage": homepages,
    }


def _homepages(thing: Any, label: dict[str, str]) -> list[JSON]:
    return [
        {
            "id": url,
            "type": "Text",
            "label": iiif_text(label) or plain(str(thing.pk)),
            "format": "text/html",
            "language": [language.tag],
        }
        for language, url in addresses.in_each_language(thing)
    ]


def _api_record(item: Item) -> JSON:
    return {
        "id": addresses.public(f"/api/v1/items/{item.identifier}"),
        "type": "Dataset",
        "label": {"en": ["JSON"]},
        "format": "application/json",
    }


def _canvas(item: Item, asset: Asset) -> JSON | None:
    """None for what has neither pixels nor a picture: it is listed as a rendering alone."""
    pyramid = asset.pyramid
    body = _zoomable(asset, pyramid.width, pyramid.height) if pyramid else _picture(asset)
    if body is None:
        return None
    uri = addresses.canvas_uri(item, asset.identifier)
    annotation = {
        "id": f"{uri}/page/image",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": uri,
    }
    canvas = {
        "id": uri,
        "type": "Canvas",
        "label": iiif_text(asset.label),
        "width": body["width"],
        "height": body["height"],
        "items": [{"id": f"{uri}/page", "type": "AnnotationPage", "items": [annotation]}],
    }
    if thumbnail := _thumbnail(asset):
        canvas["thumbnail"] = [thumbnail]
    if asset.rights_uri and asset.rights_uri != item.rights_uri:
        canvas["rights"] = addresses.rights_uri(asset.rights_uri)
    if asset.credit:
        canvas["requiredStatement"] = {"label": words(_("Credit")), "value": iiif_text(asset.credit)}
    return canvas


def _service(asset: Asset) -> list[JSON]:
    return [{"id": addresses.image_uri(asset.identifier), "type": "ImageService3", "profile": "level2"}]


def _zoomable(asset: Asset, width: int, height: int) -> JSON:
    return {
        "id": f"{addresses.image_uri(asset.identifier)}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
        "service": _service(asset),
    }


def _picture(asset: Asset) -> JSON | None:
    posters = asset.posters.of("jpg")
    if not posters:
        return None
    largest = posters[-1]
    return {
        "id": addresses.public(largest.url),
        "type": "Image",
        "format": largest.type,
        "width": largest.width,
        "height": largest.height,
    }


def _thumbnail(asset: Asset) -> JSON | None:
    poster = asset.posters.at_least(400)
    if poster is None:
        return None
    thumbnail = {
        "id": addresses.public(poster.url),
        "type": "Image",
        "format": poster.type,
        "width": poster.width,
        "height": poster.height,
    }
    # A panorama's picture is a part of it, and no service of the whole can give that part.
    if asset.kind == Asset.Kind.IMAGE and asset.pyramid:
        thumbnail["service"] = _service(asset)
    return thumbnail


_RENDERING_TYPES = {Asset.Kind.MODEL: "Model", Asset.Kind.TOUR: "Dataset"}


def _rendering(asset: Asset) -> JSON | None:
    if asset.kind not in _RENDERING_TYPES:
        return None
    return {
        "id": addresses.public(addresses.original_path(asset)),
        "type": _RENDERING_TYPES[asset.kind],
        "label": iiif_text(asset.label) or words(Asset.Kind(asset.kind).label),
        "format": asset.media_type,
    }


def _empty_canvas(item: Item) -> JSON:
    return {
        "id": addresses.canvas_uri(item, "none"),
        "type": "Canvas",
        "label": words(_("No picture yet")),
        "width": _EMPTY_SIDE,
        "height": _EMPTY_SIDE,
        "items": [],
    }
