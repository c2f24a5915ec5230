"""After a merge the next import neither makes the duplicate again nor writes into it."""

from catalogue.merging import item_merge
from catalogue.models import Item
from institutions.permissions import SYSTEM
from interchange.models import RawRecord
from tests import factories
from tests.interchange.conftest import rows_of


def test_of_two_imported_items_the_duplicates_record_is_left_alone_with_a_note(do_import):
    do_import(rows_of(3), publish=True)
    survivor, duplicate, _other = Item.objects.order_by("pk")
    item_merge(duplicate, survivor, user=SYSTEM)
    rows = [row | {"title": f"{row['title']} again"} for row in rows_of(3)]
    result = do_import(rows, is_forced=True, withdraw_missing=True, publish=True)
    assert result.counts == {"changed": 2, "unchanged": 1}
    assert result.told() == [(2, "", "merged")]
    assert not result.faults[0].fault.is_refusal
    assert survivor.identifier in result.faults[0].fault.reason
    assert Item.objects.count() == 3
    duplicate.refresh_from_db()
    assert (duplicate.title, duplicate.publication_state) == ({"en": "Bowl 2"}, "merged")
    assert RawRecord.objects.get(source_id="A-2").item == duplicate


def test_also_when_it_is_missing_from_a_complete_file(do_import):
    do_import(rows_of(3), publish=True)
    survivor, duplicate, _other = Item.objects.order_by("pk")
    item_merge(duplicate, survivor, user=SYSTEM)
    result = do_import([rows_of(3)[0], rows_of(3)[2]], is_forced=True, withdraw_missing=True)
    assert result.counts == {"unchanged": 2}


def test_a_survivor_that_came_by_no_import_is_updated_by_the_duplicates_record(do_import, museum):
    do_import(rows_of(1, about="Silver."), publish=True)
    duplicate = Item.objects.get()
    survivor = factories.item(museum, title={"en": "The bowl"})
    item_merge(duplicate, survivor, user=SYSTEM)
    duplicate.refresh_from_db()
    survivor.refresh_from_db()
    assert (duplicate.source_id, survivor.source_id) == ("", "A-1")
    assert RawRecord.objects.get().item == survivor
    result = do_import(rows_of(1, about="Silver."), is_forced=True)
    survivor.refresh_from_db()
    # What the curators wrote is theirs; what was empty is filled.
    assert (survivor.title["en"], survivor.description) == ("The bowl", {"en": "Silver."})
    assert result.told() == [(1, "title.en", "kept")]
    assert Item.objects.count() == 2
    assert do_import(rows_of(1, about="Gold."), is_forced=True).counts == {"changed": 1}
    survivor.refresh_from_db()
    assert survivor.description == {"en": "Gold."}


def test_one_that_is_merged_between_plan_and_deed_is_left_alone(do_import, museum, monkeypatch):
    from interchange import applying

    do_import(rows_of(2), publish=True)
    survivor, duplicate = Item.objects.order_by("pk")
    load = applying.TermIds.load

    def merge_first(self, batch):
        item_merge(duplicate, survivor, user=SYSTEM)
        monkeypatch.undo()
        load(self, batch)

    monkeypatch.setattr(applying.TermIds, "load", merge_first)
    result = do_import(rows_of(2, about="New."), is_forced=True)
    assert result.told() == [(2, "", "merged")]
    duplicate.refresh_from_db()
    survivor.refresh_from_db()
    assert (duplicate.description, survivor.description) == ({}, {"en": "New."})


def test_one_that_an_import_withdrew_does_not_come_back(do_import):
    do_import(rows_of(3), publish=True)
    survivor, duplicate, _other = Item.objects.order_by("pk")
    do_import([rows_of(3)[0], rows_of(3)[2]], is_forced=True, withdraw_missing=True)
    duplicate.refresh_from_db()
    item_merge(duplicate, survivor, user=SYSTEM)
    assert do_import(rows_of(3), is_forced=True, withdraw_missing=True).counts == {"unchanged": 3}
    duplicate.refresh_from_db()
    assert duplicate.publication_state == "merged"
