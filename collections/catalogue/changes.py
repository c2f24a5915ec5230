"""Numbering and draining the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalogue.models import Change, ChangeCursor, Ripple
from catalogue.publicity import decide
from catalogue.ripples import spread, start_ripples

_SEQUENCER = "sequencer"


def _locked_cursor(consumer: str) -> ChangeCursor | None:
    """The consumer's row, locked for this transaction; None while another worker holds it."""
    ChangeCursor.objects.get_or_create(consumer=consumer)
    rows = ChangeCursor.objects.filter(consumer=consumer)
    # On SQLite the transaction itself is the lock (transaction_mode IMMEDIATE).
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def sequence_changes(limit: int = 2000) -> int:
    """Give committed changes their gap-free numbers; returns how many got one."""
    if not Change.objects.filter(sequence=None).exists():
        return 0
    with transaction.atomic():
        cursor = _locked_cursor(_SEQUENCER)
        if cursor is None:
            return 0
        changes = list(Change.objects.filter(sequence=None).order_by("id")[:limit])
        _number(changes, cursor)
        start_ripples(changes)
    return len(changes)


def _number(changes: list[Change], cursor: ChangeCursor) -> None:
    public, now = decide(changes), _time_after(cursor)
    for change in changes:
        cursor.sequence += 1
        change.sequence = cursor.sequence
        if change.pk in public:
            cursor.public_sequence += 1
            change.public_sequence = cursor.public_sequence
            change.public_action = public[change.pk]
            change.published_at = now
    # An upsert: Django's bulk_update builds a CASE a row and column.
    numbers = ["sequence", "public_sequence", "public_action", "published_at"]
    Change.objects.bulk_create(changes, update_conflicts=True, unique_fields=["id"], update_fields=numbers)
    cursor.save()


def _time_after(cursor: ChangeCursor) -> datetime:
    """Now, and later than the last public change should the clock have been set back: harvesters stop at what they
    have seen, and what is numbered together has one time."""
    last = Change.objects.filter(public_sequence=cursor.public_sequence).first()
    now = timezone.now()
    return max(now, last.published_at + timedelta(microseconds=1)) if last and last.published_at else now


def advance() -> None:
    """Number all there is, and write and number what follows from it."""
    while sequence_changes() or spread():
        pass


@contextmanager
def drain(consumer: str, limit: int = 1000) -> Iterator[list[Change]]:
    """The next changes for `consumer`, oldest first. They count as read when the block ends without an error;
    otherwise they come again: the consumer must be idempotent. Empty while another worker drains."""
    sequence_changes()
    while not (is_unread := _unread_by(consumer).exists()) and spread():
        sequence_changes()
    # Workers ask every two seconds: an idle system must not write for that.
    if not is_unread:
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
    """How many changes the consumer has not read, numbered or not; one for each thing whose ripples are to come."""
    return _unread_by(consumer).count() + Ripple.objects.count()


def _unread_by(consumer: str) -> QuerySet[Change]:
    cursor = ChangeCursor.objects.filter(consumer=consumer).first()
    read = cursor.sequence if cursor else 0
    return Change.objects.filter(models.Q(sequence=None) | models.Q(sequence__gt=read))


def skip_to_end(consumer: str) -> int:
    """Count all present changes as read, as a consumer does that is about to rebuild from the tables; returns the
    number of the last one."""
    while sequence_changes():
        pass
    last = Change.objects.filter(sequence__isnull=False).order_by("-sequence").first()
    number = last.sequence if last else 0
    with transaction.atomic():
        if cursor := _locked_cursor(consumer):
            cursor.sequence = number
            cursor.save()
    return number
