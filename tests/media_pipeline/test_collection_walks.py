"""A harvester that walks the Collections meets every item once, whatever is published and withdrawn meanwhile."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Item
from media_pipeline.iiif import key_ranges
from media_pipeline.iiif.key_ranges import KeyRange
from tests import factories
from tests.media_pipeline.collection_walk import fetch, manifests, name_of, walk

pytestmark = pytest.mark.django_db
_names = itertools.count()


def fill(museum, keys, live=True):
    """Published items with these primary keys."""
    Item.objects.bulk_create(
        [Item(pk=key, institution=museum, identifier=f"w{next(_names)}", live=live, title={"en": "x"}) for key in keys],
        batch_size=1000,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=st.sets(st.integers(1, 5000), min_size=1, max_size=60),
    others=st.sets(st.integers(5001, 9000), max_size=20),
    changes=st.lists(st.tuples(st.integers(0, 79), st.booleans()), max_size=30),
)
def test_every_item_that_stays_is_met_once(client, monkeypatch, keys, others, changes):
    monkeypatch.setattr(key_ranges, "PAGE_KEYS", 4)
    monkeypatch.setattr(key_ranges, "FANOUT", 10)
    Item.objects.all().delete()
    museum = factories.institution()
    fill(museum, keys)
    fill(museum, others, live=False)
    rows = list(Item.objects.order_by("pk").values_list("pk", "identifier", "live"))
    pending = iter(changes)
    touched = {rows[index % len(rows)][1] for index, _live in changes}

    def change() -> None:
        for index, live in itertools.islice(pending, 2):
            Item.objects.filter(pk=rows[index % len(rows)][0]).update(live=live)

    met = walk(client, museum.code, between=change)
    assert len(met) == len(set(met))
    assert {identifier for _key, identifier, live in rows if live and identifier not in touched} <= set(met)
    assert set(met) <= {identifier for _key, identifier, _live in rows}


@given(st.integers(0, 10**14), st.integers(0, 8))
def test_a_range_is_read_as_it_is_written(key, power):
    blocks = 10**power
    made = KeyRange(key // (1000 * blocks) * blocks, blocks)
    assert KeyRange.parse(str(made)) == made
    assert made.first * 1000 <= key < (made.first + made.blocks) * 1000


def test_harvest_of_twenty_thousand(client):
    """Spread as imports leave them: two museums by turns, with gaps."""
    first, second = factories.institution(), factories.institution()
    start = (Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    for block in range(40):
        fill([first, second][block % 2], range(start + block * 700, start + block * 700 + 500))
    answers = {}

    def harvest(name):
        with CaptureQueriesContext(connection) as queries:
            made = fetch(client, name)
        answers[name] = (len(made["items"]), len(queries))
        found = manifests(made)
        for member in made["items"]:
            if member["type"] == "Collection":
                found += harvest(name_of(member))
        return found

    met = [identifier for museum in (first, second) for identifier in harvest(museum.code)]
    assert len(met) == len(set(met)) == Item.objects.filter(institution__in=[first, second]).count() == 20_000
    assert max(members for members, _queries in answers.values()) <= 1000
    assert max(queries for _members, queries in answers.values()) <= 6
    assert len(answers) <= 2 + 2 * 29
