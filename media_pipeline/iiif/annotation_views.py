"""Annotation pages of published items, readable from any site."""

from django.http import HttpRequest, HttpResponse

from catalogue.models import Item
from heritage.errors import Gone, NotFound
from media_pipeline.iiif import addresses, annotation_pages
from media_pipeline.iiif.canvas_contents import canvas_contents, shown_annotations, shown_assets
from media_pipeline.iiif.open_json import open_json
from media_pipeline.models import Annotation, Asset, CanvasText


def notes_view(request: HttpRequest, identifier: str, name: str) -> HttpResponse:
    def build() -> dict[str, object]:
        item, asset = _canvas(identifier, name)
        annotations = list(shown_annotations(item).filter(asset=asset))
        return annotation_pages.notes_page(item, addresses.canvas_uri(item, asset.identifier), annotations)

    return open_json(request, build, annotation_pages.PRESENTATION_CONTEXT)


def text_view(request: HttpRequest, identifier: str, name: str, language: str) -> HttpResponse:
    def build() -> dict[str, object]:
        item, asset = _canvas(identifier, name)
        contents = canvas_contents(item).get(asset.pk)
        if contents is None or language not in contents.texts:
            raise NotFound()
        text = CanvasText.objects.get(pk=contents.texts[language])
        return annotation_pages.text_page(addresses.canvas_uri(item, asset.identifier), text)

    return open_json(request, build, annotation_pages.PRESENTATION_CONTEXT)


def note_view(request: HttpRequest, identifier: str) -> HttpResponse:
    def build() -> dict[str, object]:
        annotation = Annotation.objects.select_related("asset__item__institution").filter(identifier=identifier).first()
        if annotation is None or annotation.asset.item is None or not annotation.live:
            raise NotFound()
        item, asset = _canvas(annotation.asset.item.identifier, annotation.asset.identifier)
        canvas = addresses.canvas_uri(item, asset.identifier)
        context = {"@context": annotation_pages.PRESENTATION_CONTEXT}
        return context | annotation_pages.note(item, canvas, annotation)

    return open_json(request, build, annotation_pages.PRESENTATION_CONTEXT)


def public_item(identifier: str) -> Item:
    """An item whose texts everybody may read. Raises NotFound, and Gone for one that is withdrawn."""
    item = Item.objects.select_related("institution").filter(identifier=identifier).first()
    if item is not None and item.withdrawn_at:
        raise Gone()
    if item is None or not (item.live and item.institution.live):
        raise NotFound()
    return item


def _canvas(identifier: str, name: str) -> tuple[Item, Asset]:
    item = public_item(identifier)
    asset = shown_assets(item).filter(identifier=name).first()
    if asset is None:
        raise NotFound()
    return item, asset
