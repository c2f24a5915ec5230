"""The canvases of an item (section 5.3), one for each asset that can be shown."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from media_pipeline.iiif import addresses
from media_pipeline.iiif.presentation import links
from media_pipeline.iiif.presentation.bodies import SIDE, Shown, body_of, canvas_size, shown
from media_pipeline.iiif.presentation.json import JSON, merged
from media_pipeline.iiif.presentation.parts import canvas_parts
from media_pipeline.iiif.texts import iiif_text, plain, words
from media_pipeline.models import Asset

Painted = list[tuple[Shown, JSON]]


def painted(assets: Iterable[Asset]) -> Painted:
    """Those that have a canvas, each with what is painted on it."""
    return [(of, body) for of in map(shown, assets) if (body := body_of(of))]


def canvases(item: Item, pages: Painted, *, paged: bool) -> list[JSON]:
    """An item without pictures has one empty canvas: the standard wants at least one, and its metadata is worth
    harvesting all the same."""
    more = canvas_parts(item, [of.asset for of, _body in pages])
    made = []
    for number, (of, body) in enumerate(pages, start=1):
        asset = of.asset
        canvas = _canvas(item, of, body)
        # Numbered as the visitor counts, not as files came in.
        canvas["label"] = canvas["label"] or plain(str(number))
        if paged and asset.page:
            canvas["behavior"] = [asset.page]
        made.append(merged(canvas, more.get(asset.identifier, {})))
    return made or [_empty_canvas(item)]


def _canvas(item: Item, of: Shown, body: JSON) -> JSON:
    asset = of.asset
    uri = addresses.canvas_uri(item, asset.identifier)
    canvas = {
        "id": uri,
        "type": "Canvas",
        "label": iiif_text(asset.label),
        **canvas_size(of, body),
        "items": [painting(uri, body)],
    }
    if picture := of.thumbnail:
        canvas["thumbnail"] = [picture]
    if stand_in := _stand_in(uri, of):
        canvas |= stand_in
    if original := links.original(asset):
        canvas["rendering"] = [original]
    if asset.rights_uri and asset.rights_uri != item.rights_uri:
        canvas["rights"] = addresses.rights_uri(asset.rights_uri)
    if asset.credit:
        canvas["requiredStatement"] = {"label": words(_("Credit")), "value": iiif_text(asset.credit)}
    return canvas


_STAND_IN = {
    Asset.Kind.MODEL: "placeholderCanvas",
    Asset.Kind.VIDEO: "placeholderCanvas",
    Asset.Kind.PANORAMA: "placeholderCanvas",
    Asset.Kind.AUDIO: "accompanyingCanvas",
}


def _stand_in(uri: str, of: Shown) -> JSON | None:
    """The picture to show before a model, film or panorama runs, or beside a sound."""
    name = _STAND_IN.get(of.asset.kind)
    picture = of.poster if name else None
    if name is None or picture is None:
        return None
    own = f"{uri}/{'accompanying' if name == 'accompanyingCanvas' else 'placeholder'}"
    size = {"width": picture["width"], "height": picture["height"]}
    return {name: {"id": own, "type": "Canvas", **size, "items": [painting(own, picture)]}}


def painting(canvas: str, body: JSON) -> JSON:
    """The annotation page that paints `body` on the whole of the canvas with this URI."""
    annotation = {
        "id": f"{canvas}/page/{body['type'].lower()}",
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
        "width": SIDE,
        "height": SIDE,
        "items": [],
    }
