import pytest
from django.core.cache import cache
from django.test import RequestFactory
from wagtail.models import Locale, Page, Site

from exhibits.home import home_context, published_in_order
from exhibits.models import HomePage
from exhibits.setup import ensure_home_pages
from heritage.languages import LANGUAGES
from tests import factories

pytestmark = pytest.mark.django_db
TITLE = {code: f"Qazyna {code}" for code in LANGUAGES}
LEAD = {code: f"Lead {code}" for code in LANGUAGES}


@pytest.fixture(autouse=True)
def _fresh_figures():
    cache.clear()


def test_each_language_has_one_home_page_and_they_are_translations_of_each_other():
    item = factories.item()
    pages = ensure_home_pages(TITLE, LEAD, [item.identifier])
    assert set(pages) == set(LANGUAGES)
    assert len({page.translation_key for page in pages.values()}) == 1
    assert {page.locale.language_code for page in pages.values()} == {lang.url_code for lang in LANGUAGES.values()}
    assert pages["ar"].title == "Qazyna ar"
    assert pages["zh"].hero == item
    assert pages["zh"].url == "/zh-hans/"
    assert Site.objects.get().root_page.locale.language_code == "kk"


def test_a_second_run_makes_nothing_and_keeps_what_an_editor_wrote():
    first = ensure_home_pages(TITLE, LEAD, [])
    page = HomePage.objects.get(pk=first["en"].pk)
    page.lead = "Written by an editor"
    page.save_revision().publish()
    before = (Page.objects.count(), Locale.objects.count())
    again = ensure_home_pages(TITLE, LEAD, [factories.item().identifier])
    assert (Page.objects.count(), Locale.objects.count()) == before
    assert again["en"].lead == "Written by an editor"


def test_the_page_shows_published_items_only_in_the_order_chosen():
    shown, hidden, third = factories.item(), factories.item(live=False), factories.item()
    assert published_in_order([third.pk, hidden.pk, shown.pk]) == [third, shown]
    pages = ensure_home_pages(TITLE, LEAD, [hidden.identifier, third.identifier, shown.identifier])
    context = pages["en"].get_context(RequestFactory().get("/en/"))
    assert context["highlights"] == [third, shown]
    assert context["hero"] == third


def test_the_figures_count_what_the_public_sees():
    museum = factories.institution()
    factories.item(museum, kind="map")
    factories.item(museum, kind="map")
    factories.item(museum, kind="book", live=False)
    factories.item(factories.institution(live=False))
    context = home_context(None, [])
    assert context["figures"].items == 2
    assert context["figures"].institutions == 1
    assert [(kind.value, kind.count) for kind in context["kinds"]] == [("map", 2)]
    assert [museum.published_items for museum in context["institutions"]] == [2]


def test_the_number_of_queries_does_not_grow_with_the_page(django_assert_num_queries):
    def build(items):
        cache.clear()
        context = home_context(items[0].pk, [item.pk for item in items])
        for item in [context["hero"], *context["highlights"]]:
            assert item.institution.name
            assert item.ready_assets == []
        list(context["institutions"])

    for items in ([factories.item()], [factories.item() for _ in range(12)]):
        with django_assert_num_queries(9):
            build(items)
