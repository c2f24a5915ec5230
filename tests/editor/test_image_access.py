"""A curator says who sees an item's images."""

import pytest
from django.urls import reverse

from catalogue import services
from catalogue.models import Item
from institutions.permissions import SYSTEM
from tests import factories
from tests.editor.test_item_editor import edit

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_catalogue_item:edit"


def test_what_was_chosen_holds_once_it_is_published(login, people, published):
    client = login(people.curator)
    edit(client, published, access="members", access_max_width="800", embargo_until="2130-03-01")
    assert Item.objects.get().image_access.is_open
    edit(client, published, **{"action-publish": "1"})
    item = Item.objects.get()
    assert (item.access, item.access_max_width, item.embargo_until.isoformat()) == ("members", 800, "2130-03-01")


def test_a_limit_without_a_number_is_refused_beside_its_field(login, people, published):
    response = edit(login(people.curator), published, access="limited", **{"action-publish": "1"})
    assert response.status_code == 200
    assert "Say how large the images may be." in response.content.decode()
    assert Item.objects.get().access == "open"


def test_an_older_version_that_is_brought_back_says_whom_it_would_let_see(login, people, published):
    old = published.get_latest_revision()
    published.access = "members"
    services.item_save(published, user=SYSTEM)
    services.item_publish(published, user=SYSTEM)
    client = login(people.curator)
    page = client.get(reverse("wagtailsnippets_catalogue_item:revisions_revert", args=[published.pk, old.pk]))
    shown = page.content.decode().partition('name="access"')[2].partition("</select>")[0]
    assert '<option value="open" selected>' in shown
    assert Item.objects.get().access == "members"


def test_curators_see_the_pictures_of_their_restricted_items(login, people, published):
    from tests.frontend.conftest import picture

    Item.objects.filter(pk=published.pk).update(access="members")
    asset = picture(published)
    client = login(people.contributor)
    listing = client.get(reverse("wagtailsnippets_catalogue_item:list")).content.decode()
    assert f"/posters/{asset.identifier}/" in listing
    assert f"/posters/{asset.identifier}/" in client.get(reverse("media-files", args=[published.pk])).content.decode()


def test_a_reader_opens_no_screen(login, people, ours, published):
    client = login(factories.user("reader", reader=ours))
    for address in (
        reverse("wagtailadmin_home"),
        reverse(EDIT, args=[published.pk]),
        reverse("wagtailsnippets_catalogue_item:list"),
        reverse("media-files", args=[published.pk]),
    ):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("wagtailadmin_login"))
    assert services.Item.objects.editable_by(factories.user(reader=ours)).count() == 0
