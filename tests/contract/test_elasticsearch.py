"""What only an engine on other machines can suffer. Run where ELASTICSEARCH_URL names a server."""

from dataclasses import replace

import pytest

from search.engines.base import EngineQuery, IndexMissing, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from tests.contract.search_documents import found, made, put


@pytest.fixture
def engine(elasticsearch):
    with elasticsearch.rebuilding() as build:
        build.commit()
    return elasticsearch


def test_a_writer_that_was_held_up_never_puts_an_older_record_over_a_newer_one(engine):
    with engine.writing() as late:
        late.index([replace(made("a", {"en": "Old"}), version=7)])
        late.delete(["b"], version=7)
    newer = [replace(made("a", {"en": "New"}), version=8), replace(made("b"), version=8)]
    put(engine, *newer)
    late.commit()
    assert found(engine, "new") == ["a"]
    assert found(engine, "old") == []
    assert engine.count() == 2


def test_an_engine_that_is_away_is_said_to_be_away():
    away = ElasticsearchEngine("http://127.0.0.1:9", "nowhere", timeout=1)
    for ask in (away.generation, away.count, away.ready, lambda: away.search(EngineQuery())):
        with pytest.raises(SearchUnavailable) as error:
            ask()
        assert not isinstance(error.value, IndexMissing)
    assert "problem" in away.status()


def test_what_other_rebuilds_left_is_removed_and_nothing_else(engine):
    put(engine, made("a"))
    left = f"{engine.prefix}-20200101000000-abcd-00000000"
    other = f"{engine.prefix}-notes"
    for name in (left, other):
        engine._client.indices.create(index=name)
    with engine.rebuilding() as build:
        build.commit()
    assert not engine._client.indices.exists(index=left)
    assert engine._client.indices.exists(index=other)
