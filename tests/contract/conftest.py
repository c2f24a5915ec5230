"""The search engines that keep the contract. A further one is one more line in ENGINES."""

import pytest

from search.engines.embedded import EmbeddedEngine

ENGINES = {"embedded": lambda folder: EmbeddedEngine(folder)}


@pytest.fixture(params=ENGINES)
def unbuilt(request, tmp_path):
    """A search engine without an index."""
    return ENGINES[request.param](tmp_path)


@pytest.fixture
def engine(unbuilt):
    with unbuilt.rebuilding() as build:
        build.commit()
    return unbuilt
