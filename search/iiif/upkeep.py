"""Keeps `PageTerms` up with the texts, behind the outbox. What it has not come to is made while it is asked for."""

from collections.abc import Iterable

from django.db.models import Max, QuerySet

from catalogue.changes import pending, sequence_changes, unread
from catalogue.models import ChangeCursor, Item
from media_pipeline.models import CanvasText
from search.iiif.streams import VERSION, analysis_code, stream
from search.iiif.vocabulary import word_stream
from search.models import PageTerms

_CONSUMER = "page-terms"
_CHANGES = 1000
# Texts in memory at once: a page of a newspaper has 100 kB, and its places ten times as much.
_TEXTS = 50
_LOOKS = 1000


def stamp_of(digest: str) -> str:
    return f"{VERSION}:{digest}"


def terms_of(text: CanvasText) -> PageTerms:
    """Not saved."""
    code, lines = analysis_code(text.language), text.lines
    return PageTerms(text=text, stamp=stamp_of(text.digest), stream=stream(lines, code), words=word_stream(lines, code))


def drain_texts() -> int:
    """Make the terms of texts of changed items; returns how many. Two workers at once do the same, not harm."""
    sequence_changes()
    made = 0
    while pending(_CONSUMER):
        cursor, _new = ChangeCursor.objects.get_or_create(consumer=_CONSUMER)
        changes = list(unread(cursor)[:_CHANGES])
        if not changes:
            break
        items = {change.object_id for change in changes if change.kind == Item.change_kind}
        made += _refresh(CanvasText.objects.filter(asset__item__in=items))
        # Only onward: the other worker may be further by now.
        ChangeCursor.objects.filter(pk=cursor.pk, sequence=cursor.sequence).update(sequence=changes[-1].sequence)
    return made


def refresh_all() -> int:
    """After a change of the analysis; the outbox says nothing of that."""
    return _refresh(CanvasText.objects.all())


def _refresh(texts: QuerySet[CanvasText]) -> int:
    last = texts.aggregate(last=Max("pk"))["last"] or 0
    after = made = 0
    while after < last:
        newer = texts.filter(pk__gt=after, pk__lte=last).order_by("pk")
        rows = list(newer.values_list("pk", "digest", "terms__stamp")[:_LOOKS])
        if not rows:
            break
        after = rows[-1][0]
        made += _make([pk for pk, digest, stamp in rows if stamp != stamp_of(digest)])
    return made


def _make(keys: list[int]) -> int:
    for start in range(0, len(keys), _TEXTS):
        _save(terms_of(text) for text in CanvasText.objects.filter(pk__in=keys[start : start + _TEXTS]))
    return len(keys)


def _save(terms: Iterable[PageTerms]) -> None:
    PageTerms.objects.bulk_create(
        terms, update_conflicts=True, unique_fields=["text"], update_fields=["stamp", "stream", "words"]
    )
