"""What harvesters are told of each thing that can happen, in the public sequence: no more and no less than the public
can see for itself."""

import pytest

from catalogue import ripples, services
from catalogue.changes import advance, sequence_changes
from catalogue.models import Change, Item, ItemSet, Ripple
from catalogue.ripples import spread
from institutions.models import Institution
from institutions.permissions import SYSTEM
from tests import factories
from vocabularies.models import Concept

pytestmark = pytest.mark.django_db


def told(after: int = 0) -> list[tuple[str, str]]:
    """(action, identifier) of the public sequence beyond the number `after`."""
    advance()
    rows = Change.objects.filter(public_sequence__gt=after).order_by("public_sequence")
    return list(rows.values_list("public_action", "identifier"))


def count() -> int:
    advance()
    return Change.objects.filter(public_sequence__isnull=False).count()


@pytest.fixture
def museum():
    museum = factories.institution("abay", live=False)
    museum.publish(museum.save_revision())
    advance()
    museum.refresh_from_db()
    return museum


def draft(museum, **fields) -> Item:
    return services.item_save(Item(institution=museum, title={"en": "Bowl"}, **fields), user=SYSTEM)


@pytest.fixture
def item(museum):
    return services.item_publish(draft(museum), user=SYSTEM)


@pytest.fixture
def fund(museum):
    return services.item_set_publish(ItemSet.objects.create(institution=museum, title={"en": "Fund"}), user=SYSTEM)


def open_again(museum):
    museum = Institution.objects.get(pk=museum.pk)
    museum.publish(museum.save_revision())


def edit(item, **fields):
    for name, value in fields.items():
        setattr(item, name, value)
    return services.item_save(item, user=SYSTEM)


def rename(thing):
    setattr(thing, "pref_label" if hasattr(thing, "pref_label") else "name", {"en": "Another name"})
    thing.save()


# What is done to a published item, and what the public is told of the item.
DONE = {
    "a draft beside what is published": (lambda item: edit(item, notes={"en": "x"}), []),
    "published again": (lambda item: services.item_publish(edit(item, notes={"en": "x"}), user=SYSTEM), ["update"]),
    "unpublished": (lambda item: services.item_unpublish(item, user=SYSTEM), ["delete"]),
    "withdrawn": (lambda item: services.item_withdraw(item, user=SYSTEM), ["delete"]),
    "deleted": (lambda item: item.delete(), ["delete"]),
    "deleted with many": (lambda item: Item.objects.all().delete(), ["delete"]),
    "its institution renamed": (lambda item: open_again(item.institution), ["update"]),
    "its institution closed": (lambda item: item.institution.unpublish(), ["delete"]),
}


@pytest.mark.parametrize("name", DONE)
def test_what_is_done_to_a_published_item(item, name):
    act, actions = DONE[name]
    before = count()
    identifier = item.identifier
    act(item)
    assert [action for action, who in told(before) if who == identifier] == actions


def test_a_life(museum):
    before = count()
    item = draft(museum)
    edit(item, notes={"en": "x"})
    assert told(before) == []
    services.item_publish(item, user=SYSTEM)
    assert told(before) == [("create", item.identifier)]
    services.item_withdraw(item, user=SYSTEM)
    assert told(before)[1:] == [("delete", item.identifier)]
    services.item_restore(item, user=SYSTEM)
    assert len(told(before)) == 2
    services.item_publish(Item.objects.get(), user=SYSTEM)
    assert told(before)[2:] == [("create", item.identifier)]


def test_a_draft_leaves_no_trace(museum):
    before = count()
    item = draft(museum)
    edit(item, notes={"en": "x"})
    item.delete()
    assert told(before) == []


def test_several_changes_at_once_are_told_as_what_came_of_them(museum):
    before = count()
    item = services.item_publish(draft(museum), user=SYSTEM)
    services.item_publish(edit(item, notes={"en": "x"}), user=SYSTEM)
    other = services.item_publish(draft(museum), user=SYSTEM)
    services.item_unpublish(other, user=SYSTEM)
    assert told(before) == [("create", item.identifier)]


class TestInstitutions:
    def test_what_a_hidden_one_does_stays_hidden(self, item, museum):
        museum.unpublish()
        before = count()
        services.item_publish(edit(item, notes={"en": "x"}), user=SYSTEM)
        services.item_unpublish(item, user=SYSTEM)
        services.item_publish(item, user=SYSTEM)
        services.item_publish(draft(museum), user=SYSTEM)
        services.item_set_publish(ItemSet.objects.create(institution=museum, title={"en": "F"}), user=SYSTEM)
        assert told(before) == []

    def test_all_that_it_holds_goes_and_comes_with_it(self, museum, item, fund, monkeypatch):
        monkeypatch.setattr(ripples, "CHUNK", 2)
        held = [item, *(services.item_publish(draft(museum), user=SYSTEM) for _ in range(4))]
        draft(museum)
        before = count()
        museum.unpublish()
        names = {museum.code, fund.identifier, *(each.identifier for each in held)}
        assert sorted(told(before)) == sorted(("delete", name) for name in names)
        before = count()
        open_again(museum)
        assert sorted(told(before)) == sorted(("create", name) for name in names)

    def test_what_is_withdrawn_while_it_closes_is_told_once(self, museum, item):
        before = count()
        museum.unpublish()
        sequence_changes()
        services.item_withdraw(item, user=SYSTEM)
        assert told(before) == [("delete", "abay"), ("delete", item.identifier)]

    def test_one_that_is_deleted(self, museum):
        before = count()
        Institution.objects.filter(pk=museum.pk).delete()
        assert told(before) == [("delete", "abay")]

    def test_another_one_is_left_alone(self, museum, item):
        before = count()
        other = factories.institution(live=False)
        other.publish(other.save_revision())
        assert told(before) == [("create", other.code)]

    def test_an_end_that_left_no_change_is_told_with_the_next_look_at_the_institution(self, museum, item):
        before = count()
        Item.objects.update(live=False)
        open_again(museum)
        assert told(before) == [("update", "abay"), ("delete", item.identifier)]


