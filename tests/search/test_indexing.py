import threading

import pytest
from django.db import connections

from catalogue import ripples
from catalogue.changes import pending
from catalogue.models import Change, ChangeCursor, Item, ItemCreator, ItemSet, Ripple
from catalogue.services import item_set_publish
from institutions.permissions import SYSTEM
from media_pipeline.models import Asset
from search import indexing
from search.engines.base import EngineQuery, SearchUnavailable, WriterBusy
from search.indexing import consumer_of, drain_changes, pending_changes, rebuild
from search.query import SearchQuery, search
from search.syntax import parse
from tests import factories


def found(index, **options):
    return {hit.identifier for hit in index().search(EngineQuery(**options)).hits}


def test_a_published_item_is_found_and_an_unpublished_one_is_not(index, drained, publish):
    item = publish()
    assert found(index) == set()
    assert drained() == 1
    assert found(index) == {item.identifier}
    item.save_revision()
    item.unpublish()
    drained()
    assert found(index) == set()


def test_drafts_and_items_of_closed_institutions_are_never_indexed(index, indexed, drained, publish):
    museum = factories.institution(live=False)
    publish(museum)
    publish(live=False)
    shown = publish()
    drained()
    assert found(index) == {shown.identifier}
    indexed()
    assert found(index) == {shown.identifier}


def test_an_institution_that_closes_takes_its_items_along_and_brings_them_back(index, drained, publish, monkeypatch):
    monkeypatch.setattr(indexing, "_BATCH", 2)
    monkeypatch.setattr(ripples, "CHUNK", 2)
    museum = factories.institution()
    mine = {publish(museum).identifier for _ in range(5)}
    other = publish().identifier
    drained()
    museum.save_revision().publish()
    museum.unpublish()
    drained()
    assert found(index) == {other}
    museum.save_revision().publish()
    drained()
    assert found(index) == {*mine, other}
    assert not Ripple.objects.exists()


def test_a_set_that_appears_gathers_its_items(index, drained, publish):
    museum = factories.institution()
    fund = ItemSet.objects.create(institution=museum, title={"kk": "Қор"})
    item = publish(museum, item_set=fund)
    publish(museum)
    drained()
    assert found(index, filters={"set": (fund.identifier,)}) == set()
    item_set_publish(fund, user=SYSTEM)
    drained()
    assert found(index, filters={"set": (fund.identifier,)}) == {item.identifier}


@pytest.mark.parametrize("role", ["category", "period", "material", "technique", "creator", "place"])
def test_a_term_that_is_renamed_is_found_by_its_new_name(index, drained, publish, role):
    item, other = publish(), publish()
    term = {
        "creator": lambda: factories.agent("Ablaikhan"),
        "place": lambda: factories.place("Ablaikhan"),
    }.get(role, lambda: factories.concept(role, "Ablaikhan"))()
    match role:
        case "category" | "period" | "place":
            Item.objects.filter(pk=item.pk).update(**{role: term})
        case "creator":
            ItemCreator.objects.create(item=item, agent=term)
        case _:
            getattr(Item, f"{role}s").through.objects.create(item=item, concept=term)
    setattr(term, "pref_label" if hasattr(term, "pref_label") else "name", {"kk": "Қалқаман"})
    term.save()
    drained()
    assert found(index, clauses=parse("Қалқаман ")) == {item.identifier}
    assert other.identifier in found(index)
    assert not Ripple.objects.exists()


