"""A manifest is made once and then answered from what is kept, but never after anything that it shows has changed."""

import gzip
import json
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from catalogue import services
from catalogue.models import Item, ItemCreator, ItemSet
from institutions.models import Institution
from institutions.permissions import SYSTEM
from media_pipeline import contents, ingest
from media_pipeline.iiif.presentation import keeping
from media_pipeline.models import Asset
from tests import factories
from tests.media_pipeline.conftest import add_pages, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty():
    caches["manifests"].clear()


@pytest.fixture
def book(museum):
    item = factories.item(
        museum, kind="book", period=factories.concept("period", "19th century"),
        category=factories.concept("category", "book"), place=factories.place("Turkistan", latitude=43, longitude=68),
        item_set=ItemSet.objects.create(institution=museum, title={"en": "Manuscripts"}, live=True),
    )  # fmt: skip
    item.materials.set([factories.concept("material", "paper")])
    item.techniques.set([factories.concept("technique", "ink")])
    item.save()
    ItemCreator.objects.create(item=item, agent=factories.agent("Abai"))
    add_pages(item, 3)
    return item


@pytest.fixture
def fetch(client, book):
    def _fetch(**headers):
        return client.get(f"/iiif/presentation/3/items/{book.identifier}/manifest.json", headers=headers)

    return _fetch


def rename(thing, field):
    setattr(thing, field, {"en": "Renamed"})
    thing.save()


def publish(book, **fields):
    for name, value in fields.items():
        setattr(book, name, value)
    services.item_save(book, user=SYSTEM)
    services.item_publish(book, user=SYSTEM)


MUTATIONS = {
    "the title": lambda book, page: publish(book, title={"en": "Another"}),
    "the direction": lambda book, page: publish(book, reading_direction="right-to-left"),
    "the layout": lambda book, page: publish(book, page_layout="continuous"),
    "the size that all may have": lambda book, page: publish(book, access="limited", access_max_width=500),
    "a file's label": lambda book, page: ingest.asset_describe(page, user=SYSTEM, label={"en": "Folio 1"}),
    "a file's page": lambda book, page: ingest.asset_describe(page, user=SYSTEM, label={}, page="non-paged"),
    "a file's offer": lambda book, page: ingest.asset_describe(page, user=SYSTEM, label={}, original="yes"),
    "the order": lambda book, page: ingest.asset_reorder(book, [Asset.objects.last().identifier], user=SYSTEM),
    "a file that goes": lambda book, page: ingest.asset_remove(page, user=SYSTEM),
    "a file that breaks": lambda book, page: Asset.objects.filter(pk=page.pk).update(state="failed"),
    "a heading": lambda book, page: contents.heading_add(book, user=SYSTEM, label={"en": "One"}, first=page),
    "the institution's name": lambda book, page: rename(book.institution, "name"),
    "the set's name": lambda book, page: rename(book.item_set, "title"),
    "the period": lambda book, page: rename(book.period, "pref_label"),
    "the category": lambda book, page: rename(book.category, "pref_label"),
    "the place": lambda book, page: rename(book.place, "name"),
    "a material": lambda book, page: rename(book.materials.get(), "pref_label"),
    "a technique": lambda book, page: rename(book.techniques.get(), "pref_label"),
    "a creator": lambda book, page: rename(book.creators.get().agent, "name"),
}


