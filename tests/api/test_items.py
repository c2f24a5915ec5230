from datetime import UTC, datetime, timedelta

import pytest

from catalogue import services
from catalogue.models import Item, ItemCreator, ItemSet
from heritage.identifiers import mint_name
from institutions.permissions import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def described() -> Item:
    """An item with every kind of term."""
    museum = factories.institution("hoard", name={"kk": "Қазына", "en": "Hoard"}, is_demonstration=True)
    item_set = ItemSet.objects.create(institution=museum, title={"en": "Gold"}, live=True)
    item = factories.item(
        museum,
        title={"kk": "Тостаған", "en": "Bowl", "ar": "وعاء"},
        text_status={"title": {"ar": {"origin": "machine"}}},
        item_set=item_set,
        kind="photograph",
        date_edtf="1871/1872",
        category=factories.concept("category", "Vessels", exact_match=["http://vocab.getty.edu/aat/300193015"]),
        place=factories.place("Turkistan", latitude=43.3, longitude=68.25, country="KZ"),
        dimensions=[{"type": "height", "value": 31.8, "unit": "cm"}],
        rights_uri="https://creativecommons.org/publicdomain/zero/1.0/",
        same_as=["https://example.org/bowl"],
    )
    item.materials.set([factories.concept("material", "gold")])
    item.save()
    ItemCreator.objects.create(item=item, agent=factories.agent("Master", birth_edtf="1840"), role="maker")
    return item


def test_item_is_whole(get, described):
    answer = get(f"/items/{described.identifier}")
    assert answer.status_code == 200
    item = answer.json()
    assert item["title"] == {"kk": "Тостаған", "en": "Bowl", "ar": "وعاء"}
    assert item["text_status"] == {"title": {"ar": {"origin": "machine"}}}
    assert item["date"] == {"edtf": "1871/1872", "earliest_year": 1871, "latest_year": 1872}
    assert item["category"]["exact_match"] == ["http://vocab.getty.edu/aat/300193015"]
    assert item["materials"] == [{"key": "gold", "label": {"en": "gold"}, "exact_match": []}]
    assert item["creators"][0]["role"] == "maker"
    assert item["creators"][0]["agent"]["birth"] == "1840"
    assert item["place"]["latitude"] == 43.3
    assert item["dimensions"] == [{"type": "height", "value": 31.8, "unit": "cm", "part": None}]
    assert item["rights"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert item["item_set"]["title"] == {"en": "Gold"}
    assert item["institution"] == {"code": "hoard", "name": {"kk": "Қазына", "en": "Hoard"}, "is_demonstration": True}


def test_addresses_of_an_item(get, described):
    item = get(f"/items/{described.identifier}").json()
    name = described.identifier
    assert item["ark"] == f"ark:/99999/{name}"
    assert item["uri"] == f"http://testserver/ark:/99999/{name}"
    assert item["manifest"] == f"http://testserver/iiif/presentation/3/items/{name}/manifest.json"
    assert set(item["pages"]) == {"kk", "en", "ru", "tr", "zh", "ar", "es", "fr"}
    assert item["pages"]["zh"].startswith(f"http://testserver/zh-hans/items/{name}/")
    assert item["pages"]["kk"] != item["pages"]["en"].replace("/en/", "/kk/"), "the slug is in the page's language"


def test_withdrawn_is_gone_and_draft_is_not_found(get):
    shown, draft = factories.item(), factories.item(live=False)
    services.item_withdraw(shown, user=SYSTEM, reason="secret reason")
    gone = get(f"/items/{shown.identifier}")
    assert (gone.status_code, gone.json()["type"]) == (410, "/problems/withdrawn")
    assert "secret reason" not in gone.content.decode()
    assert get(f"/items/{draft.identifier}").status_code == 404


def test_nothing_unpublished_leaks(get, client):
    hidden = factories.institution(live=False)
    inside_hidden = factories.item(hidden)
    draft = factories.item(live=False)
    draft_set = ItemSet.objects.create(institution=factories.institution(), title={"en": "Secret fund"})
    shown = factories.item(draft_set.institution, item_set=draft_set)
    client.force_login(factories.user(superuser=True))
    assert [item["id"] for item in get("/items").json()["items"]] == [shown.identifier]
    assert get("/items", item_set=draft_set.identifier).json()["items"] == []
    assert get(f"/items/{shown.identifier}").json()["item_set"] is None
    for thing in (inside_hidden, draft):
        assert get(f"/items/{thing.identifier}").status_code == 404
    assert get(f"/item-sets/{draft_set.identifier}").status_code == 404
    assert get(f"/institutions/{hidden.code}").status_code == 404


def test_mistyped_identifier_is_told_from_an_unknown_one(get):
    unknown = mint_name()
    mistyped = unknown[:-1] + ("0" if unknown[-1] != "0" else "1")
    assert get(f"/items/{unknown}").json()["type"] == "/problems/not-found"
    answer = get(f"/items/{mistyped}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/invalid-identifier")


def test_filters(get):
    here, there = factories.institution("here"), factories.institution("there")
    fund = ItemSet.objects.create(institution=here, title={"en": "Fund"}, live=True)
    first = factories.item(here, kind="map", item_set=fund)
    second = factories.item(here, kind="book")
    third = factories.item(there, kind="map")
    Item.objects.filter(pk=second.pk).update(updated_at=datetime.now(UTC) + timedelta(days=2))

    def found(**query):
        return [item["id"] for item in get("/items", **query).json()["items"]]

    assert found(institution="here") == [first.identifier, second.identifier]
    assert found(kind="map") == [first.identifier, third.identifier]
    assert found(kind="map", institution="there") == [third.identifier]
    assert found(item_set=fund.identifier) == [first.identifier]
    assert found(updated_since=(datetime.now(UTC) + timedelta(days=1)).isoformat()) == [second.identifier]


def test_item_sets(get):
    museum = factories.institution("here")
    fund = ItemSet.objects.create(institution=museum, title={"en": "Fund"}, live=True)
    part = ItemSet.objects.create(institution=museum, title={"en": "Coins"}, parent=fund, live=True)
    assert [row["id"] for row in get("/item-sets", institution="here").json()["items"]] == [
        fund.identifier,
        part.identifier,
    ]
    assert get(f"/item-sets/{part.identifier}").json()["parent"] == {"id": fund.identifier, "title": {"en": "Fund"}}


def test_texts_are_sent_as_they_are(client):
    factories.item(title={"kk": "Тостаған", "ar": "وعاء"})
    body = client.get("/api/v1/items").content.decode("utf-8")
    assert "Тостаған" in body
    assert "وعاء" in body
