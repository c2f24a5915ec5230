"""What pages show of pictures that not everybody may see, and to whom; and that nothing public leads to more."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from media_pipeline.iiif import records
from search.indexing import rebuild
from tests import factories
from tests.frontend.conftest import picture
from tests.frontend.test_query_budgets import count
from tests.media_pipeline.conftest import jpeg, receive  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
LATER = date(2130, 3, 1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def page_of(client, item) -> str:
    return client.get(item.get_absolute_url()).content.decode()


def stage(page: str) -> str:
    return page[page.index('class="stage"') : page.index('class="item"')]


@pytest.fixture
def letter(museum):
    item = factories.item(museum, title={"en": "Letter"}, access="members")
    picture(item)
    return item


def test_a_visitor_reads_why_there_is_no_picture_and_where_to_sign_in(client, letter):
    shown = stage(page_of(client, letter))
    assert "For readers" in shown
    assert f'href="/en/sign-in?next=%2Fen%2Fitems%2F{letter.identifier}%2Fletter"' in shown
    assert "<picture" not in shown
    assert 'data-island="zoom"' not in shown
    assert "info.json" not in shown


def test_the_record_itself_stays_public(client, letter):
    page = page_of(client, letter)
    assert "Letter" in page
    assert "og:image" not in page
    assert '"image"' not in page


def test_a_reader_sees_the_zoomable_picture(client, letter, museum):
    client.force_login(factories.user(reader=museum))
    page = page_of(client, letter)
    asset = letter.assets.get()
    assert f"/iiif/3/{asset.identifier}/info.json" in stage(page)
    assert f"/posters/{asset.identifier}/" in stage(page)
    assert "For readers" not in stage(page)
    # What the page tells other programs is the same for all.
    assert "og:image" not in page


def test_a_reader_of_another_institution_reads_that_the_account_does_not_help(client, letter):
    client.force_login(factories.user(reader=factories.institution()))
    shown = stage(page_of(client, letter))
    assert "Your account is not that of a reader of this institution." in shown
    assert "sign-in" not in shown


def test_an_embargo_says_its_day_also_to_readers(client, museum):
    item = factories.item(museum, embargo_until=LATER)
    picture(item)
    for person in (None, factories.user(reader=museum)):
        if person:
            client.force_login(person)
        shown = stage(page_of(client, item))
        assert "Closed until March 1, 2130" in shown
        assert "<picture" not in shown
    client.force_login(factories.user(contributor=museum))
    assert "<img" in stage(page_of(client, item))


def test_the_small_picture_for_all_zooms_and_says_what_it_is(client, museum):
    item = factories.item(museum, access="members", access_max_width=800)
    asset = picture(item)
    shown = stage(page_of(client, item))
    assert f"/iiif/3/{asset.identifier}-small/info.json" in shown
    assert "This is a smaller picture." in shown
    assert set(re.findall(r"-(\d+)\.(?:jpg|webp|avif)", shown)) == {"400", "800"}


def test_a_limit_below_every_stored_picture_is_served_by_the_image_service(client, museum):
    item = factories.item(museum, access="limited", access_max_width=200)
    asset = picture(item)
    shown = stage(page_of(client, item))
    assert f'src="/iiif/3/{asset.identifier}/full/max/0/default.jpg"' in shown
    assert 'width="200" height="133"' in shown
    assert "/posters/" not in shown


def test_cards_say_it_too(client, letter, museum):
    listing = client.get(f"/en/institutions/{museum.code}").content.decode()
    card = listing[listing.index('class="card"') :]
    assert "For readers" in card
    assert "<img" not in card
    client.force_login(factories.user(reader=museum))
    assert "<img" in client.get(f"/en/institutions/{museum.code}").content.decode()


def test_a_model_of_a_limited_item_is_not_offered_for_download(client, museum):
    item = factories.item(museum, access="limited", access_max_width=800)
    picture(item, kind="model")
    assert "download" not in stage(page_of(client, item))
    client.force_login(factories.user(reader=museum))
    assert "download" in stage(page_of(client, item))


def test_the_number_of_queries_does_not_depend_on_access(client, museum):
    items = [factories.item(museum) for _ in range(3)]
    for item in items:
        picture(item)
        picture(item, kind="model", position=1)
    address = f"/en/institutions/{museum.code}"
    pages = (address, items[0].get_absolute_url())
    before = [count(client, page) for page in pages]
    type(items[0]).objects.update(access="members")
    # Texts on a picture that is not shown are not looked up.
    assert all(after <= budget for after, budget in zip((count(client, page) for page in pages), before, strict=True))
    client.force_login(factories.user(reader=museum))
    # The session, the person, and the person's roles.
    assert [count(client, page) for page in pages] == [each + 3 for each in before]


ADDRESS = re.compile(r"/(?:posters|iiif/[23]|files)/[^\"'\s<>&]+")


@pytest.mark.parametrize(
    "fields",
    [
        {"access": "members"},
        {"access": "members", "access_max_width": 400},
        {"embargo_until": timezone.localdate() + timedelta(days=9)},
    ],
    ids=str,
)
def test_nothing_public_leads_an_anonymous_visitor_to_restricted_pixels(
    fields, museum, receive, client, settings, tmp_path  # noqa: F811
):  # fmt: skip
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    item = factories.item(museum, **fields)
    assets = [receive(item, jpeg(1500, 900)), receive(item, jpeg(1400, 900))]
    records.forget()
    rebuild()
    pages = [
        *(item.get_absolute_url(), museum.get_absolute_url(), "/en/search/", "/en/", "/sitemap-items-en-0.xml"),
        *(item.ark.url.removeprefix("http://testserver"), f"/api/v1/items/{item.identifier}", "/api/v1/search"),
        f"/iiif/presentation/3/items/{item.identifier}/manifest.json",
        f"/iiif/3/{assets[0].identifier}/info.json",
        f"/iiif/auth/2/probe/{assets[0].identifier}",
    ]
    found: set[str] = set()
    for page in pages:
        for accepted in ("text/html", "application/ld+json", "*/*"):
            answer = client.get(page, headers={"Accept": accepted}, follow=True)
            if page != "/en/":
                assert answer.status_code == 200, page
            found |= set(ADDRESS.findall(answer.content.decode()))
    assert found
    pixels = {each for each in found if client.get(each).get("Content-Type", "").startswith(("image/", "model/"))}
    allowed = re.compile(r"/iiif/3/\w{12}-small/full/max/|/posters/\w{12}/\w{16}-400\.")
    assert {each for each in pixels if not allowed.match(each)} == set()
    assert bool(pixels) is ("access_max_width" in fields)
