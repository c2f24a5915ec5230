"""A duplicate becomes a redirect to the item that stays; nothing of either is lost, nothing is told that was hidden."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import ModelLogEntry

from catalogue import services
from catalogue.changes import advance
from catalogue.merging import item_merge
from catalogue.models import Change, Identifier, Item
from heritage.errors import Denied, UserError
from institutions.permissions import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def museum(db):
    return factories.institution("abay")


@pytest.fixture
def make(museum):
    def made(title, *, publish=True, **fields):
        item = services.item_save(Item(institution=museum, title={"en": title}, **fields), user=SYSTEM)
        return services.item_publish(item, user=SYSTEM) if publish else item

    return made


def told():
    advance()
    rows = Change.objects.filter(public_sequence__gt=0).order_by("public_sequence")
    return list(rows.values_list("public_action", "identifier", "target"))


def snapshot():
    return [list(model.objects.order_by("pk").values()) for model in (Item, Change)]


def test_the_duplicate_leads_to_the_survivor(make):
    duplicate, survivor = make("Bowl"), make("The bowl")
    before = told()
    returned = item_merge(duplicate, survivor, user=SYSTEM)
    duplicate.refresh_from_db()
    assert (duplicate.publication_state, duplicate.merged_into, returned) == ("merged", survivor, survivor)
    assert duplicate.withdrawn_at
    assert list(Item.objects.published()) == [survivor]
    assert Item.objects.get(pk=survivor.pk).title == {"en": "The bowl"}
    assert told()[len(before) :] == [
        ("move", duplicate.identifier, survivor.identifier),
        ("update", survivor.identifier, ""),
    ]


def test_its_name_versions_and_log_stay(make):
    duplicate, survivor = make("Bowl"), make("The bowl")
    versions, log = duplicate.revisions.count(), ModelLogEntry.objects.filter(object_id=duplicate.pk).count()
    item_merge(duplicate, survivor, user=SYSTEM)
    assert Identifier.objects.filter(name=duplicate.identifier).exists()
    assert duplicate.revisions.count() == versions > 0
    assert ModelLogEntry.objects.filter(object_id=duplicate.pk).count() >= log
    assert duplicate.latest_revision.as_object().merged_into == survivor


def test_of_a_draft_the_public_hears_nothing(make):
    duplicate, survivor = make("Bowl", publish=False), make("The bowl")
    before = told()
    item_merge(duplicate, survivor, user=SYSTEM)
    # The survivor may have got files.
    assert told()[len(before) :] == [("update", survivor.identifier, "")]


def test_of_two_drafts_neither(make):
    item_merge(make("Bowl", publish=False), make("The bowl", publish=False), user=SYSTEM)
    assert told() == []


def test_one_that_was_withdrawn_before_is_not_told_of_twice(make):
    duplicate, survivor = make("Bowl"), make("The bowl")
    services.item_withdraw(duplicate, user=SYSTEM)
    before = told()
    item_merge(duplicate, survivor, user=SYSTEM)
    assert told()[len(before) :] == [("update", survivor.identifier, "")]


def test_duplicates_of_a_duplicate_lead_to_the_last(make):
    first, second, third = make("One"), make("Two"), make("Three")
    item_merge(first, second, user=SYSTEM)
    item_merge(second, third, user=SYSTEM)
    assert set(third.duplicates.all()) == {first, second}


def test_it_is_for_good(make):
    duplicate, survivor = make("Bowl"), make("The bowl", publish=False)
    survivor = services.item_publish(survivor, user=SYSTEM)
    item_merge(duplicate, survivor, user=SYSTEM)
    duplicate.refresh_from_db()
    for again in (services.item_restore, services.item_publish):
        with pytest.raises(Denied):
            again(duplicate, user=SYSTEM)
    assert duplicate.was_ever_public
    assert survivor.was_ever_public


def test_a_draft_that_duplicates_lead_to_is_not_deleted(make):
    duplicate, survivor = make("Bowl", publish=False), make("The bowl", publish=False)
    assert not survivor.was_ever_public
    item_merge(duplicate, survivor, user=SYSTEM)
    assert survivor.was_ever_public


CANNOT = {
    "itself": lambda make, item: (item, item),
    "another institution's": lambda make, item: (item, factories.item()),
    "published into a draft": lambda make, item: (item, make("Draft", publish=False)),
    "into a withdrawn one": lambda make, item: (item, services.item_withdraw(make("Gone"), user=SYSTEM)),
    "into a duplicate": lambda make, item: (item, merged(make)),
    "twice": lambda make, item: (merged(make), item),
}


def merged(make):
    duplicate = make("Duplicate")
    item_merge(duplicate, make("Stays"), user=SYSTEM)
    return duplicate


@pytest.mark.parametrize("case", CANNOT)
def test_what_cannot_be_merged_is_said_and_changes_nothing(make, case):
    duplicate, survivor = CANNOT[case](make, make("Bowl"))
    before = snapshot()
    with pytest.raises(UserError):
        item_merge(duplicate, survivor, user=SYSTEM)
    assert snapshot() == before


def test_who_may_not_changes_nothing(make, museum):
    duplicate, survivor = make("Bowl"), make("The bowl")
    before = snapshot()
    people = [factories.user(**{role: museum}) for role in ("contributor", "curator", "reader")]
    people += [factories.user(manager=factories.institution()), factories.user(), AnonymousUser()]
    for person in people:
        with pytest.raises(Denied):
            item_merge(duplicate, survivor, user=person)
    assert snapshot() == before
    item_merge(duplicate, survivor, user=factories.user(manager=museum))


def test_a_manager_of_one_museum_takes_nothing_from_another(make, museum):
    theirs = factories.item()
    manager = factories.user(manager=museum)
    before = snapshot()
    for pair in ((theirs, make("Bowl")), (make("Bowl"), theirs)):
        before = snapshot()
        with pytest.raises(Denied):
            item_merge(*pair, user=manager)
        assert snapshot() == before


def test_when_a_part_of_it_fails_nothing_has_happened(make, monkeypatch):
    duplicate, survivor = make("Bowl"), make("The bowl")
    before = snapshot()

    def broken(self, *args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Item, "record", broken)
        with pytest.raises(RuntimeError):
            item_merge(duplicate, survivor, user=SYSTEM)
    assert snapshot() == before
