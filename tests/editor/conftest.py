"""People of two museums, and the words in their records that the other must never read."""

from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.users.models import UserProfile

from catalogue import services
from catalogue.models import Item, ItemSet
from institutions.permissions import SYSTEM
from tests import factories

SECRET = "Құпия-Zx81"


@pytest.fixture
def ours(db):
    return factories.institution("ours", name={"en": "Our museum"})


@pytest.fixture
def theirs(db):
    return factories.institution("theirs", name={"en": f"Their museum {SECRET}"})


@pytest.fixture
def people(ours, theirs):
    found = SimpleNamespace(
        contributor=factories.user("contributor", contributor=ours),
        curator=factories.user("curator", curator=ours),
        manager=factories.user("manager", manager=ours),
        stranger=factories.user("stranger", manager=theirs),
        root=factories.user("root", superuser=True),
    )
    for person in vars(found).values():
        UserProfile.objects.create(user=person, preferred_language="en")
    return found


@pytest.fixture
def login(client):
    def enter(person: Any) -> Any:
        client.force_login(person)
        return client

    return enter


def draft(museum: Any, title: str, **fields: Any) -> Item:
    return services.item_save(Item(institution=museum, title={"en": title}, **fields), user=SYSTEM)


@pytest.fixture
def bowl(ours):
    return draft(ours, "Bowl", inventory_number="A-1")


@pytest.fixture
def published(bowl):
    return services.item_publish(bowl, user=SYSTEM)


@pytest.fixture
def foreign(theirs):
    """An item and an item set of the other museum, with everything Wagtail can hang on them."""
    item = draft(theirs, SECRET, inventory_number=SECRET)
    services.item_publish(item, user=SYSTEM)
    item.title = {"en": f"{SECRET} again"}
    services.item_save(item, user=SYSTEM)
    holder = ItemSet(institution=theirs, title={"en": f"Set {SECRET}"})
    holder.save()
    holder.save_revision()
    theirs.save_revision()
    return SimpleNamespace(item=item, item_set=holder, institution=theirs)
