import pytest
from wagtail import hooks


def test_healthz_asks_nothing(client):
    # No database mark: a query here would fail the test.
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_names_the_part_that_fails_and_nothing_more(client):
    def broken() -> None:
        raise ConnectionError("password=hunter2")

    with hooks.register_temporarily("readiness", lambda: ("elsewhere", broken)):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["elsewhere"] == "unavailable"
    assert answer.json()["parts"]["database"] == "ok"
    assert "hunter2" not in answer.content.decode()


@pytest.mark.django_db
def test_readyz_says_when_files_cannot_be_reached(client, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {"BACKEND": "tests.heritage.test_health.BrokenStorage"},
    }
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["files"] == "unavailable"


class BrokenStorage:
    def exists(self, name: str) -> bool:
        raise OSError("disk gone")
