from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    """GET under /api/v1; the answer's JSON is `.json()`."""

    def call(path: str, **query: Any) -> Any:
        return client.get(f"/api/v1{path}", query)

    return call


@pytest.fixture
def walk(client: Client) -> Callable[..., Iterator[dict[str, Any]]]:
    """Every record of a list, page by page as a harvester follows `next`."""

    def pages(path: str, **query: Any) -> Iterator[dict[str, Any]]:
        answer = client.get(f"/api/v1{path}", query).json()
        while True:
            yield from answer["items"]
            if answer["next"] is None:
                return
            answer = client.get(answer["next"].removeprefix("http://testserver")).json()

    return pages
