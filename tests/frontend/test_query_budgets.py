"""The number of queries depends neither on how much there is nor on the language."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from heritage.languages import LANGUAGES
from tests import factories
from tests.frontend.conftest import described, picture

pytestmark = pytest.mark.django_db
ITEM_BUDGET = 15
LIST_BUDGET = 8


def count(client, path) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def paths(thing) -> list[str]:
    found = []
    for language in LANGUAGES.values():
        with translation.override(language.url_code):
            found.append(thing.get_absolute_url())
    return found


def test_item_page(client, museum, carpet):
    described(carpet, 1)
    picture(carpet)
    neighbour = factories.item(museum)
    picture(neighbour)
    few = {count(client, path) for path in paths(carpet)}
    for number in range(2, 8):
        picture(carpet, position=number)
        picture(described(factories.item(museum), number))
    many = {count(client, path) for path in paths(carpet)}
    assert few == many
    assert len(few) == 1
    assert few.pop() <= ITEM_BUDGET


def test_institution_pages(client, museum):
    picture(factories.item(museum))
    few = [count(client, path) for path in (museum.get_absolute_url(), "/en/institutions/")]
    for number in range(9):
        picture(described(factories.item(museum), number))
        factories.institution()
    many = [count(client, path) for path in (museum.get_absolute_url(), "/ar/institutions/")]
    assert few == many
    assert max(few) <= LIST_BUDGET
