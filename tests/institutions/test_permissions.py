import pytest
from django.contrib.auth.models import AnonymousUser

from heritage.errors import Denied
from institutions.permissions import EDIT, MANAGE, PUBLISH, SYSTEM, VIEW, institutions_for, may, require
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("reader", {VIEW}),
        ("contributor", {VIEW, EDIT}),
        ("curator", {VIEW, EDIT, PUBLISH}),
        ("manager", {VIEW, EDIT, PUBLISH, MANAGE}),
    ],
)
def test_what_a_role_may_do_in_its_own_institution_and_nowhere_else(role, allowed):
    own, other = factories.institution(), factories.institution()
    person = factories.user(**{role: own})
    for action in (VIEW, EDIT, PUBLISH, MANAGE):
        assert may(person, action, own.pk) == (action in allowed)
        assert not may(person, action, other.pk)
        assert set(institutions_for(person, action)) == ({own} if action in allowed else set())


def test_nobody_without_a_role_may_anything():
    museum = factories.institution()
    for person in (AnonymousUser(), factories.user(), None):
        assert not may(person, EDIT, museum.pk)
        with pytest.raises(Denied):
            require(person, EDIT, museum.pk)


def test_a_person_who_left_may_nothing():
    museum = factories.institution()
    person = factories.user(manager=museum)
    person.is_active = False
    assert not may(person, EDIT, museum.pk)
    assert not institutions_for(person).exists()


def test_the_system_and_a_superuser_may_everything():
    museum = factories.institution()
    for person in (SYSTEM, factories.user(superuser=True)):
        require(person, MANAGE, museum.pk)
        assert museum in institutions_for(person, MANAGE)
