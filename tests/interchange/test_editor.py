"""Imported items in Wagtail's editor: what a curator opens is what the import wrote."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from catalogue.models import Item
from tests import factories
from tests.editor.forms import form_of
from tests.interchange.conftest import rows_of

FULL = {
    "id": "A-1",
    "title": "Silver bowl",
    "about": "A bowl.",
    "date": "c.1823–8",
    "materials": "silver",
    "size": "3 cm",
}
EDIT = "wagtailsnippets_catalogue_item:edit"


@pytest.fixture
def curator(museum, client):
    person = factories.user("dana", curator=museum)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def send(client, **changes):
    url = reverse(EDIT, args=[Item.objects.get().pk])
    data = form_of(client.get(url)) | changes
    response = client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    return data


def test_an_imported_item_opens_with_its_values_and_is_saved_as_it_is(do_import, curator):
    do_import([FULL], publish=True)
    data = send(curator, **{"action-publish": "1"})
    assert (data["title__en"], data["description__en"], data["date_edtf"]) == ("Silver bowl", "A bowl.", "1823~/1828~")
    item = Item.objects.get()
    assert (item.title, [str(each) for each in item.materials.all()]) == ({"en": "Silver bowl"}, ["silver"])
    assert item.dimensions == [{"type": "height", "value": 3, "unit": "cm"}]
    # Saving without a change makes nothing the curator's: the next import may still write.
    result = do_import([FULL | {"title": "Cup", "materials": "clay"}], is_forced=True)
    assert result.told() == []
    assert Item.objects.get().title == {"en": "Cup"}


def test_after_an_import_the_editor_shows_no_older_version(do_import, curator):
    do_import([FULL], publish=True)
    send(curator, title__kk="Күміс тостаған", **{"action-publish": "1"})
    do_import([FULL | {"title": "Cup", "date": "1830"}], is_forced=True)
    data = send(curator)
    assert (data["title__en"], data["title__kk"], data["date_edtf"]) == ("Cup", "Күміс тостаған", "1830")


def test_an_imported_draft_is_published_from_the_editor(do_import, curator):
    do_import(rows_of(1))
    send(curator, **{"action-publish": "1"})
    item = Item.objects.get()
    assert (item.live, item.title) == (True, {"en": "Bowl 1"})
