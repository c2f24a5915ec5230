"""What only an index in a folder can suffer."""

import pytest

from search.engines.base import EngineQuery, IndexMissing, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from tests.contract.search_documents import made


def test_a_broken_index_is_said_to_be_broken_and_a_rebuild_mends_it(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    with engine.rebuilding() as build:
        build.index([made("a")])
        build.commit()
    for file in (tmp_path / "builds" / engine.generation()).iterdir():
        file.write_bytes(b"\x00 not an index")
    for reader in (engine, EmbeddedEngine(tmp_path)):
        with pytest.raises(SearchUnavailable) as error:
            reader.search(EngineQuery(facets=("kind",)))
        assert "search_rebuild" in error.value.hint
        assert "search_rebuild" in reader.status()["problem"]
    with engine.rebuilding() as build:
        build.commit()
    engine.ready()


def test_an_index_of_other_fields_is_not_read(tmp_path):
    engine = EmbeddedEngine(tmp_path)
    with engine.rebuilding() as build:
        build.commit()
    (tmp_path / "current").write_text("20200101000000-abcd-00000000")
    with pytest.raises(IndexMissing) as error:
        engine.search(EngineQuery())
    assert "another version" in error.value.hint