@pytest.mark.parametrize("role", ["category", "period", "materials", "techniques", "creators", "place"])
def test_who_shows_a_term_changes_with_its_name(museum, role):
    schemes = {"materials": "material", "techniques": "technique"}
    make = {"creators": lambda: factories.agent("A"), "place": lambda: factories.place("A")}
    term = make.get(role, lambda: factories.concept(schemes.get(role, role), "A"))()
    shows, other, hidden = draft(museum), draft(museum), draft(museum)
    for item in (shows, hidden):
        if role == "creators":
            item.creators.create(agent=term)
        else:
            setattr(item, role, [term] if role in schemes else term)
        services.item_save(item, user=SYSTEM)
    for item in (shows, other):
        services.item_publish(item, user=SYSTEM)
    before = count()
    rename(term)
    rename(term)
    assert told(before) == [("update", shows.identifier)]
    assert not Ripple.objects.exists()


def test_a_new_term_and_one_that_is_shown_nowhere_change_nothing(museum, item):
    before = count()
    rename(factories.concept("material", "wood"))
    assert told(before) == []


@pytest.mark.parametrize("way", ["one", "many"])
def test_what_loses_a_term_changes(museum, item, way):
    wood = factories.concept("material", "wood")
    made_of = draft(museum)
    made_of.materials = [wood]
    services.item_publish(services.item_save(made_of, user=SYSTEM), user=SYSTEM)
    before = count()
    wood.delete() if way == "one" else Concept.objects.filter(pk=wood.pk).delete()
    assert told(before) == [("update", made_of.identifier)]
    assert not Item.objects.get(pk=made_of.pk).materials.exists()


def test_a_sets_title_is_shown_by_its_items_and_the_sets_in_it(museum, fund):
    inner = ItemSet.objects.create(institution=museum, title={"en": "Inner"}, parent=fund)
    services.item_set_publish(inner, user=SYSTEM)
    item = services.item_publish(draft(museum, item_set=fund), user=SYSTEM)
    further = services.item_publish(draft(museum, item_set=inner), user=SYSTEM)
    before = count()
    fund.title = {"en": "Another title"}
    fund.save_revision().publish()
    names = {name for _action, name in told(before)}
    assert names == {fund.identifier, inner.identifier, item.identifier}
    assert further.identifier not in names


class TestRipples:
    def items(self, museum, number, **fields):
        return [services.item_publish(draft(museum, **fields), user=SYSTEM).identifier for _ in range(number)]

    def test_after_a_kill_it_goes_on_where_it_was(self, museum, monkeypatch):
        monkeypatch.setattr(ripples, "CHUNK", 2)
        place = factories.place("Otrar")
        names = self.items(museum, 5, place=place)
        before = count()
        rename(place)
        sequence_changes()
        spread()

        def killed(*args, **kwargs):
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(Ripple, "save", killed)
            with pytest.raises(SystemExit):
                spread()
        # What the killed chunk had written went with it.
        assert Change.objects.filter(is_echo=True).count() == 2
        assert told(before) == [("update", name) for name in names]

    def test_a_thing_that_changes_again_starts_anew_in_the_same_row(self, museum, monkeypatch):
        monkeypatch.setattr(ripples, "CHUNK", 2)
        place = factories.place("Otrar")
        names = self.items(museum, 5, place=place)
        before = count()
        rename(place)
        sequence_changes()
        spread()
        rename(place)
        sequence_changes()
        assert Ripple.objects.get().after_id == 0
        # The first two had their update, and their next: twice is allowed, missed is not.
        assert {name for _action, name in told(before)} == set(names)

    def test_a_chunk_takes_the_same_queries_for_any_number(self, museum, django_assert_max_num_queries):
        place = factories.place("Otrar")
        self.items(museum, 2, place=place)
        for more in (0, 12):
            self.items(museum, more, place=place)
            count()
            rename(place)
            sequence_changes()
            with django_assert_max_num_queries(7):
                spread()
            with django_assert_max_num_queries(13):
                sequence_changes()


def test_times_never_run_backwards(museum, item, monkeypatch):
    from datetime import timedelta

    from django.utils import timezone

    count()
    earlier = timezone.now() - timedelta(hours=1)
    monkeypatch.setattr("catalogue.changes.timezone.now", lambda: earlier)
    services.item_unpublish(item, user=SYSTEM)
    count()
    times = list(Change.objects.filter(public_sequence__gt=0).order_by("public_sequence").values_list("published_at"))
    assert times == sorted(times)
    assert times[-2] < times[-1]


def test_an_item_published_while_its_institution_closes_is_not_told_of(museum, item):
    """The two transactions do not see each other: whoever numbers their changes sees both."""
    services.item_unpublish(item, user=SYSTEM)
    before = count()
    museum.unpublish()
    advance()
    # Committed last, though it was decided while the institution was open.
    item.live = True
    item.save()
    item.record(Change.Action.CREATE, is_public=True)
    assert told(before) == [("delete", "abay")]
