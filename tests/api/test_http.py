"""What HTTP promises beside the records."""

import uuid

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/items/" + "x" * 500, 404),
        ("/items?kind=spaceship", 400),
        ("/items?institutions=misspelt", 400),
        ("/search?query=misspelt", 400),
        ("/items?updated_since=yesterday", 400),
        ("/items?updated_since=1767225600", 400),
        ("/items?updated_since=2026-01-01T00:00:00", 400),
        ("/items?institution=%00", 400),
        ("/institutions/%00", 404),
        ("/items/%00", 404),
        ("/institutions?region=" + "K" * 99, 400),
    ],
)
def test_every_error_is_a_problem(client, path, status):
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["type"].startswith("/problems/")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_outside_any_version_is_a_problem_too(client):
    assert client.get("/api/v9/items")["Content-Type"] == PROBLEM


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    answer = getattr(client, method)("/api/v1/items")
    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_problem_speaks_the_readers_language(client):
    answer = client.get("/api/v1/items/xyz", headers={"Accept-Language": "ru"})
    assert answer["Content-Language"] == "ru"


def test_any_origin_may_read(client):
    assert (
        client.get("/api/v1/items", headers={"Origin": "https://elsewhere.example"})["Access-Control-Allow-Origin"]
        == "*"
    )
    preflight = client.options("/api/v1/items", headers={"Access-Control-Request-Method": "GET"})
    assert preflight.status_code == 204
    assert "GET" in preflight["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in preflight


def test_head_is_get_without_the_body(client):
    item = factories.item()
    full = client.get(f"/api/v1/items/{item.identifier}")
    head = client.head(f"/api/v1/items/{item.identifier}")
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (full["ETag"], str(len(full.content)))


def test_copy_is_checked_by_its_tag(client):
    item = factories.item()
    address = f"/api/v1/items/{item.identifier}"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    item.title = {"en": "Another title"}
    item.save()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_renamed_term_changes_the_tag(client):
    item = factories.item(category=(term := factories.concept("category", "Vessels")))
    address = f"/api/v1/items/{item.identifier}"
    first = client.get(address)
    term.pref_label = {"en": "Bowls"}
    term.save()
    second = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second.json()["category"]["label"] == {"en": "Bowls"}


@pytest.fixture
def address():
    """Nobody else's, as with Redis the counts outlive the test."""
    return f"test-{uuid.uuid4()}"


def test_one_address_is_bounded(client, settings, address):
    settings.API_RATE = "3/day"
    answers = [client.get("/api/v1/institutions", REMOTE_ADDR=address) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Content-Type"] == PROBLEM
    assert 0 < int(answers[-1]["Retry-After"]) <= 86400
    assert client.get("/api/v1/institutions", REMOTE_ADDR=f"another-{address}").status_code == 200


def test_a_claimed_address_does_not_evade_the_bound(client, settings, address):
    settings.API_RATE = "2/day"
    claims = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(3)]
    answers = [client.get("/api/v1/items", headers=claim, REMOTE_ADDR=address) for claim in claims]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_answers_do_not_depend_on_who_asks(client):
    draft = factories.item(live=False)
    client.force_login(factories.user(curator=draft.institution))
    answer = client.get("/api/v1/items")
    assert answer.json()["items"] == []
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