def test_killed_between_index_and_cursor_the_same_changes_come_again(index, drained, publish, monkeypatch):
    item = publish()

    def killed(self, *args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(ChangeCursor, "save", killed)
        Change.objects.update(sequence=1)
        with pytest.raises(SystemExit):
            drain_changes()
    assert found(index) == {item.identifier}
    assert pending_changes() == 1
    assert drain_changes() == 1
    assert index().count() == 1


def test_an_engine_that_does_not_answer_loses_nothing(index, drained, publish, monkeypatch):
    item = publish()
    with index().writing() as writer:
        writers = type(writer)
    with monkeypatch.context() as patch:
        patch.setattr(writers, "commit", lambda self: (_ for _ in ()).throw(OSError()))
        with pytest.raises(OSError):
            drain_changes()
    assert pending_changes() == 1
    drain_changes()
    assert found(index) == {item.identifier}


def test_without_an_index_the_drain_builds_one(index, db):
    item = factories.item()
    with pytest.raises(SearchUnavailable):
        search(SearchQuery())
    drain_changes()
    assert found(index) == {item.identifier}


def test_what_changes_during_a_rebuild_is_in_the_new_index(index, drained, publish):
    gone, kept = publish(), publish()
    drained()
    late = []

    def meanwhile(done, total):
        assert (done, total) == (2, 2)
        gone.save_revision()
        gone.unpublish()
        late.append(publish())
        # The live index goes on being drained, which must not keep the new one from it.
        drain_changes()
        assert found(index) == {kept.identifier, late[0].identifier}

    before = index().generation()
    assert rebuild(meanwhile) == 2
    assert index().generation() != before
    assert found(index) == {kept.identifier, late[0].identifier}
    assert pending_changes() == 0


def test_a_crash_right_after_the_swap_loses_nothing(index, drained, publish, monkeypatch):
    publish()
    drained()
    late = []
    monkeypatch.setattr(indexing, "_apply_unread", lambda writer, generation: 0)
    monkeypatch.setattr(indexing, "drain_changes", lambda: 0)
    rebuild(lambda done, total: late.append(publish()))
    assert late[0].identifier not in found(index)
    monkeypatch.undo()
    drain_changes()
    assert late[0].identifier in found(index)


def test_a_rebuild_forgets_the_cursors_of_indexes_that_are_gone(index, drained):
    for _ in range(3):
        rebuild()
    mine = set(ChangeCursor.objects.filter(consumer__startswith="search-").values_list("consumer", flat=True))
    assert consumer_of(index().generation()) in mine
    assert len(mine) <= 2


def test_a_failed_rebuild_leaves_the_live_index_and_its_cursor(index, drained, publish):
    item = publish()
    drained()

    def fail(done, total):
        raise OSError("disk full")

    with pytest.raises(OSError):
        rebuild(fail)
    assert found(index) == {item.identifier}
    assert pending(consumer_of(index().generation())) == 0


def test_while_another_process_writes_the_drain_leaves_it_to_it(index, drained, publish):
    item = publish()
    with index().writing():
        assert drain_changes() == 0
    assert drain_changes() == 1
    with index().rebuilding() as build, pytest.raises(WriterBusy):
        rebuild()
    build = None
    assert build is None
    rebuild()
    assert found(index) == {item.identifier}


@pytest.mark.django_db(transaction=True)
def test_two_drainers_at_once_read_each_change_and_none_is_lost(index, settings):
    drain_changes()
    items = [factories.item() for _ in range(30)]
    for item in items:
        item.record(Change.Action.CREATE, is_public=True)
    failures = []

    def work():
        try:
            for _ in range(10):
                drain_changes()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    drain_changes()
    assert failures == []
    assert found(index, limit=100) == {item.identifier for item in items}
    assert pending_changes() == 0


def test_media_and_terms_are_read_in_a_constant_number_of_queries(
    index, drained, publish, django_assert_max_num_queries
):
    def some(number):
        for _ in range(number):
            item = publish()
            item.materials.set([factories.concept("material", f"m{item.pk}-{each}") for each in range(3)])
            item.save()

    some(2)
    with django_assert_max_num_queries(40) as few:
        drained()
    some(20)
    with django_assert_max_num_queries(len(few)):
        drained()


def test_ready_media_can_be_filtered_by_and_unready_cannot(index, drained, publish):
    seen, unready = publish(), publish()
    for item, state in ((seen, "ready"), (unready, "processing")):
        Asset.objects.create(
            item=item, institution=item.institution, identifier=f"i{item.pk}", kind="image", state=state,
            original="x", original_name="x.jpg", media_type="image/jpeg", byte_size=1, sha256="0" * 64,
        )  # fmt: skip
    drained()
    assert found(index, filters={"has": ("image",)}) == {seen.identifier}
