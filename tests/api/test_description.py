"""The description (OpenAPI) is kept, valid and true."""

import json
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.checks import positive_data_acceptance

from heritage.api import api
from search.indexing import rebuild
from tests import factories

GOLDEN = Path(__file__).parent.parent / "golden" / "openapi.json"
schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))


def test_description_is_the_one_we_promised():
    """A change here is a change for everyone who reads the API: write it on purpose, with
    `manage.py export_openapi_schema --api heritage.api.api --indent 1 --output tests/golden/openapi.json`."""
    assert json.loads(json.dumps(api.get_openapi_schema())) == json.loads(GOLDEN.read_text())


def test_description_is_openapi_3_1(client):
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for shape in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)


@pytest.mark.django_db
def test_docs_need_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"//cdn" not in page.content
    assert b"https://" not in page.content


@pytest.fixture
def records(db, settings, tmp_path):
    """Something to find, also by search, and no bound on calls."""
    settings.API_RATE = ""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    factories.item()
    rebuild()


@pytest.fixture
def kept_connection(db):
    """The application ends each request by closing old connections; the test's own transaction must outlive them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@hypothesis_settings(
    # Shrinking would take minutes to say the same of a shorter request.
    phases=[Phase.explicit, Phase.generate],
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_answers_are_as_described(case, records, kept_connection):
    """Schemathesis: whatever is asked, the status, type and shape of the answer are in the description."""
    # A well-formed cursor that we never gave out is refused, which no description can say.
    case.call_and_validate(app=get_wsgi_application(), excluded_checks=[positive_data_acceptance])
