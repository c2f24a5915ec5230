"""Annotation pages of canvases: curators' notes, and texts line by line (Presentation 3.0, section 5.5; the Text
Granularity extension)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalogue.models import Item
from heritage.languages import LANGUAGES
from media_pipeline.iiif import addresses
from media_pipeline.iiif.texts import words
from media_pipeline.models import Annotation, CanvasText
from media_pipeline.page_text import Box, Line

JSON = dict[str, Any]
PRESENTATION_CONTEXT = "http://iiif.io/api/presentation/3/context.json"
GRANULARITY_CONTEXT = "http://iiif.io/api/extension/text-granularity/context.json"
TEXT_MOTIVATION = "supplementing"


def notes_uri(canvas: str) -> str:
    return f"{canvas}/annotations.json"


def text_uri(canvas: str, language: str) -> str:
    return f"{canvas}/text-{language}.json"


def note_uri(identifier: str) -> str:
    return addresses.public(f"{addresses.PRESENTATION}/annotations/{identifier}.json")


def line_uri(canvas: str, language: str, number: int | None) -> str:
    """Of a line, counted from 1; None is the whole text."""
    return f"{canvas}/text-{language}/" + ("page" if number is None else f"line-{number}")


def page_references(canvas: str, has_notes: bool, languages: Iterable[str]) -> list[JSON]:
    """What a canvas says of its annotation pages: their addresses, never their content."""
    notes = [{"id": notes_uri(canvas), "type": "AnnotationPage", "label": words(_("Notes"))}] if has_notes else []
    texts = [
        {"id": text_uri(canvas, language), "type": "AnnotationPage", "label": words(_("Text"))}
        for language in languages
    ]
    return notes + texts


def notes_page(item: Item, canvas: str, annotations: Iterable[Annotation]) -> JSON:
    return {
        "@context": PRESENTATION_CONTEXT,
        "id": notes_uri(canvas),
        "type": "AnnotationPage",
        "label": words(_("Notes")),
        "items": [note(item, canvas, annotation) for annotation in annotations],
    }


def text_page(canvas: str, text: CanvasText) -> JSON:
    return {
        "@context": [GRANULARITY_CONTEXT, PRESENTATION_CONTEXT],
        "id": text_uri(canvas, text.language),
        "type": "AnnotationPage",
        "label": words(_("Text")),
        "items": [*text_annotations(canvas, text)],
    }


def note(item: Item, canvas: str, annotation: Annotation) -> JSON:
    """Said by the institution: who of its people wrote it is nobody's business outside."""
    return {
        "id": note_uri(annotation.identifier),
        "type": "Annotation",
        "motivation": annotation.motivation,
        "creator": addresses.agent_uri(item.institution),
        "created": timestamp(annotation.created_at),
        "modified": timestamp(annotation.updated_at),
        "body": note_body(annotation.body),
        "target": region_uri(canvas, annotation.box),
    }


def note_body(body: Mapping[str, str]) -> JSON:
    """In several languages a Choice, of which a viewer shows the reader's."""
    bodies = [textual_body(text, LANGUAGES[code].tag) for code, text in body.items() if text]
    return bodies[0] if len(bodies) == 1 else {"type": "Choice", "items": bodies}


def text_annotations(canvas: str, text: CanvasText) -> Iterable[JSON]:
    """One a line where lines have places, else one for the whole."""
    if text.boxes == CanvasText.Boxes.NONE:
        yield whole_text(canvas, text)
        return
    for number, line in enumerate(text.lines, start=1):
        if line.text.strip():
            yield text_line(canvas, text, number, line)


def whole_text(canvas: str, text: CanvasText) -> JSON:
    body = textual_body(text.text, text.language)
    return supplementing(line_uri(canvas, text.language, None), body, canvas, "page", text.created_at)


def text_line(canvas: str, text: CanvasText, number: int, line: Line) -> JSON:
    """`number` counts from 1, empty lines too."""
    uri, body = line_uri(canvas, text.language, number), textual_body(line.text, text.language)
    return supplementing(uri, body, region_uri(canvas, line.box), "line", text.created_at)


def supplementing(uri: str, body: JSON, target: str, granularity: str, created: datetime) -> JSON:
    return {
        "id": uri,
        "type": "Annotation",
        "motivation": TEXT_MOTIVATION,
        "textGranularity": granularity,
        "created": timestamp(created),
        "body": body,
        "target": target,
    }


def textual_body(value: str, language: str) -> JSON:
    return {"type": "TextualBody", "value": value, "language": language, "format": "text/plain"}


def region_uri(canvas: str, box: Box | None) -> str:
    return f"{canvas}#xywh={','.join(map(str, box))}" if box else canvas


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
