import threading

import pytest
from django.db import connection, connections, transaction

from catalogue.changes import drain, pending, sequence_changes, skip_to_end
from catalogue.models import Change
from tests import factories


def record(number: int = 1) -> None:
    """Changes of as many published items."""
    museum = factories.institution()
    for _ in range(number):
        factories.item(museum).record(Change.Action.UPDATE, is_public=True)


@pytest.mark.django_db
def test_public_changes_are_numbered_without_gaps():
    record(2)
    factories.item(live=False).record(Change.Action.UPDATE, is_public=False)
    record(2)
    assert sequence_changes() == 5
    assert list(Change.objects.order_by("id").values_list("sequence", "public_sequence")) == [
        (1, 1), (2, 2), (3, None), (4, 3), (5, 4),
    ]  # fmt: skip
    assert sequence_changes() == 0


@pytest.mark.django_db
def test_each_consumer_reads_every_change_once():
    record(3)
    for consumer in ("search", "feed"):
        with drain(consumer, limit=2) as changes:
            assert [change.sequence for change in changes] == [1, 2]
        assert pending(consumer) == 1
        with drain(consumer) as changes:
            assert [change.sequence for change in changes] == [3]
        with drain(consumer) as changes:
            assert changes == []


@pytest.mark.django_db
def test_a_consumer_that_failed_gets_the_same_changes_again():
    record(2)
    with pytest.raises(OSError), drain("search") as changes:
        assert len(changes) == 2
        raise OSError("the index did not answer")
    with drain("search") as changes:
        assert [change.sequence for change in changes] == [1, 2]


@pytest.mark.django_db
def test_a_rebuilt_consumer_starts_from_now():
    record(3)
    skip_to_end("search")
    assert pending("search") == 0
    record(1)
    with drain("search") as changes:
        assert [change.sequence for change in changes] == [4]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_mutation_leaves_no_change_and_no_gap():
    record(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        record(1)
        raise RuntimeError
    record(1)
    sequence_changes()
    assert list(Change.objects.order_by("sequence").values_list("public_sequence", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_two_workers_number_each_change_once():
    record(200)

    def work():
        try:
            while sequence_changes(limit=20):
                pass
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sequence_changes()
    numbers = sorted(Change.objects.values_list("public_sequence", flat=True))
    assert numbers == list(range(1, 201)), connection.vendor


@pytest.mark.django_db
def test_an_institution_that_closes_tells_its_consumers():
    museum = factories.institution()
    museum.save_revision().publish()
    museum.unpublish()
    assert list(Change.objects.filter(kind="institution").values_list("action", "identifier")) == [
        ("update", museum.code),
        ("delete", museum.code),
    ]


@pytest.mark.django_db
def test_an_idle_drain_writes_nothing(django_assert_num_queries):
    record(1)
    with drain("search"):
        pass
    with django_assert_num_queries(4) as captured, drain("search") as changes:
        assert changes == []
    assert all(query["sql"].startswith("SELECT") for query in captured.captured_queries)
