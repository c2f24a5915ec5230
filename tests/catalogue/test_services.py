"""What each mutation writes, what the public sees of it, and that a denied one changes nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from catalogue import services
from catalogue.changes import sequence_changes
from catalogue.models import Change, Identifier, Item, ItemCreator, ItemSet
from heritage.errors import Denied
from institutions.permissions import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


def changes() -> list[tuple[str, bool]]:
    return list(Change.objects.order_by("id").values_list("action", "is_public"))


@pytest.fixture
def museum():
    return factories.institution("abay")


@pytest.fixture
def bowl(museum):
    item = Item(institution=museum, title={"kk": " Тостаған ", "en": "Bowl"}, date_edtf="1871/1872")
    return services.item_save(item, user=SYSTEM)


def test_a_new_item_is_a_draft_with_an_identifier(bowl):
    item = Item.objects.get()
    assert (item.publication_state, item.earliest_year, item.latest_year) == ("draft", 1871, 1872)
    assert item.title == {"kk": "Тостаған", "en": "Bowl"}
    assert Identifier.objects.get().name == item.identifier
    assert changes() == [("create", False)]
    assert not Item.objects.published().exists()


def test_what_the_public_sees_changes_on_publishing_only(bowl):
    services.item_publish(bowl, user=SYSTEM)
    bowl.title = {"kk": "Тостаған", "en": "A wooden bowl"}
    services.item_save(bowl, user=SYSTEM)
    assert Item.objects.published().get().title["en"] == "Bowl"
    services.item_publish(bowl, user=SYSTEM)
    assert Item.objects.published().get().title["en"] == "A wooden bowl"
    assert changes() == [("create", False), ("create", True), ("update", True)]


def test_a_changed_text_makes_the_others_stale(bowl):
    bowl.title = {"kk": "Ожау", "en": "Bowl"}
    services.item_save(bowl, user=SYSTEM)
    assert bowl.text_status["title"] == {"kk": {"origin": "curator"}, "en": {"origin": "curator", "stale": True}}


def test_a_withdrawn_item_is_a_tombstone_until_it_is_restored(bowl):
    services.item_publish(bowl, user=SYSTEM)
    services.item_withdraw(bowl, user=SYSTEM, reason="Returned to its owner")
    item = Item.objects.get()
    assert (item.publication_state, item.withdrawal_reason) == ("withdrawn", "Returned to its owner")
    assert not Item.objects.published().exists()
    assert changes()[-1] == ("delete", True)
    with pytest.raises(Denied):
        services.item_publish(item, user=SYSTEM)
    services.item_restore(item, user=SYSTEM)
    services.item_publish(item, user=SYSTEM)
    assert Item.objects.published().get().identifier == bowl.identifier


def test_an_old_draft_does_not_undo_a_withdrawal(bowl):
    services.item_publish(bowl, user=SYSTEM)
    old = bowl.latest_revision
    services.item_withdraw(bowl, user=SYSTEM)
    assert old.as_object().withdrawn_at is not None


def test_a_name_outlives_its_item(bowl):
    name = bowl.identifier
    bowl.delete()
    assert not Item.objects.exists()
    assert Identifier.objects.filter(name=name).exists()
    assert changes()[-1] == ("delete", False)


def test_an_item_of_a_hidden_institution_is_hidden(bowl, museum):
    services.item_publish(bowl, user=SYSTEM)
    museum.unpublish()
    assert not Item.objects.published().exists()


def test_wrong_values_write_nothing(museum):
    other_set = ItemSet.objects.create(institution=factories.institution(), title={"en": "Fund"})
    for fields in (
        {"title": {"de": "Schale"}},
        {"title": {}},
        {"title": {"en": "x"}, "date_edtf": "long ago"},
        {"title": {"en": "x"}, "rights_uri": "https://example.org/mine"},
        {"title": {"en": "x"}, "dimensions": [{"type": "height", "value": -1, "unit": "cm"}]},
        {"title": {"en": "x"}, "same_as": ["javascript:alert(1)"]},
        {"title": {"en": "x"}, "item_set": other_set},
    ):
        with pytest.raises(ValidationError):
            services.item_save(Item(institution=museum, **fields), user=SYSTEM)
    assert not Item.objects.exists()
    assert changes() == []


@pytest.mark.parametrize(
    ("role", "denied"),
    [
        ("contributor", ["item_publish", "item_unpublish", "item_withdraw", "item_restore"]),
        ("curator", ["item_withdraw", "item_restore"]),
        ("manager", []),
    ],
)
def test_a_denied_action_changes_nothing(bowl, museum, role, denied):
    services.item_publish(bowl, user=SYSTEM)
    before = (Item.objects.values().get(), changes())
    person = factories.user(**{role: museum})
    for name in denied:
        with pytest.raises(Denied):
            getattr(services, name)(Item.objects.get(), user=person)
    assert (Item.objects.values().get(), changes()) == before


@pytest.mark.parametrize("action", ["item_save", "item_publish", "item_unpublish", "item_withdraw", "item_restore"])
def test_another_museums_people_and_strangers_are_denied(bowl, action):
    services.item_publish(bowl, user=SYSTEM)
    before = (Item.objects.values().get(), changes())
    for person in (factories.user(manager=factories.institution()), factories.user(), AnonymousUser()):
        with pytest.raises(Denied):
            getattr(services, action)(Item.objects.get(), user=person)
    assert (Item.objects.values().get(), changes()) == before


def test_who_sees_what(bowl, museum):
    public = factories.item(museum)
    own, other = factories.user(contributor=museum), factories.user(manager=factories.institution())
    assert set(Item.objects.visible_to(own)) == {bowl, public}
    for person in (other, AnonymousUser()):
        assert set(Item.objects.visible_to(person)) == {public}
    assert set(Item.objects.visible_to(factories.user(superuser=True))) == {bowl, public}
    assert not Item.objects.editable_by(other).exists()


def test_with_terms_takes_the_same_queries_for_any_number(django_assert_num_queries, museum):
    for number in (1, 5):
        for _ in range(number):
            item = factories.item(museum, category=factories.concept("category", f"c{Item.objects.count()}"))
            ItemCreator.objects.create(item=item, agent=factories.agent(f"a{item.pk}"))
        with django_assert_num_queries(4):
            for item in Item.objects.published().with_terms():
                assert [creator.agent.name for creator in item.creators.all()]
                assert item.category.pref_label
                list(item.materials.all())
                list(item.techniques.all())


def test_public_numbers_follow_publication(bowl):
    services.item_publish(bowl, user=SYSTEM)
    sequence_changes()
    assert list(Change.objects.order_by("id").values_list("public_sequence", flat=True)) == [None, 1]
