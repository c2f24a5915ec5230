import pytest
from django.urls import reverse

from catalogue import services
from catalogue.models import Item
from exhibits.models import HomePage
from exhibits.widgets import PublishedChooser
from institutions.permissions import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


def test_pages_are_offered_published_items_only(client):
    client.force_login(factories.user(superuser=True))
    factories.item(title={"en": "Shown"})
    factories.item(live=False, title={"en": "Hidden"})
    block = HomePage._meta.get_field("highlights").stream_block.child_blocks["item"].child_blocks["item"]
    assert isinstance(block.widget, PublishedChooser)
    page = client.get(block.widget.get_chooser_modal_url()).json()["html"]
    assert "Shown" in page
    assert "Hidden" not in page
    assert "Hidden" in client.get(reverse("wagtailsnippetchoosers_catalogue_item:choose")).json()["html"]


def test_of_another_museum_they_offer_what_every_visitor_sees_and_no_draft_of_it(client):
    ours, theirs = factories.institution(), factories.institution()
    client.force_login(factories.user(manager=ours))
    item = factories.item(theirs, title={"en": "Shown"})
    item.title = {"en": "Rewritten"}
    services.item_save(item, user=SYSTEM)
    services.item_save(Item(institution=theirs, title={"en": "Hidden"}), user=SYSTEM)
    for name in ("choose", "choose_results"):
        for query in ({}, {"q": "Rewri"}, {"q": "Hidd"}):
            page = client.get(reverse(f"published_item_chooser:{name}"), query).content.decode()
            assert "Rewritten" not in page
            assert "Hidden" not in page
    assert "Shown" in client.get(reverse("published_item_chooser:choose_results")).content.decode()
    assert client.get(reverse("published_item_chooser:chosen", args=[item.pk])).json()["result"]["string"] == "Shown"