@pytest.mark.parametrize("change", MUTATIONS.values(), ids=MUTATIONS)
def test_any_change_that_shows_shows_at_once(fetch, book, change):
    before = fetch()
    change(book, book.assets.order_by("position").first())
    after = fetch(**{"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.json() != before.json()


def test_a_file_that_comes_shows_at_once(fetch, book, receive):
    fetch()
    receive(book, jpeg(300, 200))
    assert len(fetch().json()["items"]) == 4


def test_a_set_that_is_hidden_goes_at_once(fetch, book):
    assert len(fetch().json()["partOf"]) == 2
    book.item_set.unpublish()
    assert len(fetch().json()["partOf"]) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_hidden_or_withdrawn_is_gone_at_once(fetch, book, status):
    assert fetch().status_code == 200
    if status == 410:
        services.item_withdraw(book, user=SYSTEM)
    else:
        Institution.objects.filter(pk=book.institution_id).update(live=False)
    response = fetch()
    assert response.status_code == status
    assert "Object" not in response.content.decode()


def test_an_embargo_ends_by_itself(fetch, book, monkeypatch):
    today = timezone.localdate()
    publish(
        book, embargo_until=today + timedelta(days=1), rights_uri="https://creativecommons.org/publicdomain/mark/1.0/"
    )
    assert "thumbnail" not in fetch().json()
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert "thumbnail" in fetch().json()


def test_settings_and_releases_do_not_share(fetch, settings, monkeypatch):
    first = fetch().json()
    settings.PUBLIC_URL = "https://museum.example"
    assert fetch().json()["id"].startswith("https://museum.example/")
    settings.PUBLIC_URL = "http://testserver"
    assert fetch().json() == first
    made = []
    monkeypatch.setattr(keeping, "manifest", lambda item: made.append(item) or {"id": "new"})
    assert fetch().json() == first
    monkeypatch.setattr(keeping, "release", lambda: "the next")
    assert (fetch().json(), len(made)) == ({"id": "new"}, 1)


def test_the_second_answer_is_one_query(fetch, django_assert_num_queries):
    first = fetch()
    with django_assert_num_queries(1):
        assert fetch().content == first.content
    with django_assert_num_queries(1):
        assert fetch(**{"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("pages", [1, 500])
def test_queries_are_the_same_for_one_page_and_for_500(client, museum, pages, django_assert_num_queries):
    item = factories.item(museum, kind="book")
    model = add_pages(item, 1, kind="model", media_type="model/gltf-binary")[0]
    add_pages(item, 1, poster_for=model)
    leaves = add_pages(item, pages)
    contents.heading_add(item, user=SYSTEM, label={"en": "One"}, first=leaves[0])
    with django_assert_num_queries(9):
        made = client.get(f"/iiif/presentation/3/items/{item.identifier}/manifest.json").json()
    assert len(made["items"]) == pages + 1


def test_packed_for_whoever_takes_it_so(fetch):
    plain = fetch()
    packed = fetch(**{"accept-encoding": "br;q=1, gzip;q=0.8"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert {"Accept", "Accept-Encoding"} <= set(packed["Vary"].split(", "))
    assert fetch(**{"accept-encoding": "gzip", "if-none-match": packed["ETag"]}).status_code == 304


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "gzip;q=0.0, br", "xgzip", "*;q=0"])
def test_never_packed_for_others(fetch, accepted):
    response = fetch(**{"accept-encoding": accepted})
    assert "Content-Encoding" not in response
    assert json.loads(response.content)["type"] == "Manifest"


def test_what_is_too_large_is_not_kept(fetch, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(keeping, "_MAX_KEPT_BYTES", 10)
    fetch()
    with django_assert_num_queries(9):
        fetch()


def test_methods_and_media_types(client, book):
    path = f"/iiif/presentation/3/items/{book.identifier}/manifest.json"
    full = client.get(path)
    assert full["Content-Type"] == 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
    assert client.get(path, headers={"accept": "application/json"})["Content-Type"] == "application/json"
    head = client.head(path)
    assert (head.content, head["ETag"]) == (b"", full["ETag"])
    options = client.options(path)
    assert (options.status_code, options["Access-Control-Allow-Origin"]) == (204, "*")
    assert client.post(path).status_code == 405


def test_a_change_while_it_is_made_is_not_kept_as_the_newest(fetch, book, monkeypatch):
    real = keeping.manifest

    def slow(item):
        made = real(item)
        Item.objects.filter(pk=book.pk).update(title={"en": "Meanwhile"}, updated_at=timezone.now())
        monkeypatch.setattr(keeping, "manifest", real)
        return made

    monkeypatch.setattr(keeping, "manifest", slow)
    fetch()
    assert fetch().json()["label"] == {"en": ["Meanwhile"]}
