"""What is looked through: the texts that the public reads on an item's canvases, and its published notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import F

from catalogue.models import Item
from media_pipeline.iiif import addresses
from media_pipeline.iiif.annotation_pages import TEXT_MOTIVATION
from media_pipeline.iiif.canvas_contents import canvas_contents, shown_annotations, shown_assets
from media_pipeline.models import Annotation, CanvasText
from search.iiif.streams import analysis_code, note_stream
from search.iiif.upkeep import stamp_of, terms_of
from search.iiif.vocabulary import note_words

# Texts in memory at once.
_CHUNK = 200


Column = Literal["stream", "words"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """A text or a note, in the order of canvases. `content` is {language code: stream or words}; `boxes` says how fine
    its places are, and `lines` how many it has."""

    key: int
    canvas: str
    motivation: str
    created: datetime
    content: dict[str, str]
    boxes: str
    lines: int
    annotation: Annotation | None = None

    @property
    def is_by_line(self) -> bool:
        """Else it is one annotation as a whole."""
        return self.boxes in (CanvasText.Boxes.LINE, CanvasText.Boxes.WORD)


def units(item: Item, column: Column) -> Iterator[Unit]:
    """Four queries, however many canvases there are, and one more for each 200 texts that are newer than their
    terms."""
    contents = canvas_contents(item)
    notes: dict[int, list[Annotation]] = {}
    if any(found.has_notes for found in contents.values()):
        for annotation in shown_annotations(item):
            notes.setdefault(annotation.asset_id, []).append(annotation)
    shown = {pk for found in contents.values() for pk in found.texts.values()}
    texts = _texts(item, shown, column) if shown else iter(())
    waiting = next(texts, None)
    for asset_id, name in list(shown_assets(item).values_list("pk", "identifier")) if contents else ():
        canvas = addresses.canvas_uri(item, name)
        while waiting and waiting["asset_id"] == asset_id:
            yield _text_unit(canvas, waiting, column)
            waiting = next(texts, None)
        for annotation in notes.get(asset_id, ()):
            yield _note_unit(canvas, annotation, column)


def _texts(item: Item, shown: set[int], column: Column) -> Iterator[Row]:
    rows = (
        CanvasText.objects.filter(asset__in=shown_assets(item).order_by())
        .order_by("asset__position", "asset_id", "pk")
        .values("pk", "asset_id", "language", "boxes", "line_count", "digest", "created_at")
        .annotate(stamp=F("terms__stamp"), content=F(f"terms__{column}"))
    )
    chunk: list[Row] = []
    for row in rows.iterator(chunk_size=_CHUNK):
        if row["pk"] in shown:
            chunk.append(row)
        if len(chunk) == _CHUNK:
            yield from _up_to_date(chunk, column)
            chunk = []
    yield from _up_to_date(chunk, column)


def _up_to_date(rows: list[Row], column: Column) -> Iterator[Row]:
    stale = [row["pk"] for row in rows if row["stamp"] != stamp_of(row["digest"])]
    made = {text.pk: terms_of(text) for text in CanvasText.objects.filter(pk__in=stale)} if stale else {}
    for row in rows:
        if row["pk"] in made:
            row["content"] = getattr(made[row["pk"]], column)
        # None of a text that was taken away between the two looks.
        if row["content"] is not None:
            yield row


def _text_unit(canvas: str, row: Row, column: Column) -> Unit:
    return Unit(
        key=row["pk"],
        canvas=canvas,
        motivation=TEXT_MOTIVATION,
        created=row["created_at"],
        content={analysis_code(row["language"]): row["content"]},
        boxes=row["boxes"],
        lines=row["line_count"],
    )


def _note_unit(canvas: str, annotation: Annotation, column: Column) -> Unit:
    made = note_stream if column == "stream" else note_words
    return Unit(
        key=annotation.pk,
        canvas=canvas,
        motivation=annotation.motivation,
        created=annotation.created_at,
        content={code: made(text, code) for code, text in annotation.body.items()},
        boxes="",
        lines=1,
        annotation=annotation,
    )
