"""How fast harvesters get pages, changes get their numbers and a renamed term reaches the items that show it.

    pytest tests/benchmarks/test_discovery_speed.py -s            CHANGES=2000000 for a long history

Figures are printed, none is asserted: they are the machine's."""

import os
import random
import statistics
import time

import pytest
from django.utils import timezone

from catalogue.changes import advance, sequence_changes
from catalogue.models import Change, ChangeCursor, Item
from catalogue.models.identifiers import mint
from catalogue.ripples import spread
from media_pipeline.iiif.discovery import PAGE
from tests import factories

CHANGES = int(os.environ.get("CHANGES", "200000"))
ITEMS = 20_000
chance = random.Random(5)


@pytest.fixture
def history(db):
    """Items of one place, and a long public sequence of their updates."""
    museum, place = factories.institution(), factories.place("Otrar")
    names = [name for start in range(0, ITEMS, 1000) for name in mint("item", 1000)]
    Item.objects.bulk_create(
        [Item(identifier=name, live=True, institution=museum, title={"en": name}, place=place) for name in names],
        batch_size=1000,
    )
    keys = list(Item.objects.order_by("pk").values_list("pk", "identifier"))
    now = timezone.now()
    for start in range(0, CHANGES, 5000):
        Change.objects.bulk_create(
            Change(
                action="update", kind="item", object_id=key, identifier=name, institution_id=museum.pk, is_public=True,
                sequence=number, public_sequence=number, published_at=now,
                public_action="create" if number <= ITEMS else "update",
            )
            for number in range(start + 1, start + 5001)
            for key, name in [keys[(number - 1) % ITEMS]]
        )  # fmt: skip
    ChangeCursor.objects.create(consumer="sequencer", sequence=CHANGES, public_sequence=CHANGES)
    return place


def _show(name, times):
    cuts = statistics.quantiles((each * 1000 for each in times), n=100)
    print(f"{name:<44} p50 {cuts[49]:7.2f} ms   p95 {cuts[94]:7.2f} ms   p99 {cuts[98]:7.2f} ms")


def _timed(act):
    begin = time.perf_counter()
    result = act()
    return time.perf_counter() - begin, result


def test_speed(history, client):
    print(f"\n{CHANGES} public changes of {ITEMS} items")
    last = (CHANGES - 1) // PAGE
    feed = [_timed(lambda: client.get("/iiif/discovery/1/activities.json"))[0] for _ in range(200)]
    _show("the collection", feed)
    for name, numbers in (("first", [0]), ("last", [last]), ("any", range(last + 1))):
        paths = [f"/iiif/discovery/1/activities/page-{chance.choice(numbers)}.json" for _ in range(200)]
        _show(f"{name} page of {PAGE}", [_timed(lambda path=path: client.get(path))[0] for path in paths])
    Change.objects.bulk_create(
        [
            Change(action="update", kind="item", object_id=key, identifier="x", is_public=True)
            for key in Item.objects.values_list("pk", flat=True)[:10_000]
        ],
        batch_size=1000,
    )
    seconds, _ = _timed(lambda: [None for _ in iter(sequence_changes, 0)])
    print(f"numbering: {10_000 / seconds:.0f} changes/s")
    history.name = {"en": "Otyrar"}
    _show_rename(history)


def _show_rename(place):
    seconds, _ = _timed(place.save)
    print(f"renaming a place of {ITEMS} items takes the curator {seconds * 1000:.1f} ms")
    sequence_changes()
    chunks = []
    while True:
        seconds, number = _timed(spread)
        if not number:
            break
        chunks.append(seconds)
        chunks[-1] += _timed(sequence_changes)[0]
    print(f"told of at {ITEMS / sum(chunks):.0f} items/s, longest chunk {max(chunks) * 1000:.0f} ms")
    advance()
    assert Change.objects.filter(is_echo=True, public_sequence__isnull=False).count() == ITEMS
