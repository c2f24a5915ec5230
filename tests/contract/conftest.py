"""The search engines that keep the contract: the embedded one, and Elasticsearch where ELASTICSEARCH_URL names one."""

import os
import secrets

import pytest
from elasticsearch import Elasticsearch

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine

URL = os.environ.get("ELASTICSEARCH_URL", "")
collect_ignore = [] if URL else ["test_elasticsearch.py"]
# Short, as a test waits for it after killing a writer.
LEASE_SECONDS = 1.0


def remove_indexes(url: str, prefix: str) -> None:
    with Elasticsearch(url) as client:
        for name in client.indices.get(index=f"{prefix}*", features="settings"):
            client.indices.delete(index=name)


@pytest.fixture
def embedded(tmp_path):
    return EmbeddedEngine(tmp_path)


@pytest.fixture
def elasticsearch():
    prefix = f"test-{secrets.token_hex(4)}"
    yield ElasticsearchEngine(URL, prefix, lease=LEASE_SECONDS, timeout=20)
    remove_indexes(URL, prefix)


@pytest.fixture(params=["embedded", *(["elasticsearch"] if URL else [])])
def unbuilt(request):
    """A search engine without an index."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def engine(unbuilt):
    with unbuilt.rebuilding() as build:
        build.commit()
    return unbuilt
