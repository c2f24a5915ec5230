"""Annotation pages of published items, readable from any site."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from catalogue.access import visitor_of
from catalogue.lookup import refusal
from catalogue.models import Item
from heritage.errors import Denied, NotFound, SignInNeeded
from heritage.identifiers import parse_name
from media_pipeline.iiif import addresses, annotation_pages
from media_pipeline.iiif.canvas_contents import canvas_contents, is_open, may_read, shown_annotations, shown_assets
from media_pipeline.iiif.open_json import BRIEFLY, open_json
from media_pipeline.models import Annotation, Asset, CanvasText

JSON = dict[str, Any]


def notes_view(request: HttpRequest, identifier: str, name: str) -> HttpResponse:
    def build() -> JSON:
        item, asset = _canvas(request, identifier, name)
        annotations = list(shown_annotations(item).filter(asset=asset))
        return annotation_pages.notes_page(item, addresses.canvas_uri(item, asset.identifier), annotations)

    return answer(request, build, annotation_pages.PRESENTATION_CONTEXT)


def text_view(request: HttpRequest, identifier: str, name: str, language: str) -> HttpResponse:
    def build() -> JSON:
        item, asset = _canvas(request, identifier, name)
        contents = canvas_contents(item).get(asset.pk)
        if contents is None or language not in contents.texts:
            raise NotFound()
        text = CanvasText.objects.get(pk=contents.texts[language])
        return annotation_pages.text_page(addresses.canvas_uri(item, asset.identifier), text)

    return answer(request, build, annotation_pages.PRESENTATION_CONTEXT)


def note_view(request: HttpRequest, identifier: str) -> HttpResponse:
    def build() -> JSON:
        annotation = (
            Annotation.objects.select_related("asset__item__institution")
            .filter(identifier=parse_name(identifier))
            .first()
        )
        if annotation is None or annotation.asset.item is None or not annotation.live:
            raise NotFound()
        item, asset = _canvas(request, annotation.asset.item.identifier, annotation.asset.identifier)
        canvas = addresses.canvas_uri(item, asset.identifier)
        context = {"@context": annotation_pages.PRESENTATION_CONTEXT}
        return context | annotation_pages.note(item, canvas, annotation)

    return answer(request, build, annotation_pages.PRESENTATION_CONTEXT)


def readable_item(request: HttpRequest, identifier: str) -> Item:
    """A published item whose texts this person may read. Raises InvalidIdentifier and what `refusal` gives, and
    SignInNeeded or Denied for one whose pictures are for others."""
    item = Item.objects.select_related("institution").filter(identifier=parse_name(identifier)).first()
    if item is None or not (item.live and item.institution.live):
        raise refusal(item)
    if not is_open(item):
        visitor = visitor_of(request.user)
        if not may_read(item, visitor):
            raise Denied() if visitor.is_known else SignInNeeded()
        request.reads_restricted = True
    return item


def answer(request: HttpRequest, build: Callable[[], JSON], context: str) -> HttpResponse:
    """JSON-LD for everybody; what only some may read stays with who asked."""

    def cache(built: JSON) -> str:
        return "private, no-store" if getattr(request, "reads_restricted", False) else BRIEFLY

    return open_json(request, build, context, cache)


def _canvas(request: HttpRequest, identifier: str, name: str) -> tuple[Item, Asset]:
    item = readable_item(request, identifier)
    asset = shown_assets(item).filter(identifier=name.replace("\x00", "")).first()
    if asset is None:
        raise NotFound()
    return item, asset
