"""What is written on the images, and what a curator says of them. Notes are left as they are where there are some."""

from typing import Any

from django.db import transaction

from heritage.demo_loader.data import DEMO_DIR, INSTITUTION, load
from heritage.demo_loader.steps import Tick
from institutions.permissions import SYSTEM
from media_pipeline.alto import read_alto
from media_pipeline.annotations import annotation_publish, annotation_save
from media_pipeline.canvases import canvas_size
from media_pipeline.models import Annotation, Asset, CanvasText
from media_pipeline.transcription import canvas_text_save


def load_texts(tick: Tick) -> None:
    for entry in tick.over([*load("texts"), *load("notes")]):
        asset = _asset(entry)
        if "alto" in entry:
            _load_text(asset, (DEMO_DIR / entry["alto"]).read_bytes())
        elif not Annotation.objects.filter(asset=asset).exists():
            _load_notes(asset, entry["notes"])


def _asset(entry: dict[str, Any]) -> Asset:
    [sha256] = (
        file["sha256"]
        for record in load("catalogue")
        for file in record["files"]
        if (record["id"], file["path"]) == (entry["record"], entry["file"])
    )
    known = Asset.objects.select_related("item").with_files()
    return known.get(item__institution__code=INSTITUTION, item__source_id=entry["record"], sha256=sha256)


def _load_text(asset: Asset, alto: bytes) -> None:
    page = read_alto(alto, canvas_size(asset))
    source = CanvasText.Source.ALTO
    canvas_text_save(asset, user=SYSTEM, source=source, language=page.language, lines=page.lines)


@transaction.atomic
def _load_notes(asset: Asset, notes: list[dict[str, Any]]) -> None:
    for note in notes:
        annotation = annotation_save(Annotation(asset=asset, **note), user=SYSTEM)
        annotation_publish(annotation, user=SYSTEM)
