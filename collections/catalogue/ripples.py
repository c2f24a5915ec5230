"""A change of one thing that many records show: a renamed term, an institution that opens or closes.

Half a million records must not wait in a curator's request. When the change is numbered it leaves a row, `Ripple`, and
the records' own changes are written from it in chunks, each with its place in one transaction: after a kill it goes on
there. A thing that changes again meanwhile starts anew, in the same row."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from catalogue.models import Change, Item, ItemCreator, ItemSet, Ripple
from catalogue.publicity import announced

CHUNK = 1000


def _of_concept(pk: int) -> Q:
    # By subquery: a join of four relations would give an item once for each.
    many = [
        getattr(Item, name).through.objects.filter(concept=pk).values("item") for name in ("materials", "techniques")
    ]
    return Q(category=pk) | Q(period=pk) | Q(pk__in=many[0]) | Q(pk__in=many[1])


# {kind of what changed: {kind of the records that show it: which those are}}
_SHOWN_BY: dict[str, dict[str, Callable[[int], Q]]] = {
    "institution": {
        ItemSet.change_kind: lambda pk: Q(institution=pk),
        Item.change_kind: lambda pk: Q(institution=pk),
    },
    ItemSet.change_kind: {
        ItemSet.change_kind: lambda pk: Q(parent=pk),
        Item.change_kind: lambda pk: Q(item_set=pk),
    },
    "concept": {Item.change_kind: _of_concept},
    "agent": {Item.change_kind: lambda pk: Q(pk__in=ItemCreator.objects.filter(agent=pk).values("item"))},
    "place": {Item.change_kind: lambda pk: Q(place=pk)},
}
_MODELS: dict[str, Any] = {model.change_kind: model for model in (Item, ItemSet)}


def start_ripples(changes: Iterable[Change]) -> None:
    """Call in the transaction that numbers the changes. An echo reaches nothing further."""
    for kind, object_id in {(change.kind, change.object_id) for change in changes if not change.is_echo}:
        for reaches in _SHOWN_BY.get(kind, ()):
            Ripple.objects.update_or_create(kind=kind, object_id=object_id, reaches=reaches, defaults={"after_id": 0})


def spread() -> int:
    """Write the changes of the next chunk of records; 0 when none are waiting, or other workers are at them."""
    if not Ripple.objects.exists():
        return 0
    with transaction.atomic():
        rows = Ripple.objects.order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        ripple = rows.first()
        if ripple is None:
            return 0
        return _spread_chunk(ripple)


def _spread_chunk(ripple: Ripple) -> int:
    """How many records were looked at, and one for the end of it."""
    which = _SHOWN_BY[ripple.kind][ripple.reaches](ripple.object_id)
    records = _MODELS[ripple.reaches].objects.filter(which, pk__gt=ripple.after_id).order_by("pk")
    chunk = list(records.only("pk", "identifier", "institution_id", "live")[:CHUNK])
    # What is no longer public by a way that left no change is ended here too.
    known = announced(ripple.reaches, [record.pk for record in chunk if not record.live])
    Change.objects.bulk_create([_echo(record) for record in chunk if record.live or record.pk in known])
    if len(chunk) < CHUNK:
        ripple.delete()
    else:
        ripple.after_id = chunk[-1].pk
        ripple.save(update_fields=["after_id"])
    return len(chunk) + 1


def echo_at_once(kind: str, object_id: int) -> None:
    """For what is about to be deleted: afterwards nobody knows any more which records showed it. Costs what the
    database needs to take it from their lists."""
    for reaches, which in _SHOWN_BY[kind].items():
        records = _MODELS[reaches].objects.filter(which(object_id), live=True).order_by("pk")
        rows = records.only("pk", "identifier", "institution_id", "live").iterator(CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            Change.objects.bulk_create(map(_echo, chunk))


def _echo(record: Any) -> Change:
    return Change(
        action=Change.Action.UPDATE,
        kind=record.change_kind,
        object_id=record.pk,
        identifier=record.identifier,
        institution_id=record.institution_id,
        is_public=True,
        is_echo=True,
    )
