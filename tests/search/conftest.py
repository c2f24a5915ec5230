import secrets

import pytest

from catalogue.models import Change, Item
from search.engines import get_engine
from search.indexing import drain_changes, rebuild
from tests import factories
from tests.contract.conftest import remove_indexes


@pytest.fixture
def index(settings, tmp_path):
    """A search index of this test alone, and the engine that holds it."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    settings.ELASTICSEARCH_INDEX = f"test-{secrets.token_hex(4)}"
    yield get_engine
    if settings.ELASTICSEARCH_URL:
        remove_indexes(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX)


@pytest.fixture
def indexed(db, index):
    """Call it after making items: they are in the index when it returns."""
    return rebuild


@pytest.fixture
def publish(db):
    """An item as an editor leaves it: with its Change."""

    def made(museum=None, **fields) -> Item:
        item = factories.item(museum, **fields)
        item.record(Change.Action.CREATE, is_public=True)
        return item

    return made


@pytest.fixture
def drained(db, index):
    """Start from an empty, built index."""
    drain_changes()
    return drain_changes
