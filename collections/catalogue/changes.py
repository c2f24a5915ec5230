"""Numbering and draining the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction
from django.db.models import QuerySet

from catalogue.models import Change, ChangeCursor

_SEQUENCER = "sequencer"


def _locked_cursor(consumer: str) -> ChangeCursor | None:
    """The consumer's row, locked for this transaction; None while another worker holds it."""
    ChangeCursor.objects.get_or_create(consumer=consumer)
    rows = ChangeCursor.objects.filter(consumer=consumer)
    # On SQLite the transaction itself is the lock (transaction_mode IMMEDIATE).
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def sequence_changes(limit: int = 5000) -> int:
    """Give committed changes their gap-free numbers; returns how many got one."""
    if not Change.objects.filter(sequence=None).exists():
        return 0
    with transaction.atomic():
        cursor = _locked_cursor(_SEQUENCER)
        if cursor is None:
            return 0
        changes = list(Change.objects.filter(sequence=None).order_by("id")[:limit])
        for change in changes:
            cursor.sequence += 1
            change.sequence = cursor.sequence
            if change.is_public:
                cursor.public_sequence += 1
                change.public_sequence = cursor.public_sequence
        Change.objects.bulk_update(changes, ["sequence", "public_sequence"], batch_size=500)
        cursor.save()
    return len(changes)


@contextmanager
def drain(consumer: str, limit: int = 1000) -> Iterator[list[Change]]:
    """The next changes for `consumer`, oldest first. They count as read when the block ends without an error;
    otherwise they come again: the consumer must be idempotent. Empty while another worker drains."""
    sequence_changes()
    # Workers ask every two seconds: an idle system must not write for that.
    if not pending(consumer):
        yield []
        return
    with transaction.atomic():
        cursor = _locked_cursor(consumer)
        changes = list(unread(cursor)[:limit]) if cursor else []
        yield changes
        if cursor and changes:
            cursor.sequence = changes[-1].sequence
            cursor.save()


def unread(cursor: ChangeCursor) -> QuerySet[Change]:
    return Change.objects.filter(sequence__gt=cursor.sequence).order_by("sequence")


def pending(consumer: str) -> int:
    """How many changes the consumer has not read, numbered or not."""
    cursor = ChangeCursor.objects.filter(consumer=consumer).first()
    read = cursor.sequence if cursor else 0
    return Change.objects.filter(models.Q(sequence=None) | models.Q(sequence__gt=read)).count()


def skip_to_end(consumer: str) -> None:
    """Count all present changes as read: a consumer that has just rebuilt from the tables needs none of them."""
    while sequence_changes():
        pass
    with transaction.atomic():
        if cursor := _locked_cursor(consumer):
            last = Change.objects.filter(sequence__isnull=False).order_by("-sequence").first()
            cursor.sequence = last.sequence if last else 0
            cursor.save()
