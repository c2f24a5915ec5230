from datetime import UTC, datetime

import pytest

from catalogue.models import Item
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def items() -> list[Item]:
    museum = factories.institution()
    return [factories.item(museum) for _ in range(7)]


def test_walks_everything_once(walk, items):
    assert [item["id"] for item in walk("/items", limit=3)] == [item.identifier for item in items]


def test_last_full_page_has_no_next(get, items):
    assert get("/items", limit=7).json()["next"] is None


def test_walk_is_stable_while_items_come_and_go(walk, items):
    harvest = walk("/items", limit=2)
    seen = [next(harvest)["id"], next(harvest)["id"]]
    Item.objects.filter(pk=items[0].pk).update(live=False)
    added = factories.item(items[0].institution)
    seen += [item["id"] for item in harvest]
    assert seen == [item.identifier for item in [*items, added]]


def test_changed_item_comes_again_at_the_end_of_a_harvest(walk, items):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for day, item in enumerate(items, start=1):
        Item.objects.filter(pk=item.pk).update(updated_at=start.replace(day=day))
    harvest = walk("/items", limit=2, updated_since=start.isoformat())
    seen = [next(harvest)["id"], next(harvest)["id"]]
    Item.objects.filter(pk=items[0].pk).update(updated_at=start.replace(month=2))
    seen += [item["id"] for item in harvest]
    assert seen == [item.identifier for item in [*items, items[0]]]


def test_equal_times_do_not_swallow_items(walk, items):
    Item.objects.update(updated_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert len(list(walk("/items", limit=2, updated_since="2025-01-01T00:00:00Z"))) == 7


def test_cursor_is_bound_to_its_list_and_filters(get, items):
    cursor = get("/items", limit=2).json()["next_cursor"]
    assert get("/items", limit=2, cursor=cursor).status_code == 200
    assert get("/items", limit=5, cursor=cursor).status_code == 200, "the page size may change on the way"
    for path, query in (("/items", {"kind": "map"}), ("/institutions", {})):
        answer = get(path, cursor=cursor, **query)
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("cursor", ["", "x", "WzFd:forged", "a" * 5000, "é", "1' OR 1=1 --", "\x00"])
def test_made_up_cursor_is_refused(get, items, cursor):
    assert get("/items", cursor=cursor).status_code == 400


@pytest.mark.parametrize("limit", ["0", "-1", "201", "1e9", "ten", ""])
def test_limit_is_bounded(get, limit):
    answer = get("/items", limit=limit)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == "limit"


def test_next_keeps_the_filters(get, items):
    answer = get("/items", limit=2, kind="object").json()
    assert "kind=object" in answer["next"]
    assert "limit=2" in answer["next"]
