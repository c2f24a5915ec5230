"""The engine that settings.SEARCH_ENGINE names, one for each process."""

from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from search.engines.base import SearchEngine


def get_engine() -> SearchEngine:
    return _engine(settings.SEARCH_ENGINE, str(settings.SEARCH_INDEX_DIR), settings.ELASTICSEARCH_INDEX)


@lru_cache(maxsize=8)
def _engine(name: str, folder: str, index: str) -> SearchEngine:
    """Of the present settings; the other arguments are what tests change between two calls."""
    return import_string(name).from_settings()
