"""Who sees the pictures of a published item, by its fields, the day and a person's role."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue import services
from catalogue.access import NO_LIMIT, SizeLimit, image_access, visitor_of
from catalogue.models import Change, Item
from heritage.errors import Denied
from institutions.permissions import EDIT, SYSTEM, VIEW
from tests import factories

DAY = date(2030, 3, 1)


def made(**fields):
    return Item(**{"access": "open", **fields})


@pytest.mark.parametrize(
    ("fields", "level", "limit", "right"),
    [
        ({}, "open", NO_LIMIT, ""),
        ({"access": "limited", "access_max_width": 800}, "limited", SizeLimit(800), ""),
        ({"access": "limited", "access_max_area": 90_000}, "limited", SizeLimit(None, 90_000), ""),
        ({"access": "members"}, "members", None, VIEW),
        ({"access": "members", "access_max_width": 400}, "members", SizeLimit(400), VIEW),
        ({"embargo_until": DAY}, "embargoed", None, EDIT),
        ({"access": "members", "access_max_width": 400, "embargo_until": DAY}, "embargoed", None, EDIT),
        # A limit without a number is an accident: it must not open anything.
        ({"access": "limited"}, "members", None, VIEW),
    ],
)
def test_what_everybody_gets_and_who_gets_all(fields, level, limit, right):
    access = image_access(made(**fields), today=DAY - timedelta(days=1))
    assert (access.level, access.limit, access.right) == (level, limit, right)


def test_an_embargo_ends_with_its_day_and_what_was_chosen_holds():
    item = made(access="members", embargo_until=DAY)
    assert image_access(item, today=DAY - timedelta(days=1)).until == DAY
    assert image_access(item, today=DAY).level == "members"
    assert image_access(made(embargo_until=DAY), today=DAY).is_open


def test_a_limit_bounds_the_longer_side_and_the_area():
    assert SizeLimit(800).fitted(3000, 2000) == (800, 533)
    assert SizeLimit(800).fitted(2000, 3000) == (533, 800)
    assert SizeLimit(None, 60_000).fitted(3000, 2000) == (300, 200)
    assert SizeLimit(800, 60_000).fitted(3000, 2000) == (300, 200)
    assert SizeLimit(800).fitted(300, 200) == (300, 200)
    assert not SizeLimit(800).holds(533, 801)


def test_a_model_of_an_item_limited_to_a_size_is_for_readers():
    access = image_access(made(access="limited", access_max_width=800)).of_what_has_no_size
    assert (access.limit, access.right) == (None, VIEW)
    assert image_access(made()).of_what_has_no_size.is_open


@pytest.mark.django_db
def test_who_gets_all(django_assert_num_queries):
    ours, theirs = factories.institution(), factories.institution()
    members, embargoed = image_access(made(access="members")), image_access(made(embargo_until=date(9999, 1, 1)))
    limited = image_access(made(access="limited", access_max_width=800))
    expected = {
        "reader": (True, False),
        "contributor": (True, True),
        "curator": (True, True),
        "manager": (True, True),
    }
    for role, (sees_members, sees_embargoed) in expected.items():
        person = factories.user(**{role: ours})
        with django_assert_num_queries(1):
            visitor = visitor_of(person)
        assert visitor.sees_all(members, ours.pk) is sees_members
        assert visitor.sees_all(embargoed, ours.pk) is sees_embargoed
        assert not visitor.sees_all(limited, ours.pk)
        assert not visitor.sees_all(members, theirs.pk)
        assert not visitor.sees_all(embargoed, theirs.pk)
    root = visitor_of(factories.user(superuser=True))
    assert root.sees_all(members, ours.pk)
    assert root.sees_all(embargoed, ours.pk)


@pytest.mark.django_db
def test_nobody_and_who_left_get_no_more_than_everybody(django_assert_num_queries):
    museum = factories.institution()
    left = factories.user(manager=museum)
    left.is_active = False
    with django_assert_num_queries(0):
        for person in (AnonymousUser(), left, None):
            visitor = visitor_of(person)
            assert not visitor.sees_all(image_access(made(access="members")), museum.pk)
            assert not visitor.is_known


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"access": "limited"}, "access_max_width"),
        ({"access": "open", "access_max_width": 800}, "access"),
        ({"access": "limited", "access_max_width": 99}, "access_max_width"),
        ({"access": "everyone"}, "access"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(fields, field):
    item = factories.item(live=False)
    for name, value in fields.items():
        setattr(item, name, value)
    with pytest.raises(ValidationError) as caught:
        services.item_save(item, user=SYSTEM)
    assert field in caught.value.message_dict


@pytest.mark.django_db
def test_the_database_itself_refuses_a_limit_without_a_number():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.item(access="limited")


@pytest.fixture
def published(db):
    item = services.item_save(Item(institution=factories.institution(), title={"en": "Letter"}), user=SYSTEM)
    return services.item_publish(item, user=SYSTEM)


def test_access_changes_by_publishing_and_the_world_hears(published):
    contributor = factories.user(contributor=published.institution)
    published.access = "members"
    services.item_save(published, user=contributor)
    assert Item.objects.get(pk=published.pk).image_access.is_open
    with pytest.raises(Denied):
        services.item_publish(published, user=contributor)
    assert Item.objects.get(pk=published.pk).image_access.is_open
    before = Change.objects.filter(is_public=True).count()
    services.item_publish(published, user=factories.user(curator=published.institution))
    assert Item.objects.get(pk=published.pk).access == "members"
    changes = Change.objects.filter(is_public=True).order_by("id")[before:]
    assert [change.action for change in changes] == ["update"]


def test_a_revision_from_before_the_fields_does_not_open_the_images(published):
    revision = published.get_latest_revision()
    for name in Item.ACCESS_FIELDS:
        del revision.content[name]
    revision.save()
    Item.objects.filter(pk=published.pk).update(access="members", access_max_width=400, embargo_until=DAY)
    services.item_publish(Item.objects.get(pk=published.pk), user=SYSTEM)
    item = Item.objects.get(pk=published.pk)
    assert (item.access, item.access_max_width, item.embargo_until) == ("members", 400, DAY)


def test_the_world_hears_once_when_an_embargo_ends(published):
    today = timezone.localdate()
    draft = factories.item(published.institution, live=False, embargo_until=today)
    later = factories.item(published.institution, embargo_until=today + timedelta(days=1))
    Item.objects.filter(pk=published.pk).update(embargo_until=today)
    changed = Item.objects.get(pk=published.pk).updated_at
    Change.objects.all().delete()

    assert services.items_end_embargoes() == 1
    item = Item.objects.get(pk=published.pk)
    assert item.embargo_until is None
    assert item.updated_at > changed
    assert [(c.action, c.is_public, c.object_id) for c in Change.objects.all()] == [("update", True, item.pk)]
    assert Item.objects.get(pk=later.pk).embargo_until == today + timedelta(days=1)
    assert Item.objects.get(pk=draft.pk).embargo_until == today

    assert services.items_end_embargoes() == 0
    assert Change.objects.count() == 1
