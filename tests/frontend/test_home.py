"""The home page in eight languages, as visitors get it."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exhibits.setup import ensure_home_pages
from frontend.centuries import published_centuries
from heritage.languages import LANGUAGES
from tests import factories
from tests.frontend.conftest import picture

pytestmark = pytest.mark.django_db
TITLE = {code: f"Title {code}" for code in LANGUAGES}


@pytest.fixture
def home(museum, carpet):
    picture(carpet)
    others = [factories.item(museum, title={"en": f"Highlight {number}"}) for number in range(3)]
    return ensure_home_pages(TITLE, TITLE, [carpet.identifier, *(item.identifier for item in others)])


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_its_page_and_knows_the_others(client, home, code):
    language = LANGUAGES[code]
    page = client.get(f"/{language.url_code}/").content.decode()
    assert f'<html lang="{language.tag}" dir="{language.dir}"' in page
    assert f"<h1>Title {code}</h1>" in page
    found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)"', page))
    assert found == {each.tag: f"/{each.url_code}/" for each in LANGUAGES.values()} | {"x-default": "/"}


def test_a_language_without_the_page_is_no_alternate_but_still_a_choice(client, home):
    home["fr"].unpublish()
    page = client.get("/en/").content.decode()
    assert 'hreflang="fr" href="http://testserver' not in page
    assert '<a href="/fr/" lang="fr"' in page


def test_the_hero_is_not_hung_twice(client, home, carpet):
    page = client.get("/en/").content.decode()
    assert page.count(f"/items/{carpet.identifier}/") == 1
    assert all(f"Highlight {number}" in page for number in range(3))


def test_centuries_lead_to_their_facet(client, museum):
    factories.item(museum, date_edtf="1890/1910")
    factories.item(museum, date_edtf="-0099")
    factories.item(museum, date_edtf="1500", live=False)
    assert [century.url.partition("?")[2] for century in published_centuries()] == [
        "century=-1",
        "century=19",
        "century=20",
    ]


def test_query_count_does_not_grow(client, home):

    def count() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/")
        return len(queries)

    few = count()
    for number in range(6):
        picture(factories.item(factories.institution(), date_edtf=f"1{number}00"))
    assert count() == few
