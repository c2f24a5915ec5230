from typing import Any

import pytest

from tests import factories


@pytest.fixture
def ask(client):
    def call(address: str = "", **params: Any) -> Any:
        return client.get(address.removeprefix("http://testserver") or "/api/v1/search", params or None)

    return call


@pytest.fixture
def vases(indexed):
    museum = factories.institution("abai")
    made = [
        factories.item(museum, title={"en": f"Vase {number}"}, date_edtf=str(1800 + number % 7)) for number in range(25)
    ]
    indexed()
    return {item.identifier for item in made}


@pytest.mark.parametrize("question", [{}, {"q": "vase"}, {"q": "vase", "sort": "oldest"}, {"sort": "added"}])
def test_a_whole_result_is_walked_once(ask, vases, question):
    answer = ask(**question, limit=7).json()
    assert answer["total"] == 25
    assert set(answer["facets"]) > {"kind", "institution"}
    walked = [item["id"] for item in answer["items"]]
    while answer["next"]:
        answer = ask(answer["next"]).json()
        assert answer["facets"] == {}
        walked += [item["id"] for item in answer["items"]]
    assert len(walked) == 25
    assert set(walked) == vases


def test_items_that_come_and_go_shift_nothing_in_an_order_by_position(ask, vases, indexed):
    first = ask(sort="oldest", limit=10).json()
    gone = first["items"][0]["id"]
    factories.Item.objects.filter(identifier=gone).update(live=False)
    indexed()
    rest = ask(first["next"]).json()
    assert not {item["id"] for item in first["items"]} & {item["id"] for item in rest["items"]}
    rest_too = ask(rest["next"]).json()
    ids = {item["id"] for answer in (first, rest, rest_too) for item in answer["items"]}
    assert ids == vases


def test_a_hit_says_what_it_is_and_where_it_was_found(ask, indexed):
    museum = factories.institution("abai")
    item = factories.item(
        museum, title={"kk": "Ыдыс", "en": "Bowl"}, description={"en": "A <b>wooden</b> bowl"}, date_edtf="1871/1872"
    )
    indexed()
    [hit] = ask(q="wooden", language="kk").json()["items"]
    assert hit == {
        "id": item.identifier,
        "ark": str(item.ark),
        "uri": item.ark.url,
        "url": f"http://testserver/api/v1/items/{item.identifier}",
        "kind": "object",
        "title": {"kk": "Ыдыс", "en": "Bowl"},
        "date": "1871/1872",
        "institution": {"code": "abai", "name": museum.name, "is_demonstration": False},
        "thumbnail": None,
        "highlight": {"language": "en", "html": "A &lt;b&gt;<mark>wooden</mark>&lt;/b&gt; bowl"},
    }


def test_facets_give_the_language_map_of_a_term(ask, indexed):
    item = factories.item(category=factories.concept("category", "carpet", pref_label={"kk": "Кілем", "en": "Carpet"}))
    indexed()
    facets = ask().json()["facets"]
    assert facets["category"] == [
        {"value": str(item.category_id), "label": {"kk": "Кілем", "en": "Carpet"}, "count": 1}
    ]
    assert facets["kind"] == [{"value": "object", "label": None, "count": 1}]


@pytest.mark.parametrize(
    "params",
    [
        {"limit": 0}, {"limit": 101}, {"kind": "spaceship"}, {"sort": "title"}, {"qq": "misspelt"}, {"from": "abc"},
        {"cursor": "forged"}, {"q": "x" * 301}, {"language": "de"},
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_a_problem_and_not_a_guess(ask, vases, params):
    answer = ask(**params)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_cursor_belongs_to_its_question(ask, vases):
    cursor = ask(q="vase", limit=5).json()["next_cursor"]
    assert ask(q="vase", limit=5, cursor=cursor).status_code == 200
    for other in ({"q": "bowl", "limit": 5}, {"q": "vase", "limit": 6}, {"q": "vase", "limit": 5, "sort": "added"}):
        assert ask(**other, cursor=cursor).status_code == 400


def test_without_an_index_it_is_a_problem_to_retry(ask, db, index):
    answer = ask(q="vase")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/search-unavailable"
    assert answer["Retry-After"]


def test_queries_are_constant(ask, vases, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as few:
        ask(limit=2)
    with django_assert_max_num_queries(len(few)):
        assert len(ask(limit=25).json()["items"]) == 25
