"""Whatever the order in which transactions end, the public sequence ends with what the public sees."""

import random
import threading

import pytest
from django.db import OperationalError, connection, connections

from catalogue import services
from catalogue.changes import advance
from catalogue.models import Change, Item
from catalogue.publicity import announced
from institutions.models import Institution
from institutions.permissions import SYSTEM
from tests import factories


def open_or_close(chance):
    museum = Institution.objects.get()
    if museum.live:
        museum.unpublish()
    else:
        museum.publish(museum.save_revision())


def publish_or_not(chance):
    item = chance.choice(list(Item.objects.all()))
    (services.item_unpublish if item.live else services.item_publish)(item, user=SYSTEM)


def number(chance):
    advance()


@pytest.mark.django_db(transaction=True)
def test_items_institution_and_numbering_at_the_same_time():
    museum = factories.institution()
    for title in "abcdef":
        services.item_save(Item(institution=museum, title={"en": title}), user=SYSTEM)
    failures = []

    def work(act, seed):
        chance = random.Random(seed)
        try:
            for _ in range(15):
                act(chance)
        except Exception as error:
            # SQLite may give up waiting for its one writer: then nothing was written.
            if not (connection.vendor == "sqlite" and isinstance(error, OperationalError)):
                failures.append(error)
        finally:
            connections.close_all()

    acts = [open_or_close, publish_or_not, publish_or_not, number, number]
    workers = [threading.Thread(target=work, args=(act, seed)) for seed, act in enumerate(acts)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    advance()
    keys = list(Item.objects.values_list("pk", flat=True))
    assert announced("item", keys) == set(Item.objects.published().values_list("pk", flat=True))
    numbers = Change.objects.filter(public_sequence__isnull=False).values_list("public_sequence", flat=True)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
