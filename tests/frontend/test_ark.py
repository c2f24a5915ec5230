"""An identifier leads people to a page in their language and programs to data."""

import pytest
from django.utils import timezone, translation

from catalogue.models import ItemSet
from catalogue.models.identifiers import mint
from media_pipeline.models import Asset
from tests import factories
from tests.frontend.conftest import picture

pytestmark = pytest.mark.django_db


def page_of(item, url_code):
    with translation.override(url_code):
        return item.get_absolute_url()


def test_people_get_the_page_in_the_language_of_their_browser(client, carpet):
    answer = client.get(f"/{carpet.ark}", headers={"Accept": "text/html", "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"})
    assert (answer.status_code, answer["Location"]) == (302, page_of(carpet, "zh-hans"))
    assert {"Accept", "Accept-Language", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_the_chosen_language_goes_before_the_browsers(client, carpet):
    client.cookies["django_language"] = "ar"
    answer = client.get(f"/{carpet.ark}", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert answer["Location"] == page_of(carpet, "ar")


@pytest.mark.parametrize("media_type", ["application/ld+json", "application/json"])
def test_programs_get_data(client, carpet, media_type):
    answer = client.get(f"/{carpet.ark}", headers={"Accept": media_type})
    assert answer.status_code == 200
    assert answer["Content-Type"] == media_type
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["identifier"] == str(carpet.ark)


@pytest.mark.parametrize("accept", ["", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "image/png"])
def test_anything_else_gets_the_page(client, carpet, accept):
    assert client.get(f"/{carpet.ark}", headers={"Accept": accept}).status_code == 302


def test_hyphens_case_and_the_slash_are_insignificant(client, carpet):
    name = carpet.identifier
    spellings = (f"ark:/99999/{name[:3]}-{name[3:]}", f"ark:99999/{name}", f"ark:/99999/{name.upper()}")
    for spelling in spellings:
        assert client.get(f"/{spelling}").status_code == 302, spelling


def test_a_wrong_check_character_or_another_authority_is_not_found(client, carpet):
    wrong = carpet.identifier[:-1] + ("0" if carpet.identifier[-1] != "0" else "1")
    for path in (f"/ark:/99999/{wrong}", "/ark:/12345/q1", "/ark:/", f"/ark:/12148/{carpet.identifier}"):
        assert client.get(path).status_code == 404, path


def test_withdrawn_and_draft(client, museum):
    gone = factories.item(museum, live=False, withdrawn_at=timezone.now())
    draft = factories.item(museum, live=False)
    data = {"Accept": "application/ld+json"}
    answer = client.get(f"/{gone.ark}", headers=data)
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert client.get(f"/{draft.ark}", headers=data).status_code == 404


def test_a_set_leads_people_to_its_items_and_programs_to_its_record(client, museum):
    fund = ItemSet.objects.create(institution=museum, title={"en": "Fund"}, live=True)
    address = f"/ark:/99999/{fund.identifier}"
    page = client.get(address, headers={"Accept": "text/html", "Accept-Language": "ar"})
    assert page["Location"] == f"/ar/search/?set={fund.identifier}"
    record = client.get(address, headers={"Accept": "application/json"}, follow=True)
    assert record.json()["title"] == {"en": "Fund"}
    ItemSet.objects.update(live=False)
    assert client.get(address).status_code == 404


def test_a_file_leads_to_its_items_page(client, carpet):
    asset = picture(carpet)
    Asset.objects.filter(pk=asset.pk).update(identifier=(name := mint("asset")[0]))
    answer = client.get(f"/ark:/99999/{name}", headers={"Accept": "text/html", "Accept-Language": "kk"})
    assert answer["Location"] == page_of(carpet, "kk")
