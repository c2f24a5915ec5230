"""Which texts and notes the public sees on an item's canvases: the one place that says so."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, QuerySet, Value

from catalogue.models import Item
from media_pipeline.iiif import addresses
from media_pipeline.iiif.annotation_pages import page_references
from media_pipeline.models import Annotation, Asset, CanvasText, shown_texts


class _Mark(NamedTuple):
    """That an asset has a text, or (`language` "") a note."""

    asset_id: int
    source: str
    language: str
    updated_at: datetime
    pk: int


class CanvasContents(NamedTuple):
    """`texts` are {language: primary key of the text that is shown}."""

    has_notes: bool
    texts: dict[str, int]


def shown_assets(item: Item) -> QuerySet[Asset]:
    return Asset.objects.filter(item=item, state=Asset.State.READY).shown()


def shown_annotations(item: Item) -> QuerySet[Annotation]:
    """In the order of canvases, then in the curator's."""
    shown = Annotation.objects.filter(asset__in=shown_assets(item).order_by(), live=True)
    return shown.select_related("asset").order_by("asset__position", "asset_id", "position", "id")


def canvas_contents(item: Item) -> dict[int, CanvasContents]:
    """By asset; only canvases that have some. One query, however many canvases there are, and none when the same
    object is asked for again."""
    known = item.__dict__.get("canvas_contents")
    if known is None:
        known = item.__dict__["canvas_contents"] = _contents(_marks(item))
    return known


def _marks(item: Item) -> list[_Mark]:
    assets = shown_assets(item).order_by()
    texts = CanvasText.objects.filter(asset__in=assets).order_by()
    notes = Annotation.objects.filter(asset__in=assets, live=True).order_by()
    nothing = Value("", output_field=CharField())
    rows = texts.values_list("asset_id", "source", "language", "updated_at", "pk").union(
        notes.values_list("asset_id", nothing, nothing, "updated_at", "pk"), all=True
    )
    return [_Mark(*row) for row in rows]


def _contents(marks: list[_Mark]) -> dict[int, CanvasContents]:
    noted = {mark.asset_id for mark in marks if not mark.language}
    texts: dict[int, dict[str, int]] = defaultdict(dict)
    for mark in shown_texts([mark for mark in marks if mark.language]):
        texts[mark.asset_id][mark.language] = mark.pk
    return {pk: CanvasContents(pk in noted, dict(texts.get(pk, {}))) for pk in noted | set(texts)}


def annotation_references(item: Item, assets: Iterable[Asset]) -> dict[str, dict[str, object]]:
    """The hook `iiif_canvas_parts`."""
    found = canvas_contents(item)
    return {
        asset.identifier: {
            "annotations": page_references(addresses.canvas_uri(item, asset.identifier), *found[asset.pk])
        }
        for asset in assets
        if asset.pk in found
    }
