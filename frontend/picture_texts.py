"""What an item's page says of the picture that it shows: the curator's notes, and the text that stands on it."""

import json
from typing import Any, NamedTuple
from urllib.parse import urlencode

from catalogue.access import Visitor
from catalogue.models import Item
from frontend.figures import Figure
from frontend.viewing import PARAMETER
from heritage.languages import current_language, fallback_chain
from media_pipeline.iiif import addresses, content_state
from media_pipeline.iiif.annotation_pages import region_uri
from media_pipeline.iiif.canvas_contents import canvas_contents, may_read, shown_annotations
from media_pipeline.models import Annotation, CanvasText
from media_pipeline.text_languages import primary


class PictureNote(NamedTuple):
    """`region` is "x,y,width,height" in the picture's own pixels and `query` opens the page there; "" for a note on
    the whole."""

    annotation: Annotation
    region: str
    query: str


class PictureTexts(NamedTuple):
    notes: list[PictureNote]
    texts: list[CanvasText]


def picture_texts(item: Item, figure: Figure | None, visitor: Visitor) -> PictureTexts | None:
    """Of this figure; None for an item none of whose pictures has any that the visitor may read. Three queries."""
    if not item.pk or figure is None or not may_read(item, visitor):
        return None
    contents = canvas_contents(item)
    here = contents.get(figure.asset.pk)
    if here is None:
        return PictureTexts([], []) if contents else None
    notes = shown_annotations(item).filter(asset=figure.asset) if here.has_notes else ()
    texts = CanvasText.objects.filter(pk__in=here.texts.values()).defer("layout") if here.texts else ()
    return PictureTexts([_note(item, figure, note) for note in notes], sorted(texts, key=_reading_order))


def _reading_order(text: CanvasText) -> tuple[int, int]:
    """First what the reader reads."""
    codes = list(fallback_chain(current_language().code))
    code = primary(text.language)
    return codes.index(code) if code in codes else len(codes), text.pk


def _note(item: Item, figure: Figure, note: Annotation) -> PictureNote:
    if not note.box or not figure.info_url:
        return PictureNote(note, "", "")
    manifest: dict[str, Any] = {"id": addresses.manifest_uri(item.identifier), "type": "Manifest"}
    canvas = region_uri(addresses.canvas_uri(item, figure.asset.identifier), note.box)
    state = json.dumps({"id": canvas, "type": "Canvas", "partOf": [manifest]})
    query = "?" + urlencode({PARAMETER: content_state.encode(state)})
    return PictureNote(note, ",".join(map(str, note.box)), query)
