"""Change Discovery 1.0: pages of activities as the standard shapes them, each as cheap as the first."""

import pytest

from catalogue import services
from catalogue.changes import advance
from catalogue.models import Item, ItemSet
from catalogue.publicity import public_kinds
from institutions.permissions import SYSTEM
from media_pipeline.iiif import discovery
from tests import factories
from tests.media_pipeline.discovery_schema import COLLECTION, CONTEXT, PAGE

pytestmark = pytest.mark.django_db
FEED = "/iiif/discovery/1/activities.json"


@pytest.fixture
def museum(db):
    museum = factories.institution("abay")
    museum.publish(museum.save_revision())
    advance()
    return museum


@pytest.fixture
def published(museum):
    def publish(number=1):
        drafts = [Item(institution=museum, title={"en": f"Bowl {each}"}) for each in range(number)]
        made = [services.item_publish(services.item_save(item, user=SYSTEM), user=SYSTEM) for item in drafts]
        advance()
        return made

    return publish


def get(client, address, validator):
    response = client.get(address.removeprefix("http://testserver"))
    assert response.status_code == 200
    made = response.json()
    validator.validate(made)
    assert made["id"] == f"http://testserver{response.wsgi_request.path}"
    return made


def page(client, number):
    return get(client, f"/iiif/discovery/1/activities/page-{number}.json", PAGE)


def test_an_activity_of_each_kind(client, museum, published):
    fund = services.item_set_publish(ItemSet.objects.create(institution=museum, title={"en": "Fund"}), user=SYSTEM)
    [item] = published()
    services.item_unpublish(item, user=SYSTEM)
    advance()
    base, manifest = "http://testserver", {
        "id": f"http://testserver/iiif/presentation/3/items/{item.identifier}/manifest.json",
        "type": "Manifest",
        "canonical": item.ark.url,
    }  # fmt: skip

    def see_also(path):
        return [{"id": f"{base}/api/v1/{path}", "type": "Dataset", "format": "application/json"}]

    activities = page(client, 0)["orderedItems"]
    assert [activity.pop("endTime").endswith("Z") for activity in activities] == [True] * 4
    assert activities == [
        {
            "type": "Create",
            "object": {
                "id": f"{base}/iiif/presentation/3/collections/abay.json",
                "type": "Collection",
                "seeAlso": see_also("institutions/abay"),
            },
        },
        {
            "type": "Create",
            "object": {
                "id": f"{base}/iiif/presentation/3/collections/{fund.identifier}.json",
                "type": "Collection",
                "canonical": f"{item.ark.url.removesuffix(item.identifier)}{fund.identifier}",
                "seeAlso": see_also(f"item-sets/{fund.identifier}"),
            },
        },
        {"type": "Create", "object": manifest | {"seeAlso": see_also(f"items/{item.identifier}")}},
        {"type": "Delete", "object": manifest},
    ]


def test_every_kind_that_the_public_has_is_published():
    assert set(discovery.resources()) == set(public_kinds())


def test_pages_are_linked_from_the_oldest_to_the_newest(client, published, monkeypatch):
    monkeypatch.setattr(discovery, "PAGE", 4)
    published(9)
    feed = get(client, FEED, COLLECTION)
    assert (feed["totalItems"], feed["first"]["id"][-11:], feed["last"]["id"][-11:]) == (
        10, "page-0.json", "page-2.json",
    )  # fmt: skip
    pages, address = [], feed["first"]["id"]
    while address:
        pages.append(get(client, address, PAGE))
        address = pages[-1].get("next", {}).get("id")
    assert [(each["startIndex"], len(each["orderedItems"])) for each in pages] == [(0, 4), (4, 4), (8, 2)]
    assert ["prev" in each for each in pages] == [False, True, True]
    assert pages[2]["prev"]["id"] == pages[1]["id"]
    assert {each["partOf"]["id"] for each in pages} == {feed["id"]}
    times = [activity["endTime"] for each in pages for activity in each["orderedItems"]]
    assert times == sorted(times)


def test_before_the_first_change_there_is_one_empty_page(client):
    feed = get(client, FEED, COLLECTION)
    assert feed["totalItems"] == 0
    assert get(client, feed["last"]["id"], PAGE)["orderedItems"] == []


@pytest.mark.parametrize("name", ["page-1", "page-99999999999999999999999", "page--1", "page-x", "page-٠", "page-"])
def test_pages_that_are_not(client, published, name):
    published()
    response = client.get(f"/iiif/discovery/1/activities/{name}.json")
    assert response.status_code == 404


def test_a_page_that_is_full_and_has_a_next_never_changes_again(client, museum, published, monkeypatch):
    monkeypatch.setattr(discovery, "PAGE", 4)
    published(3)
    path = "/iiif/discovery/1/activities/page-0.json"
    # Full, but its link to the next page is to come.
    assert client.get(path)["Cache-Control"] == "public, max-age=5"
    published(1)
    full = client.get(path)
    assert full["Cache-Control"] == "public, max-age=2592000, immutable"
    museum.refresh_from_db()
    museum.unpublish()
    advance()
    assert client.get(path).content == full.content
    last = client.get(FEED).json()["last"]["id"].removeprefix("http://testserver")
    assert client.get(last)["Cache-Control"] == client.get(FEED)["Cache-Control"] == "public, max-age=5"


@pytest.mark.parametrize("path", [FEED, "/iiif/discovery/1/activities/page-0.json"])
class TestOverHttp:
    def test_any_site_may_read_it_as_linked_data_or_json(self, client, published, path):
        published()
        answer = client.get(path)
        assert answer["Content-Type"] == f'application/ld+json;profile="{CONTEXT}"'
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Accept" in answer["Vary"]
        assert "Cookie" not in answer["Vary"]
        assert client.get(path, headers={"accept": "application/json"})["Content-Type"] == "application/json"
        browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
        assert client.get(path, headers=browser)["Content-Type"].startswith("application/ld+json")

    def test_what_a_harvester_has_is_not_sent_again(self, client, published, path):
        published()
        tag = client.get(path)["ETag"]
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304
        published()
        assert client.get(path, headers={"if-none-match": tag}).status_code == 200

    def test_other_methods(self, client, path):
        assert client.head(path).status_code == 200
        preflight = client.options(path)
        assert (preflight.status_code, preflight["Access-Control-Allow-Origin"]) == (204, "*")
        assert client.post(path).status_code == 405

    def test_the_queries_are_the_same_for_any_number(self, client, published, path, django_assert_num_queries):
        for number in (1, 30):
            published(number)
            with django_assert_num_queries(1 if path == FEED else 2):
                client.get(path)
