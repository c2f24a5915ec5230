"""The canvases of an item (section 5.3), one for each asset that can be shown."""

from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation.bodies import image_body, poster_body, thumbnail
from media_pipeline.iiif.presentation.json import JSON, merged
from media_pipeline.iiif.presentation.parts import canvas_parts
from media_pipeline.iiif.texts import iiif_text, plain, words
from media_pipeline.models import Asset

# A canvas needs a size; of an item without pictures nobody knows one.
_EMPTY_SIDE = 1000


def canvases(item: Item, assets: list[Asset]) -> list[JSON]:
    """An item without pictures has one empty canvas: the standard wants at least one, and its metadata is worth
    harvesting all the same."""
    bodies = {asset.identifier: body for asset in assets if (body := _body(asset))}
    shown = [asset for asset in assets if asset.identifier in bodies]
    more = canvas_parts(item, shown)
    made = []
    for number, asset in enumerate(shown, start=1):
        canvas = _canvas(item, asset, bodies[asset.identifier])
        # Numbered as the visitor counts, not as files came in.
        canvas["label"] = canvas["label"] or plain(str(number))
        made.append(merged(canvas, more.get(asset.identifier, {})))
    return made or [_empty_canvas(item)]


def _body(asset: Asset) -> JSON | None:
    """None for what has neither pixels nor a picture: it is listed as a rendering alone."""
    return image_body(asset, asset.pyramid) if asset.pyramid else poster_body(asset)


def _canvas(item: Item, asset: Asset, body: JSON) -> JSON:
    uri = addresses.canvas_uri(item, asset.identifier)
    canvas = {
        "id": uri,
        "type": "Canvas",
        "label": iiif_text(asset.label),
        "width": body["width"],
        "height": body["height"],
        "items": [painting(uri, body)],
    }
    if picture := thumbnail(asset):
        canvas["thumbnail"] = [picture]
    if asset.rights_uri and asset.rights_uri != item.rights_uri:
        canvas["rights"] = addresses.rights_uri(asset.rights_uri)
    if asset.credit:
        canvas["requiredStatement"] = {"label": words(_("Credit")), "value": iiif_text(asset.credit)}
    return canvas


def painting(canvas: str, body: JSON) -> JSON:
    """The annotation page that paints `body` on the whole of the canvas with this URI."""
    annotation = {
        "id": f"{canvas}/page/image",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": canvas,
    }
    return {"id": f"{canvas}/page", "type": "AnnotationPage", "items": [annotation]}


def _empty_canvas(item: Item) -> JSON:
    return {
        "id": addresses.canvas_uri(item, "none"),
        "type": "Canvas",
        "label": words(_("No picture yet")),
        "width": _EMPTY_SIDE,
        "height": _EMPTY_SIDE,
        "items": [],
    }
