"""Which texts and notes the public sees on an item's canvases: the one place that says so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import CharField, QuerySet, Value

from catalogue.access import LIMITED, OPEN, Visitor
from catalogue.models import Item
from heritage.languages import LANGUAGES
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


def is_open(item: Item) -> bool:
    """Whether everybody may read the texts of a published item. What is written on a picture is a part of it: a size
    limit leaves it open, but pictures for members or under embargo keep it to those who may see them."""
    return item.image_access.level in (OPEN, LIMITED)


def may_read(item: Item, visitor: Visitor) -> bool:
    return is_open(item) or visitor.sees_all(item.image_access, item.institution_id)


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
    """The hook `iiif_canvas_parts`. A manifest is for everybody, so it names what everybody may read."""
    found = canvas_contents(item) if is_open(item) else {}
    return {
        asset.identifier: {
            "annotations": page_references(addresses.canvas_uri(item, asset.identifier), *found[asset.pk])
        }
        for asset in assets
        if asset.pk in found
    }


def public_texts(item: Item) -> Iterator[tuple[str, str]]:
    """(language tag, text) of all that everybody may read on an item's canvases, texts and then notes: what a search
    over items may index."""
    if not is_open(item):
        return
    keys = [pk for found in canvas_contents(item).values() for pk in found.texts.values()]
    yield from CanvasText.objects.filter(pk__in=keys).order_by("pk").values_list("language", "text").iterator()
    for annotation in shown_annotations(item):
        yield from ((LANGUAGES[code].tag, text) for code, text in annotation.body.items())
