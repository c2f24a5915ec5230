import pytest
from django.urls import reverse

from exhibits.models import HomePage
from exhibits.widgets import PublishedChooser
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
