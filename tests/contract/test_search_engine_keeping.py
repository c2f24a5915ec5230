"""How every search engine keeps its index: one writer, whole commits, rebuilds beside the live one."""

import multiprocessing
import threading
import time

import pytest

from search.engines.base import EngineQuery, IndexMissing, WriterBusy
from tests.contract.search_documents import found, made, put


def test_a_document_is_found_when_commit_returns_and_replaced_by_its_next_version(engine):
    put(engine, made("a", {"en": "Carpet"}))
    assert found(engine, "carpet") == ["a"]
    put(engine, made("a", {"en": "Bowl"}))
    assert (found(engine, "carpet"), found(engine, "bowl"), engine.count()) == ([], ["a"], 1)


def test_a_deleted_document_is_gone_and_deleting_it_again_is_no_error(engine):
    put(engine, made("a"), made("b"))
    for _ in range(2):
        with engine.writing() as writer:
            writer.delete(["a", "never-was"])
            writer.commit()
        assert found(engine) == ["b"]


def test_what_was_not_committed_never_happened(engine):
    with pytest.raises(RuntimeError), engine.writing() as writer:
        writer.index([made("a")])
        raise RuntimeError
    put(engine, made("b"))
    assert found(engine) == ["b"]


def test_one_writer_at_a_time_and_the_next_after_it(engine):
    with engine.writing(), pytest.raises(WriterBusy), engine.writing():
        pass
    put(engine, made("a"))
    assert engine.count() == 1


def test_a_rebuild_stands_beside_the_live_index_until_it_is_whole(engine):
    put(engine, made("old"))
    before = engine.generation()
    with engine.rebuilding() as build:
        build.index([made("new")])
        build.commit()
        assert found(engine) == ["old"]
        put(engine, made("meanwhile"))
        assert engine.generation() == before
    assert found(engine) == ["new"]
    assert engine.generation() == build.generation != before


def test_a_rebuild_that_fails_leaves_the_live_index(engine):
    put(engine, made("old"))
    before = engine.generation()
    with pytest.raises(RuntimeError), engine.rebuilding() as build:
        build.index([made("new")])
        raise RuntimeError
    assert (found(engine), engine.generation()) == (["old"], before)
    with engine.rebuilding() as build, pytest.raises(WriterBusy), engine.rebuilding():
        pass


def test_without_an_index_every_question_says_so_and_a_rebuild_mends_it(unbuilt):
    for ask in (
        unbuilt.generation, unbuilt.count, unbuilt.ready, lambda: unbuilt.search(EngineQuery()),
        lambda: unbuilt.suggest("a"), lambda: unbuilt.writing().__enter__(),
    ):  # fmt: skip
        with pytest.raises(IndexMissing) as error:
            ask()
        assert "search_rebuild" in error.value.hint
    assert "search_rebuild" in unbuilt.status()["problem"]
    with unbuilt.rebuilding() as build:
        build.commit()
    unbuilt.ready()
    assert unbuilt.status()["documents"] == 0


def _kill_while_writing(engine, ready):
    with engine.writing() as writer:
        writer.index([made("lost")])
        ready.set()
        threading.Event().wait()


def test_a_killed_writer_leaves_the_index_and_its_lock(engine):
    put(engine, made("kept"))
    processes = multiprocessing.get_context("fork")
    ready = processes.Event()
    process = processes.Process(target=_kill_while_writing, args=(engine, ready))
    process.start()
    assert ready.wait(20)
    process.kill()
    process.join()
    assert found(engine) == ["kept"]
    _put_once_free(engine, made("after"))
    assert sorted(found(engine)) == ["after", "kept"]


def _put_once_free(engine, document):
    """A lock on another machine is known to be left when its lease has run out."""
    for _ in range(50):
        try:
            return put(engine, document)
        except WriterBusy:
            time.sleep(0.1)
    raise AssertionError("the lock of a killed writer is kept")


def test_readers_in_other_threads_never_see_half_of_a_commit(engine):
    put(engine, made("x0"), made("y0"))
    seen, stop = set(), threading.Event()

    def read():
        while not stop.is_set():
            seen.add(engine.count())

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for round_ in range(1, 8):
        put(engine, made(f"x{round_}"), made(f"y{round_}"))
    stop.set()
    for reader in readers:
        reader.join()
    assert all(number % 2 == 0 for number in seen)
    assert engine.count() == 16
