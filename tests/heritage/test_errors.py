import json

import pytest
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heritage import errors
from heritage.storage_keys import derivative_key, original_key


def test_a_program_gets_problem_json():
    request = RequestFactory().get("/api/v1/items/x")
    with translation.override("en"):
        response = errors.error_response(request, errors.NotFound("No such item.", identifier="x"))
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content) == {
        "type": "/problems/not-found",
        "title": "There is nothing at this address.",
        "status": 404,
        "detail": "No such item.",
        "instance": "/api/v1/items/x",
        "identifier": "x",
    }


def test_what_can_pass_says_when_to_try_again():
    response = errors.error_response(RequestFactory().get("/iiif/x"), errors.Retryable())
    assert (response.status_code, response["Retry-After"]) == (503, "10")


@pytest.mark.django_db
@pytest.mark.parametrize("error", [errors.UserError, errors.Denied, errors.NotFound, errors.Gone, errors.Retryable])
def test_a_person_gets_a_page_with_the_same_status(error):
    request = RequestFactory().get("/kk/items/x", headers={"Accept": "text/html"})
    response = errors.error_response(request, error())
    assert response.status_code == error.status
    assert response["Content-Type"].startswith("text/html")


@given(st.text(max_size=20))
def test_no_strangers_text_becomes_a_path(extension):
    try:
        key = original_key("q1abc", "0" * 64, extension)
    except ValueError:
        return
    assert key.isascii()
    assert ".." not in key
    assert key.rsplit(".", 1)[1] == extension


def test_keys_of_one_asset_lie_together_and_change_with_its_content():
    assert (
        derivative_key("q1abcdefg", "ab" * 32, "pyramid.tif") == "derivatives/ef/q1abcdefg/abababababababab/pyramid.tif"
    )
