import pytest

from catalogue.models import Change, Item
from search.engines import get_engine
from search.indexing import drain_changes, rebuild
from tests import factories


@pytest.fixture
def index(settings, tmp_path):
    """A search index of this test alone, and the engine that holds it."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    return get_engine


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
