"""What becomes of the files of a duplicate, and of all that is said about them, see `catalogue.merging`."""

from django.db.models import Max
from django.utils.translation import gettext as _

from catalogue.models import Item
from media_pipeline.models import Annotation, Asset, CanvasText, Range


def files_obstacle(duplicate: Item, survivor: Item) -> str:
    """Files must not become more open, or less, by the way."""
    differs = any(getattr(duplicate, name) != getattr(survivor, name) for name in Item.ACCESS_FIELDS)
    if differs and Asset.objects.filter(item=duplicate).exists():
        return _("Choose first who sees the images: it is not the same for the two items.")
    return ""


def move_files(duplicate: Item, survivor: Item) -> None:
    """Behind the survivor's own, in their order, with their notes and texts. A file that both have stays where it is,
    as an item has a file once, and what is said about it goes over to the survivor's."""
    own = {asset.sha256: asset for asset in Asset.objects.filter(item=survivor)}
    files = list(Asset.objects.filter(item=duplicate).order_by("position", "id"))
    moving = {file.pk for file in files if file.sha256 not in own and file.poster_for_id is None}
    # A picture goes with the model that it stands for.
    moved = [file for file in files if file.sha256 not in own and (file.poster_for_id or file.pk) in moving]
    last = max((file.position for file in own.values()), default=0)
    for position, file in enumerate(moved, start=last + 1):
        file.item, file.position = survivor, position
    Asset.objects.bulk_update(moved, ["item", "position"], batch_size=500)
    twins = {file.pk: own[file.sha256] for file in files if file.sha256 in own}
    _move_contents(twins)
    _move_headings(duplicate, survivor, twins)


def _move_contents(twins: dict[int, Asset]) -> None:
    notes = list(Annotation.objects.filter(asset__in=twins))
    for note in notes:
        note.asset = twins[note.asset_id]
    Annotation.objects.bulk_update(notes, ["asset"], batch_size=500)
    texts = list(CanvasText.objects.filter(asset__in=twins).only("asset", "source", "language"))
    kept = CanvasText.objects.filter(asset__in=twins.values()).values_list("asset", "source", "language")
    taken = set(kept)
    free = [text for text in texts if (twins[text.asset_id].pk, text.source, text.language) not in taken]
    for text in free:
        text.asset = twins[text.asset_id]
    CanvasText.objects.bulk_update(free, ["asset"], batch_size=500)


def _move_headings(duplicate: Item, survivor: Item, twins: dict[int, Asset]) -> None:
    headings = list(Range.objects.filter(item=duplicate))
    last = Range.objects.filter(item=survivor, parent=None).aggregate(last=Max("position"))["last"] or 0
    for heading in headings:
        heading.item = survivor
        heading.position += last if heading.parent_id is None else 0
        for name in ("first", "last"):
            if twin := twins.get(getattr(heading, f"{name}_id")):
                setattr(heading, name, twin)
    Range.objects.bulk_update(headings, ["item", "position", "first", "last"], batch_size=500)
