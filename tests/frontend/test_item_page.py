"""What a visitor sees of one item, in every language."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from heritage.languages import LANGUAGES
from tests import factories
from tests.frontend.conftest import TITLES, picture

pytestmark = pytest.mark.django_db


def address(item, code="en"):
    with translation.override(LANGUAGES[code].url_code):
        return item.get_absolute_url()


@pytest.mark.parametrize("code", LANGUAGES)
def test_page_names_its_language_and_direction(client, carpet, code):
    language = LANGUAGES[code]
    page = client.get(address(carpet, code)).content.decode()
    assert f'<html lang="{language.tag}" dir="{language.dir}"' in page
    assert re.search(rf"<h1>\s*{re.escape(TITLES[code].replace(chr(39), '&#x27;'))}", page)


def test_every_language_has_an_alternate_with_its_own_slug(client, carpet):
    page = client.get(address(carpet)).content.decode()
    found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)"', page))
    expected = {language.tag: address(carpet, code) for code, language in LANGUAGES.items()}
    assert found == expected | {"x-default": f"/{carpet.ark}"}
    assert f'<link rel="canonical" href="http://testserver{address(carpet)}">' in page


def test_language_menu_stays_on_the_item(client, carpet):
    page = client.get(address(carpet, "ar")).content.decode()
    for code in LANGUAGES:
        assert f'<a href="{address(carpet, code)}" lang="{LANGUAGES[code].tag}"' in page


def test_text_in_another_language_is_marked(client, museum):
    item = factories.item(museum, title={"en": "Bowl"}, description={"fr": "Un bol"})
    page = client.get(address(item, "ar")).content.decode()
    assert '<h1 lang="en" dir="ltr">Bowl</h1>' in page
    assert re.search(r'<div class="prose description" lang="fr" dir="ltr">\s*<p>Un bol', page)


def test_a_text_in_the_readers_language_is_not_marked(client, carpet):
    assert f"<h1>{TITLES['kk']}</h1>" in client.get(address(carpet, "kk")).content.decode()


def test_wrong_slug_leads_to_the_right_address_and_keeps_the_query(client, carpet):
    right = address(carpet)
    for path in (f"/en/items/{carpet.identifier}", f"/en/items/{carpet.identifier}/old-name"):
        answer = client.get(f"{path}?image=2")
        assert (answer.status_code, answer["Location"]) == (302, f"{right}?image=2")


def test_a_mistyped_identifier_is_corrected_or_refused(client, carpet):
    typed = f"{carpet.identifier[:4]}-{carpet.identifier[4:]}".upper()
    assert client.get(f"/en/items/{typed}")["Location"] == address(carpet)
    assert client.get(f"/en/items/{carpet.identifier[:-1]}0/x").status_code == 404


def test_drafts_are_not_found(client, museum):
    draft = factories.item(museum, live=False, title={"en": "Secret"})
    answer = client.get(address(draft))
    assert answer.status_code == 404
    assert b"Secret" not in answer.content


def test_items_of_an_unpublished_institution_are_not_found(client):
    item = factories.item(factories.institution(live=False))
    assert client.get(address(item)).status_code == 404


def test_withdrawn_items_are_gone_and_say_so_in_the_readers_language(client, museum):
    from django.utils import timezone

    item = factories.item(museum, live=False, title={"en": "Secret"}, withdrawn_at=timezone.now())
    answer = client.get(address(item, "ar"))
    assert answer.status_code == 410
    assert b'<html lang="ar" dir="rtl"' in answer.content
    assert b"Secret" not in answer.content


def test_pictures_without_javascript(client, carpet):
    first, second = picture(carpet), picture(carpet, position=1)
    page = client.get(address(carpet)).content.decode()
    still = re.search(r'<div class="still">(.*?)</div>', page, re.DOTALL)[1]
    assert [f'type="image/{name}"' in still for name in ("avif", "webp")] == [True, True]
    assert f"/posters/{first.identifier}/" in still
    assert 'width="1600" height="1066"' in still
    assert 'alt="Felt carpet with ram&#x27;s horns"' in still
    other = client.get(address(carpet) + "?image=2").content.decode()
    assert f"/posters/{second.identifier}/" in re.search(r'<div class="still">(.*?)</div>', other, re.DOTALL)[1]


def test_zoom_gets_the_image_services_in_order(client, carpet):
    names = [picture(carpet, position=position).identifier for position in range(3)]
    response = client.get(address(carpet) + "?image=3")
    assert response.context["zoom_sources"] == [f"/iiif/3/{name}/info.json" for name in names]
    assert 'data-start="2"' in response.content.decode()


@pytest.mark.parametrize("wanted", ["", "0", "99", "-1", "x", "٣", "1" * 50])
def test_an_odd_picture_number_shows_the_first(client, carpet, wanted):
    picture(carpet)
    assert client.get(address(carpet), {"image": wanted}).context["figure"].number == 1


def test_a_model_shows_its_preview_and_gives_its_file(client, carpet):
    picture(carpet, kind="model")
    page = client.get(address(carpet)).content.decode()
    assert 'data-island="zoom"' not in page
    assert "/files/q1test0/file.glb" in page


def test_an_item_without_pictures_has_the_ornament(client, carpet):
    assert "motifs.svg#tort" in client.get(address(carpet)).content.decode()


def test_structured_data_is_one_safe_script(client, museum):
    item = factories.item(
        museum, title={"en": "</script><b>Bowl"}, rights_uri="http://rightsstatements.org/vocab/InC/1.0/"
    )
    page = client.get(address(item)).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert data["name"] == [{"@value": "</script><b>Bowl", "@language": "en"}]
    assert data["@id"] == f"http://testserver/{item.ark}"
    assert "</script><b>Bowl" not in page


def test_machine_translation_is_said(client, museum):
    item = factories.item(museum, text_status={"title": {"en": {"origin": "machine"}}})
    assert "translated by machine" in client.get(address(item, "en")).content.decode()
    with translation.override("kk"):
        assert client.get(address(item, "kk")).context["machine"] is False


def test_terms_lead_to_more_of_the_same(client, carpet):
    carpet.category = factories.concept("category", "carpet", pref_label={"en": "carpet"})
    carpet.save()
    assert (
        f"{reverse('search')}?category={carpet.category_id}".partition("/search")[2]
        in client.get(address(carpet)).content.decode()
    )


def test_the_editors_preview_shows_what_is_not_saved_yet(client, carpet, rf):
    carpet.title = {"en": "Draft title"}
    for code in ("en", "ar"):
        with translation.override(code):
            page = carpet.make_preview_request(rf.get("/")).render().content.decode()
        assert "Draft title</h1>" in page
        assert 'href="http://testserver/ark:/' in page
