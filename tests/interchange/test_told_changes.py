"""What harvesters hear of an import."""

import pytest

from catalogue import services
from catalogue.changes import advance
from catalogue.models import Change, Item
from institutions.permissions import SYSTEM
from tests.interchange.conftest import rows_of


@pytest.fixture
def told(db):
    """(action, source key) of the public changes since it was called last."""
    last = [0]

    def _told():
        advance()
        rows = Change.objects.filter(public_sequence__gt=last[0]).order_by("public_sequence")
        keys = dict(Item.objects.values_list("identifier", "source_id"))
        said = [(change.public_action, keys[change.identifier]) for change in rows]
        last[0] += len(said)
        return said

    return _told


def test_published_items_as_they_come_change_go_and_return(do_import, told):
    do_import(rows_of(3), publish=True)
    assert told() == [("create", "A-1"), ("create", "A-2"), ("create", "A-3")]
    do_import(rows_of(3), publish=True)
    assert told() == []
    changed = [rows_of(3)[0] | {"title": "Cup"}, *rows_of(3)[1:]]
    do_import(changed, is_forced=True)
    assert told() == [("update", "A-1")]
    do_import(changed[:2], is_forced=True, withdraw_missing=True)
    assert told() == [("delete", "A-3")]
    do_import(changed, is_forced=True, withdraw_missing=True)
    assert told() == [("create", "A-3")]


def test_of_drafts_nothing(do_import, told):
    do_import(rows_of(3))
    do_import([row | {"title": "Cup"} for row in rows_of(3)], is_forced=True)
    do_import(rows_of(1), is_forced=True, withdraw_missing=True)
    assert told() == []


def test_of_an_institution_that_is_not_public_nothing(do_import, museum, told):
    museum.unpublish()
    told()
    do_import(rows_of(3), publish=True)
    do_import(rows_of(1), is_forced=True, withdraw_missing=True)
    assert told() == []


def test_an_unpublished_item_that_an_import_changes_stays_unheard_of(do_import, told):
    do_import(rows_of(1), publish=True)
    told()
    services.item_unpublish(Item.objects.get(), user=SYSTEM)
    assert told() == [("delete", "A-1")]
    do_import([row | {"title": "Cup"} for row in rows_of(1)], is_forced=True)
    assert told() == []
