"""What a merge of two items means for their next import, see `catalogue.merging`."""

from catalogue.models import Item
from interchange.models import RawRecord


def hand_over_source(duplicate: Item, survivor: Item) -> None:
    """A survivor that came by no import takes the duplicate's key and raw record, so that the next import updates it:
    its empty fields, as what it has is the curators'. One with a key of its own keeps that; the duplicate keeps the
    other, so that the next import knows the record and leaves it alone."""
    raw = RawRecord.objects.filter(item=duplicate).first()
    if survivor.source_id or not duplicate.source_id:
        return
    source_id, duplicate.source_id = duplicate.source_id, ""
    Item.objects.filter(pk=duplicate.pk).update(source_id="")
    Item.objects.filter(pk=survivor.pk).update(source_id=source_id)
    survivor.source_id = source_id
    if raw:
        raw.item, raw.written, raw.mapping_fingerprint, raw.withdrawn_live = survivor, {}, "", None
        raw.save()
