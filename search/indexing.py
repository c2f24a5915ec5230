"""Keeps the index true: drains the outbox, and rebuilds beside the live index.

Each index reads the outbox with a cursor of its own, named after it. A rebuild sets the new index's cursor before it
reads the first row, so when it takes over, with what happened meanwhile still to be drained, nothing is missing, and
pointer and cursor cannot disagree after a crash."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import structlog
from django.db.models import Max, QuerySet

from catalogue.changes import drain, pending, skip_to_end
from catalogue.models import Change, ChangeCursor, Item
from media_pipeline.models import Asset
from search.documents import MediaFacts, SearchDocument, document
from search.engines import get_engine
from search.engines.base import IndexMissing, Writer, WriterBusy
from search.iiif.upkeep import refresh_all

logger = structlog.get_logger(__name__)

# Changes in one transaction: on SQLite other writers wait for it.
_BATCH = 500
_CHUNK = 1000
_CONSUMER = "search-"
Progress = Callable[[int, int], None]


def consumer_of(generation: str) -> str:
    return _CONSUMER + generation


def drain_changes() -> int:
    """Bring the index up to date; returns how many changes were read. Builds the index when there is none. Does
    nothing while another process is at it."""
    engine = get_engine()
    try:
        try:
            generation = engine.generation()
        except IndexMissing as error:
            logger.warning("building the search index", reason=error.hint)
            rebuild()
            generation = engine.generation()
        total = 0
        while pending(consumer_of(generation)):
            if not (number := _drain_batch(generation)):
                break
            total += number
    except WriterBusy:
        return 0
    return total


def pending_changes() -> int:
    """How many changes search has not read. Raises SearchUnavailable."""
    return pending(consumer_of(get_engine().generation()))


def rebuild(progress: Progress | None = None) -> int:
    """Index every published item anew and put that index in place of the live one; returns how many items. Raises
    WriterBusy while another rebuild runs; whatever goes wrong, the live index stays."""
    engine = get_engine()
    items = Item.objects.published()
    total = items.count()
    with engine.rebuilding() as build:
        _forget_other_generations(build.generation)
        version = skip_to_end(consumer_of(build.generation))
        done = 0
        for chunk in _chunks(items):
            done += build.index(documents(chunk, version))
            if progress:
                progress(done, total)
        build.commit()
        while changes := _apply_unread(build, build.generation):
            logger.info("caught up with changes made during the rebuild", changes=changes)
    drain_changes()
    refresh_all()
    return done


def documents(items: list[Item], version: int = 0) -> Iterator[SearchDocument]:
    """Of items fetched `with_terms()`; one query more for all of them. `version` is the number of the newest change
    that they were read after."""
    kinds: dict[int, dict[str, None]] = {}
    ready = Asset.objects.filter(item__in=[item.pk for item in items], state=Asset.State.READY).shown()
    for item_id, kind in ready.values_list("item_id", "kind"):
        kinds.setdefault(item_id, {})[kind] = None
    for item in items:
        yield document(item, MediaFacts(tuple(kinds.get(item.pk, ()))), version)


def _drain_batch(generation: str) -> int:
    with get_engine().writing() as writer:
        # A rebuild may have taken over between the two looks.
        if writer.generation != generation:
            return 0
        return _apply_unread(writer, generation)


def _apply_unread(writer: Writer, generation: str) -> int:
    """The index is written before the cursor moves: a crash between the two means the same again, never a gap."""
    with drain(consumer_of(generation), _BATCH) as changes:
        if changes:
            _apply(writer, changes)
        return len(changes)


def _apply(writer: Writer, changes: list[Change]) -> None:
    version = changes[-1].sequence or 0
    changed = {change.identifier for change in changes if change.kind == Item.change_kind}
    if changed:
        items = list(Item.objects.published().with_terms().filter(identifier__in=changed))
        writer.delete(changed - {item.identifier for item in items}, version)
        writer.index(documents(items, version))
        writer.commit()


def _chunks(items: QuerySet[Item]) -> Iterator[list[Item]]:
    """By position, never by offset: bounded memory, and the last chunk costs what the first does. Only those that
    are there at the start, as an import could run ahead of it for ever; the outbox has the others."""
    after, last = 0, items.aggregate(last=Max("pk"))["last"] or 0
    while chunk := list(items.with_terms().filter(pk__gt=after, pk__lte=last).order_by("pk")[:_CHUNK]):
        yield chunk
        after = chunk[-1].pk


def _forget_other_generations(building: str) -> None:
    """Cursors of indexes that are gone. The live one's stays: it is drained until the new one takes over."""
    kept = {consumer_of(building)}
    with suppress(IndexMissing):
        kept.add(consumer_of(get_engine().generation()))
    ChangeCursor.objects.filter(consumer__startswith=_CONSUMER).exclude(consumer__in=kept).delete()
