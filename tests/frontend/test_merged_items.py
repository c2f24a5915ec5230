"""Every address of a duplicate leads to the item that stays, for good."""

import pytest
from django.utils import translation

from catalogue import services
from catalogue.merging import item_merge
from institutions.permissions import SYSTEM
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(museum):
    survivor, duplicate = factories.item(museum), factories.item(museum)
    item_merge(duplicate, survivor, user=SYSTEM)
    return duplicate, survivor


def addresses(item):
    """{address: how it is asked for}."""
    with translation.override("en"):
        page = item.get_absolute_url()
    return {
        page: {},
        f"/ar/items/{item.identifier}": {},
        f"/en/embed/{item.identifier}": {},
        f"/{item.ark}": {"accept": "text/html"},
        f"/{item.ark}?": {"accept": "application/ld+json"},
        f"/api/v1/items/{item.identifier}": {},
        f"/iiif/presentation/3/items/{item.identifier}/manifest.json": {},
    }


def test_all_lead_to_the_same_of_the_survivor(client, pair):
    duplicate, survivor = pair
    for address, headers in addresses(duplicate).items():
        answer = client.get(address, headers=headers)
        assert answer.status_code == 301, address
        assert survivor.identifier in answer["Location"]
        assert client.get(answer["Location"], headers=headers, follow=True).status_code == 200
        assert answer["Location"].split(survivor.identifier)[0].endswith(address.split(duplicate.identifier)[0])


def test_what_was_asked_of_the_page_goes_on(client, pair):
    duplicate, _survivor = pair
    for address in (f"/en/items/{duplicate.identifier}?image=x", f"/en/embed/{duplicate.identifier}?image=x"):
        assert client.get(address)["Location"].endswith("?image=x")


def test_a_shared_view_opens_on_the_survivor(client, pair):
    duplicate, survivor = pair
    canvas = f"http://testserver/iiif/presentation/3/items/{duplicate.identifier}/canvas/q1abc"
    answer = client.get("/iiif/content-state", {"iiif-content": canvas})
    assert answer.status_code == 302
    assert f"/items/{survivor.identifier}/" in answer["Location"]


def test_of_the_parts_of_a_manifest_too(client, pair):
    duplicate, survivor = pair
    answer = client.get(f"/iiif/presentation/3/items/{duplicate.identifier}/canvas/q1abc/annotations.json")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"http://testserver/iiif/presentation/3/items/{survivor.identifier}/canvas/q1abc/annotations.json",
    )


def test_machines_of_any_site_may_follow(client, pair):
    duplicate, _survivor = pair
    for address in (
        f"/api/v1/items/{duplicate.identifier}",
        f"/iiif/presentation/3/items/{duplicate.identifier}/manifest.json",
    ):
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("end", ["unpublished", "withdrawn", "hidden"])
def test_none_leads_to_what_the_public_does_not_see(client, pair, end):
    duplicate, survivor = pair
    match end:
        case "unpublished":
            survivor.unpublish()
        case "withdrawn":
            services.item_withdraw(survivor, user=SYSTEM)
        case _:
            survivor.institution.unpublish()
    for address, headers in addresses(duplicate).items():
        assert client.get(address, headers=headers).status_code == 404, address


def test_the_duplicate_is_in_no_list(client, pair):
    duplicate, survivor = pair
    with translation.override("en"):
        page = client.get(survivor.get_absolute_url()).content.decode()
    assert duplicate.identifier not in page
    assert duplicate.identifier not in client.get("/api/v1/items").content.decode()
    assert duplicate.identifier not in client.get("/sitemap-items-en-0.xml").content.decode()
