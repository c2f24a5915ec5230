"""A page of the API costs the same number of queries however many items, terms and languages it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import Item, ItemCreator
from tests import factories

pytestmark = pytest.mark.django_db
EVERY_LANGUAGE = ("kk", "en", "ru", "tr", "zh", "ar", "es", "fr")


def _fill(count: int, languages: tuple[str, ...]) -> None:
    for number in range(count):
        name = f"{len(languages)}-{number}"
        texts = {code: f"{name} {code}" for code in languages}
        museum = factories.institution(f"m-{name}", name=texts)
        item = factories.item(
            museum,
            title=texts,
            category=factories.concept("category", f"c {name}"),
            place=factories.place(f"p {name}"),
        )
        item.materials.set([factories.concept("material", f"{name} {letter}") for letter in "ab"])
        item.save()
        ItemCreator.objects.create(item=item, agent=factories.agent(f"a {name}"))


def _queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize(("path", "budget"), [("/api/v1/items?limit=200", 5), ("/api/v1/institutions?limit=200", 1)])
def test_list_is_constant(client, path, budget):
    _fill(1, ("kk",))
    before = _queries(client, path)
    _fill(9, EVERY_LANGUAGE)
    assert _queries(client, path) == before <= budget


def test_item_is_constant(client):
    _fill(1, EVERY_LANGUAGE)
    assert _queries(client, f"/api/v1/items/{Item.objects.get().identifier}") <= 5
