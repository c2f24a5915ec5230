"""Addresses that belong to no single thing, errors, and what every page has."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client, override_settings

from heritage.languages import LANGUAGES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("tr", "/tr/"), ("zh-CN", "/zh-hans/"), ("de, ar;q=0.3", "/ar/"), ("de", "/kk/"), ("", "/kk/")],
)
def test_root_leads_to_the_visitors_language(client, accepted, expected):
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert answer["Location"] == expected
    assert "Accept-Language" in answer["Vary"]


def test_theme_is_remembered_and_goes_back(client, museum):
    answer = client.get("/theme", {"theme": "dark", "next": "/en/institutions/"})
    assert answer["Location"] == "/en/institutions/"
    page = client.get("/en/institutions/")
    assert b'data-theme="dark"' in page.content
    assert "Cookie" in page["Vary"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_theme_never_leads_to_another_site(client, target):
    assert client.get("/theme", {"theme": "dark", "next": target})["Location"] == "/"


def test_theme_takes_no_other_value(client):
    assert "theme" not in client.get("/theme", {"theme": 'x" onload="', "next": "/en/"}).cookies
    client.cookies["theme"] = "x"
    assert b"data-theme" not in client.get("/en/institutions/").content


@pytest.mark.parametrize("code", LANGUAGES)
def test_not_found_is_a_page_in_the_language_of_the_address(client, code):
    language = LANGUAGES[code]
    answer = client.get(f"/{language.url_code}/items/nothing/here")
    assert answer.status_code == 404
    assert f'<html lang="{language.tag}" dir="{language.dir}"'.encode() in answer.content
    assert b'rel="alternate" hreflang' not in answer.content


def test_an_error_page_never_fails_itself(db, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("frontend.views.institutions.render", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/en/institutions/")
    assert answer.status_code == 500
    assert b"<h1>" in answer.content
    monkeypatch.setattr("frontend.templatetags.frontend_tags.ornament", broken)
    monkeypatch.setattr("heritage.errors.render", broken)
    assert client.get("/en/institutions/").status_code == 500


def test_programs_get_problems_and_not_pages(client):
    answer = client.get("/en/items/nothing/here", headers={"Accept": "application/json"})
    assert answer["Content-Type"] == "application/problem+json"


def test_a_search_engine_that_does_not_answer_is_503(client, monkeypatch):
    from search.engines.base import SearchUnavailable

    def unavailable(*args):
        raise SearchUnavailable

    monkeypatch.setattr("search.views.search", unavailable)
    answer = client.get("/en/search/")
    assert answer.status_code == 503
    assert "Retry-After" in answer


def test_robots_names_the_sitemap(client):
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_sitemap_has_published_items_only_in_each_language(client, museum):
    shown, _draft = factories.item(museum), factories.item(museum, live=False)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = []
    for place in index.findall("s:sitemap/s:loc", names):
        body = client.get(place.text.removeprefix("http://testserver")).content
        found += [loc.text for loc in ElementTree.fromstring(body).findall("s:url/s:loc", names)]
    items = [url for url in found if "/items/" in url]
    assert len(items) == len(LANGUAGES)
    assert all(shown.identifier in url for url in items)
    assert client.get("/sitemap-items-xx-0.xml").status_code == 404


def test_styleguide_shows_every_colour_of_the_stylesheet(client):
    page = client.get("/styleguide/")
    assert page.status_code == 200
    assert len(page.context["colours"]) > 20
    assert all(f"--{colour.name}" in page.content.decode() for colour in page.context["colours"])


def test_language_switch_on_search_keeps_the_question(client, monkeypatch, museum):
    page = client.get("/en/institutions/?kind=museum&q=%D2%B1").content.decode()
    assert re.search(r'<a href="/ar/institutions/\?kind=museum&amp;q=%D2%B1" lang="ar"', page)


@override_settings(DJANGO_VITE={"default": {"dev_mode": False, "manifest_path": "/nowhere/manifest.json"}})
def test_pages_read_without_the_build(client, museum, monkeypatch):
    def missing(entry):
        raise FileNotFoundError(entry)

    monkeypatch.setattr("frontend.templatetags.frontend_tags.vite_asset", missing)
    assert client.get("/en/institutions/").status_code == 200
