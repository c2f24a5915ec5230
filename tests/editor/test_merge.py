"""The screens on which a manager merges a duplicate: plain pages and forms."""

import pytest
from django.urls import reverse

from catalogue import services
from catalogue.merging import item_merge
from catalogue.models import Change, Item
from institutions.permissions import SYSTEM
from tests.editor.conftest import SECRET, draft

pytestmark = pytest.mark.django_db


def url(item, view="merge", **query):
    address = reverse(f"wagtailsnippets_catalogue_item:{view}", args=[item.pk])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def other(ours):
    return services.item_publish(draft(ours, "Silver bowl", inventory_number="A-2"), user=SYSTEM)


def test_from_the_item_to_the_merged_pair(login, people, published, other):
    client = login(people.manager)
    assert url(published) in page(client, url(published, "edit"))
    assert url(published, into=other.pk).split("/")[-1] in page(client, url(published, q="silver"))
    both = page(client, url(published, into=other.pk))
    for text in ("Bowl", "Silver bowl", published.identifier, other.identifier, "A-1", "A-2"):
        assert text in both
    assert url(other, into=published.pk) in both
    response = client.post(url(published), {"into": other.pk})
    assert response["Location"] == url(other, "edit")
    published.refresh_from_db()
    assert published.merged_into == other
    edit = page(client, url(published, "edit"))
    assert url(other, "edit") in edit
    for action in ("restore", "merge", "withdraw", "unpublish"):
        assert url(published, action) not in edit
    assert "action-publish" not in edit
    assert "merged" in page(client, reverse("wagtailsnippets_catalogue_item:list"))


def test_what_looks_the_same_is_offered_at_once(login, people, ours, published, other):
    twin = draft(ours, "Another", inventory_number="A-1")
    same_title = draft(ours, "Bowl")
    offered = page(login(people.manager), url(published))
    assert f"?into={twin.pk}" in offered
    assert f"?into={same_title.pk}" in offered
    assert f"?into={other.pk}" not in offered


def test_why_it_cannot_be_is_said_before_and_after(login, people, ours, published):
    unpublished = draft(ours, "Draft")
    client = login(people.manager)
    before = page(client, url(published, into=unpublished.pk))
    assert "Publish “Draft” first" in before
    assert 'class="button serious"' not in before
    response = client.post(url(published), {"into": unpublished.pk}, follow=True)
    assert "Publish “Draft” first" in response.content.decode()
    assert Item.objects.filter(pk=published.pk, live=True).exists()


@pytest.mark.parametrize("person", ["contributor", "curator"])
def test_it_is_for_managers(login, people, published, other, person):
    client = login(getattr(people, person))
    count = Change.objects.count()
    assert url(published) not in page(client, url(published, "edit"))
    for send in (client.get, client.post):
        assert send(url(published), {"into": other.pk}).status_code in (302, 403)
    assert Change.objects.count() == count
    assert Item.objects.filter(live=True).count() == 2


def test_another_museums_items_are_neither_found_nor_taken(login, people, published, foreign):
    client = login(people.manager)
    count = Change.objects.count()
    assert SECRET not in page(client, url(published, q=SECRET)).replace(f'value="{SECRET}"', "")
    for key in (foreign.item.pk, "0", "x", "٣", published.pk):
        assert client.get(url(published, into=key)).status_code == 404, key
        assert client.post(url(published), {"into": key}).status_code == 404, key
    assert client.get(url(foreign.item)).status_code == 404
    assert client.post(url(foreign.item), {"into": published.pk}).status_code == 404
    assert Change.objects.count() == count


def test_a_duplicate_is_not_offered(login, people, published, other):
    item_merge(published, other, user=SYSTEM)
    third = services.item_publish(draft(other.institution, "Bowl"), user=SYSTEM)
    assert f"?into={published.pk}" not in page(login(people.manager), url(third, q="bowl"))


@pytest.mark.parametrize("state", ["published", "changed", "draft", "withdrawn", "merged"])
def test_the_list_can_be_narrowed_to_a_state(login, people, published, other, state):
    item_merge(published, other, user=SYSTEM)
    listed = page(login(people.manager), reverse("wagtailsnippets_catalogue_item:list") + f"?state={state}")
    assert (url(published, "edit") in listed) == (state in ("merged", "draft"))
    assert (url(other, "edit") in listed) == (state == "published")


@pytest.mark.parametrize("state", ["published", "changed", "draft", "withdrawn"])
def test_the_list_of_sets_too(login, people, ours, state):
    address = reverse("wagtailsnippets_catalogue_itemset:list") + f"?state={state}"
    assert login(people.manager).get(address).status_code == 200
