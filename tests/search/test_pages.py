"""The search page and its autocomplete, as a browser asks."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import ItemCreator
from heritage.languages import LANGUAGES
from search.fields import FACETS
from tests import factories


@pytest.fixture
def collection(indexed):
    """Two institutions, three carpets and a photograph."""
    abai, tate = factories.institution("abai"), factories.institution("tate")
    wool = factories.concept("material", "wool", pref_label={"en": "Wool", "kk": "Жүн"})
    kasteev = factories.agent("Kasteev")
    items = [
        factories.item(
            abai, title={"kk": f"Кілем {number}", "en": f"Carpet {number}"}, date_edtf=f"18{number}0", kind="object"
        )
        for number in range(1, 4)
    ]
    for item in items:
        item.materials.set([wool])
        item.save()
        ItemCreator.objects.create(item=item, agent=kasteev)
    factories.item(tate, title={"en": "A rider"}, kind="photograph", date_edtf="1901")
    indexed()
    return items


def page(client, language="en", **params):
    return client.get(f"/{language}/search/", params)


def facet(answer, name):
    [found] = [facet for facet in answer.context["facets"] if facet.name == name]
    return {value.value: value for value in found.values}


def test_a_visitor_finds_an_item_in_any_language(client, collection):
    for language in ("kk", "en", "ar", "zh-hans"):
        for asked in ("carpet", "КІЛЕМ"):
            answer = page(client, language, q=asked)
            assert answer.status_code == 200
            assert answer.context["results"].total == 3
            assert {hit.identifier for hit in answer.context["results"].hits} == {
                item.identifier for item in collection
            }


def test_what_matched_is_marked_and_the_fallback_says_its_language(client, collection):
    html = page(client, "fr", q="carpet").content.decode()
    assert re.search(r'lang="en"[^>]*>[^/]*<mark>Carpet</mark>', html)


def test_facets_count_name_and_toggle(client, collection):
    answer = page(client, kind="photograph")
    assert answer.context["results"].total == 1
    kinds = facet(answer, "kind")
    assert [(value.label, value.count, value.selected) for value in kinds.values()] == [
        ("Object", 3, False), ("Photograph", 1, True),
    ]  # fmt: skip
    assert kinds["photograph"].url == "?"
    assert kinds["object"].url == "?kind=photograph&kind=object"
    [chip] = answer.context["chosen"]
    assert (chip.label, chip.url) == ("Photograph", "?")
    everything = page(client, "kk")
    assert [value.label for value in facet(everything, "material").values()] == ["Жүн"]
    assert [value.label for value in facet(everything, "century").values()] == ["1801–1900", "1901–2000"]
    kasteev = next(iter(facet(everything, "creator").values()))
    assert (kasteev.label, kasteev.lang, kasteev.dir) == ("Kasteev", "en", "ltr")


def test_years_narrow_and_are_named(client, collection):
    answer = page(client, **{"from": "1815", "to": "1825"})
    assert [str(hit.title) for hit in answer.context["results"].hits] == ["Carpet 2"]
    assert answer.context["chosen"][0].label == "1815–1825"


def test_sorting_is_by_the_date_of_the_thing(client, collection):
    titles = [str(hit.title) for hit in page(client, sort="newest").context["results"].hits]
    assert titles == ["A rider", "Carpet 3", "Carpet 2", "Carpet 1"]


def test_pages_are_walked_and_one_beyond_the_last_leads_back(client, indexed):
    museum = factories.institution()
    made = {factories.item(museum).identifier for _ in range(50)}
    indexed()
    answers = [page(client, page=number) for number in (1, 2, 3)]
    assert {hit.identifier for answer in answers for hit in answer.context["results"].hits} == made
    pages = answers[1].context["pages"]
    assert (pages.number, pages.count, pages.previous, pages.next) == (2, 3, "?", "?page=3")
    assert page(client, page=9).url == "?"


def test_an_item_unpublished_a_second_ago_is_not_shown(client, collection):
    collection[0].live = False
    collection[0].save()
    answer = page(client, q="carpet")
    assert collection[0].identifier not in answer.content.decode()
    assert len(answer.context["results"].hits) == 2


def test_a_hidden_institution_is_not_named(client, collection):
    museum = collection[0].institution
    museum.live = False
    museum.save()
    assert "abai museum" not in page(client).content.decode()


def test_without_an_index_the_page_says_that_search_will_be_back(client, db, index):
    answer = page(client)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "search_rebuild" not in answer.content.decode()
    assert client.get("/readyz").json()["parts"]["search"] == "unavailable"


def test_with_an_index_the_system_is_ready(client, collection):
    assert client.get("/readyz").json()["parts"]["search"] == "ok"


@pytest.mark.parametrize("asked", [{}, {"q": "carpet"}, {"q": "carpet", "kind": ["object", "photograph"]}])
def test_queries_are_constant_in_hits_and_languages(client, indexed, django_assert_max_num_queries, asked):
    museum = factories.institution()

    def more(number, languages):
        for each in range(number):
            item = factories.item(museum, title=dict.fromkeys(languages, f"carpet {each}"))
            item.materials.set([factories.concept("material", f"{item.pk} {each}")])
            item.save()
            ItemCreator.objects.create(item=item, agent=factories.agent(f"Agent {item.pk}"))
        indexed()

    more(2, ["en"])
    page(client, **asked)
    with django_assert_max_num_queries(20) as few:
        page(client, **asked)
    more(20, list(LANGUAGES))
    with django_assert_max_num_queries(len(few)):
        assert len(page(client, **asked).context["results"].hits) == 22


def suggest(client, asked, language="en"):
    answer = client.get(f"/{language}/search/suggest", {"q": asked})
    assert answer.status_code == 200
    return [(each["type"], each["label"], each["count"]) for each in answer.json()["suggestions"]]


def test_autocomplete_offers_people_places_and_titles(client, collection):
    assert suggest(client, "kast") == [("creator", "Kasteev", 3)]
    assert ("item", "Кілем 1", None) in suggest(client, "carp", "kk")
    assert ("material", "Жүн", 3) in suggest(client, "wo", "kk")
    assert suggest(client, "k") == suggest(client, "") == suggest(client, "zzz") == []


def test_the_address_of_a_suggestion_finds_as_many(client, collection):
    found = client.get("/en/search/suggest", {"q": "kast"}).json()["suggestions"][0]
    assert client.get(found["url"]).context["results"].total == found["count"]


def test_autocomplete_is_constant_in_queries(client, collection, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        suggest(client, "ca")


PARAM = st.sampled_from(["q", "from", "to", "page", "sort", *FACETS])


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(params=st.lists(st.tuples(PARAM, st.text(max_size=40)), max_size=6))
def test_no_address_breaks_the_page(client, collection, params):
    query = urlencode(params, errors="ignore")
    assert client.get(f"/en/search/?{query}").status_code in (200, 302)
    assert client.get(f"/en/search/suggest?{query}").status_code == 200


HOSTILE = [
    "%00", "%ff%fe", "%ed%a0%80", "q=%22", "q=" + "a" * 20_000, "q=" + "%2B-%22" * 500, "page=-1", "page=1e9",
    "page=" + "9" * 400, "from=" + "-" * 50, "from=9999999999999&to=-99999999999", "sort=__proto__",
    "kind=%27%20OR%201=1", "creator=1;DROP&creator=" + "9" * 50, "century=x&century=%D9%A1", "q=(((((((",
    "q=title:x AND [* TO *]", "q=%5C%5C%5C", "&".join(f"place={number}" for number in range(3000)), "q=%F0%9F%98%80",
    "q=.*&q=(a%2B)%2B$", "institution=../../etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_addresses_are_answered(client, collection, query):
    # Django itself refuses more than ten thousand fields.
    assert client.get(f"/en/search/?{query}").status_code in (200, 302)


def test_the_addresses_are_those_of_the_design():
    with translation.override("zh-hans"):
        assert (reverse("search"), reverse("search-suggest")) == ("/zh-hans/search/", "/zh-hans/search/suggest")
