"""Exhibitions as visitors get them, and who may make them."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from catalogue.models import Item
from exhibits import navigation
from exhibits.models import ExhibitionPage
from heritage.languages import LANGUAGES
from tests import factories
from tests.exhibits.conftest import group, quotation, shown, text
from tests.frontend.conftest import picture

pytestmark = pytest.mark.django_db


def structured(page: str) -> dict:
    import json

    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_tells_in_order_what_its_editors_wrote(client, exhibit):
    museum = factories.institution("abay", name={"en": "Abay museum"})
    carpet, bowl, sword = (factories.item(museum, title={"en": name}) for name in ("Carpet", "Bowl", "Sword"))
    picture(carpet)
    body = [text("<b>Felt</b> is wool.", "How felt is made"), shown(carpet, "White felt."), group(bowl, sword),
            quotation("Better to see once.", "Proverb")]  # fmt: skip
    exhibit("felt", body, holders=[museum], cover=carpet, opens="2026-03-01", closes="2026-09-30")
    page = client.get("/en/exhibitions/felt/").content.decode()
    places = [page.index(words) for words in (
        "<h1>felt en</h1>", "March 1, 2026 – Sept. 30, 2026", 'class="lead">About felt en', "How felt is made",
        "<b>Felt</b> is wool.", "White felt.", ">Bowl<", ">Sword<", "Better to see once.", "Proverb",
        "Abay museum</a></li>",
    )]  # fmt: skip
    assert places == sorted(places)
    assert f'href="{carpet.get_absolute_url().replace("/kk/", "/en/")}"' in page


def test_what_is_not_published_is_on_no_page(client, exhibit):
    hidden, withdrawn = factories.item(live=False, title={"en": "Secret"}), factories.item(title={"en": "Withdrawn"})
    closed = factories.item(factories.institution(live=False, name={"en": "Closed museum"}), title={"en": "Closed"})
    body = [shown(hidden, "Secret caption"), group(closed, withdrawn, heading="Three"), shown(closed)]
    exhibit("felt", body, cover=hidden, holders=[closed.institution])
    assert "Withdrawn" in client.get("/en/exhibitions/felt/").content.decode()
    Item.objects.filter(pk=withdrawn.pk).update(live=False)
    for path in ("/en/exhibitions/felt/", "/en/exhibitions/", "/en/"):
        page = client.get(path).content.decode()
        assert not re.search("Secret|Withdrawn|Closed|Three", page), path


def test_drafts_are_for_editors_alone(client, exhibit):
    exhibit("felt", live=False)
    assert client.get("/en/exhibitions/felt/").status_code == 404
    assert "felt en" not in client.get("/en/exhibitions/").content.decode()
    assert "felt en" not in client.get("/en/").content.decode()


def test_a_private_page_is_listed_nowhere(client, exhibit):
    page = exhibit("felt")["en"]
    page.view_restrictions.create(restriction_type="login")
    for path in ("/en/exhibitions/", "/en/", "/sitemap-pages-en.xml"):
        assert "/exhibitions/felt/" not in client.get(path).content.decode(), path
    assert client.get("/kk/exhibitions/felt/").status_code == 200


def test_each_language_has_the_others_as_alternates(client, exhibit):
    exhibit("felt", languages=("kk", "en", "ar"))
    page = client.get("/ar/exhibitions/felt/").content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)"', page))
    assert {tag: path for tag, path in found.items() if tag != "x-default"} == {
        code: f"/{code}/exhibitions/felt/" for code in ("kk", "en", "ar")
    }


def test_lists_and_menus_lead_there(client, exhibit):
    exhibit("felt")
    assert "Pas encore d’exposition." in client.get("/fr/exhibitions/").content.decode()
    assert 'href="/en/exhibitions/felt/">felt en</a>' in client.get("/en/exhibitions/").content.decode()
    home = client.get("/en/").content.decode()
    assert 'href="/en/exhibitions/felt/">felt en</a>' in home
    assert home.count('<a href="/en/exhibitions/">Exhibitions</a>') == 2
    assert "http://testserver/en/exhibitions/felt/</loc>" in client.get("/sitemap-pages-en.xml").content.decode()
    assert "sitemap-pages-en.xml" in client.get("/sitemap.xml").content.decode()


def test_no_menu_leads_to_a_language_without_the_list(client, lists):
    lists["en"].unpublish()
    assert "/exhibitions/" not in client.get("/en/institutions/").content.decode()
    assert "/kk/exhibitions/" in client.get("/kk/institutions/").content.decode()


def test_search_engines_get_an_event_or_a_collection(client, exhibit):
    museum = factories.institution(name={"en": "Abay museum"})
    item = factories.item(museum, title={"en": "Carpet </script>"})
    exhibit("always", [shown(item)], holders=[museum])
    exhibit("spring", [shown(item)], holders=[museum], opens="2026-03-01")
    always = structured(client.get("/en/exhibitions/always/").content.decode())
    assert (always["@type"], always["hasPart"][0]["@id"]) == ("Collection", item.ark.url)
    spring = structured(client.get("/en/exhibitions/spring/").content.decode())
    assert (spring["@type"], spring["startDate"], spring["inLanguage"]) == ("ExhibitionEvent", "2026-03-01", "en")
    assert spring["organizer"][0]["name"] == [{"@value": "Abay museum", "@language": "en"}]


def test_query_count_does_not_grow(client, exhibit):
    def count(path) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def fill(slug, number):
        items = [factories.item() for _ in range(number)]
        for item in items:
            picture(item)
        exhibit(
            slug, [shown(items[0]), *(text() for _ in items), group(*items)], holders=[i.institution for i in items]
        )

    fill("small", 1)
    small, listed, home = (count(path) for path in ("/en/exhibitions/small/", "/en/exhibitions/", "/en/"))
    fill("large", 12)
    fill("other", 3)
    assert count("/en/exhibitions/large/") == small <= 24
    assert count("/en/exhibitions/") == listed
    assert count("/en/") == home


class TestEditing:
    def form(self, item, **fields):
        return nested_form_data({
            "title": "Felt", "slug": "felt", "lead": "", "cover": item.pk, "opens": "", "closes": "",
            "institutions": streamfield([]), "search_description": "", "seo_title": "", "comments": {},
            "body": streamfield([("text", {"heading": "Wool", "text": rich_text("<p>Words</p>")}),
                                 ("item", {"item": item.pk, "caption": ""})]),
            "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
        } | fields)  # fmt: skip

    def add(self, client, lists, person, item, **fields):
        client.force_login(person)
        address = f"/admin/pages/add/exhibits/exhibitionpage/{lists['en'].pk}/"
        return client.post(address, self.form(item, **fields), headers={"Accept-Language": "en"})

    def member(self, *groups):
        person = factories.user()
        person.groups.set(Group.objects.filter(name__in=groups))
        return person

    @pytest.fixture(autouse=True)
    def _rights(self, lists):
        """Wagtail's own groups: editors add and change pages, moderators publish too."""
        from django.contrib.auth.models import Permission
        from wagtail.models import GroupPagePermission

        root = Page.get_first_root_node()
        for name, codes in (("Editors", ("add_page", "change_page")), ("Moderators", ("add_page", "publish_page"))):
            each, _made = Group.objects.get_or_create(name=name)
            each.permissions.add(Permission.objects.get(codename="access_admin"))
            for code in codes:
                permission = Permission.objects.get(codename=code, content_type__app_label="wagtailcore")
                GroupPagePermission.objects.get_or_create(group=each, page=root, permission=permission)

    def test_an_editor_writes_a_draft_and_does_not_publish(self, client, lists):
        item, editor = factories.item(), self.member("Editors")
        self.add(client, lists, editor, item, **{"action-publish": "1"})
        page = ExhibitionPage.objects.get()
        assert (page.title, page.live, page.item_ids) == ("Felt", False, [item.pk])
        assert client.get("/en/exhibitions/felt/").status_code == 404

    def test_a_moderator_publishes(self, client, lists):
        item = factories.item()
        self.add(client, lists, self.member("Moderators"), item, **{"action-publish": "1"})
        assert "Wool" in client.get("/en/exhibitions/felt/").content.decode()

    def test_a_curator_of_a_museum_edits_no_page(self, client, lists):
        item = factories.item()
        response = self.add(client, lists, factories.user(manager=item.institution), item)
        assert (response.status_code, ExhibitionPage.objects.count()) == (302, 0)
        assert response["Location"].startswith("/admin/")

    def test_an_exhibition_does_not_close_before_it_opens(self, client, lists):
        person, item = self.member("Moderators"), factories.item()
        response = self.add(client, lists, person, item, opens="2026-05-01", closes="2026-04-01")
        assert "cannot close before it opens" in response.content.decode()
        assert not ExhibitionPage.objects.exists()

    def test_editors_choose_among_what_is_published_of_any_museum(self, client):
        factories.item(title={"en": "Shown"})
        factories.item(live=False, title={"en": "Hidden"})
        factories.institution("open-one")
        factories.institution("closed-one", live=False)
        client.force_login(self.member("Editors"))
        items = client.get("/admin/published-items/choose/").json()["html"]
        assert ("Shown" in items, "Hidden" in items) == (True, False)
        museums = client.get("/admin/published-institutions/choose/").json()["html"]
        assert ("open-one" in museums, "closed-one" in museums) == (True, False)

    def test_a_key_that_somebody_made_up_tells_nothing(self, client, lists):
        hidden = factories.item(live=False, title={"en": "Secret"})
        person = self.member("Editors")
        self.add(client, lists, person, hidden)
        page = ExhibitionPage.objects.get()
        edited = client.get(f"/admin/pages/{page.pk}/edit/", headers={"Accept-Language": "en"}).content.decode()
        assert "This record is not published." in edited
        assert "Secret" not in edited
        with_wrong_date = self.form(hidden, opens="2026-05-01", closes="2026-04-01")
        assert "Secret" not in client.post(f"/admin/pages/{page.pk}/edit/", with_wrong_date).content.decode()

    def test_the_preview_shows_what_is_not_saved_yet(self, client, lists, exhibit):
        page, item = exhibit("felt")["en"], factories.item(title={"en": "Carpet"})
        client.force_login(self.member("Moderators"))
        address = f"/admin/pages/{page.pk}/edit/preview/"
        assert client.post(address, self.form(item, title="Changed")).json()["is_valid"]
        seen = client.get(address).content.decode()
        assert "<h1>Changed</h1>" in seen
        assert "Carpet" in seen
        assert "Changed" not in client.get("/en/exhibitions/felt/").content.decode()


def test_a_page_is_shown_without_the_link_when_the_database_is_away(monkeypatch):
    def away():
        raise OperationalError

    cache.clear()
    monkeypatch.setattr(navigation, "_paths", away)
    assert navigation.exhibitions_path(LANGUAGES["en"]) == ""
