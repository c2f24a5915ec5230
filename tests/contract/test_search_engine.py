"""What every search engine must do. A further engine is one more line in ENGINES."""

import multiprocessing
import threading

import pytest

from search.documents import NamedTerm, SearchDocument
from search.engines.base import Clause, EngineQuery, IndexMissing, SearchUnavailable, WriterBusy
from search.engines.embedded import EmbeddedEngine
from search.fields import FACETS, SORTS

ENGINES = {"embedded": lambda folder: EmbeddedEngine(folder)}


@pytest.fixture(params=ENGINES)
def unbuilt(request, tmp_path):
    return ENGINES[request.param](tmp_path)


@pytest.fixture
def engine(unbuilt):
    with unbuilt.rebuilding() as build:
        build.commit()
    return unbuilt


def made(identifier, title=None, *, number=1, text=None, terms=(), codes=(), years=(), **keywords):
    numbers = {
        "sort_browse": number, "sort_oldest": number, "sort_newest": 2**40 - number, "sort_added": 2**39 - number
    }  # fmt: skip
    if years:
        numbers |= {"earliest": years[0], "latest": years[1]}
    return SearchDocument(
        identifier=identifier,
        texts={
            "title": [title or {"en": identifier}],
            "terms": [term.labels for term in terms],
            "text": [text or {}],
        },
        keywords={"kind": ["object"], **keywords},
        numbers=numbers,
        codes=list(codes),
        named=list(terms),
    )


def put(engine, *documents):
    with engine.writing() as writer:
        writer.index(documents)
        writer.commit()


def words(text, **options):
    return tuple(Clause(word, **options) for word in text.split())


def found(engine, clauses=(), **options):
    if isinstance(clauses, str):
        clauses = words(clauses)
    return [hit.identifier for hit in engine.search(EngineQuery(clauses, **options)).hits]


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
    put(engine, made("after"))
    assert sorted(found(engine)) == ["after", "kept"]


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


TEXTS = [
    ("kk", "Қазақ кілемдері", "кілем"),
    ("en", "Woven carpets", "CARPET"),
    ("ru", "Шерстяные ковры и ёлки", "елка"),
    ("ru", "Шерстяные ковры и ёлки", "ковров"),
    ("tr", "IŞIK ve halılar", "ışık"),
    ("tr", "İpek halıları", "ipek"),
    ("zh", "哈萨克地毯编织工艺", "地毯"),
    ("zh", "哈萨克地毯编织工艺", "艺"),
    ("ar", "سَجَّادَةٌ قديمة", "السجاده"),
    ("ar", "أحمد", "احمد"),
    ("es", "Alfombras de algodón", "algodon"),
    ("fr", "L’art de la céramique", "ceramiques"),
]


@pytest.mark.parametrize(("code", "text", "asked"), TEXTS)
def test_words_are_found_as_people_of_each_language_write_them(engine, code, text, asked):
    put(engine, made("a", {code: text}), made("other", {code: "1234"}))
    assert found(engine, asked, language="en") == ["a"]


def test_every_word_must_match_in_whatever_language_and_field(engine):
    put(engine, made("a", {"en": "Red bowl"}, text={"ru": "керамика"}), made("b", {"en": "Red hat"}))
    assert found(engine, "bowl керамика") == ["a"]
    assert found(engine, "red hat керамика") == []


def test_phrases_exclusions_and_beginnings(engine):
    put(engine, made("a", {"en": "red silk coat"}), made("b", {"en": "silk red coat"}), made("c", {"en": "redness"}))
    assert found(engine, (Clause("red silk", phrase=True),)) == ["a"]
    assert sorted(found(engine, (*words("coat"), Clause("red silk", phrase=True, negative=True)))) == ["b"]
    assert sorted(found(engine, (Clause("silk", negative=True),))) == ["c"]
    assert sorted(found(engine, words("redn", prefix=True))) == ["c"]
    assert sorted(found(engine, (Clause("red si", phrase=True, prefix=True),))) == ["a"]


def test_an_optional_word_is_not_required(engine):
    put(engine, made("a", {"en": "Carpets of Turkistan"}), made("b", {"en": "Carpet"}))
    assert found(engine, (*words("carpet"), *words("of", optional=True))) == ["a", "b"]


def test_punctuation_finds_nothing_and_an_empty_question_everything(engine):
    put(engine, made("a"))
    assert found(engine, (Clause("!?"),)) == []
    assert found(engine, ()) == ["a"]
    assert found(engine, (Clause("!?", negative=True),)) == ["a"]


def test_the_readers_language_and_the_title_rank_first(engine):
    put(
        engine,
        made("text", {"en": "x"}, text={"en": "piano"}),
        made("french", {"fr": "piano"}),
        made("english", {"en": "piano"}),
    )
    assert found(engine, "piano", language="fr") == ["french", "english", "text"]
    assert found(engine, "piano", language="en") == ["english", "french", "text"]


def test_an_inventory_number_is_found_whole_and_in_part(engine):
    put(engine, made("a", codes=["КП-1234/5"]), made("b", codes=["КП-1234/6"]))
    assert found(engine, "КП-1234/5") == ["a"]
    assert sorted(found(engine, "кп-1234")) == ["a", "b"]


def _three_kinds(engine):
    put(
        engine,
        made("a", kind=["book"], material=["paper", "silk"], institution=["m1"]),
        made("b", kind=["map"], material=["paper"], institution=["m1"]),
        made("c", kind=["map"], material=["silk"], institution=["m2"]),
    )


def test_values_of_a_filter_are_alternatives_and_filters_add_up(engine):
    _three_kinds(engine)
    assert sorted(found(engine, filters={"kind": ("book", "map")})) == ["a", "b", "c"]
    assert sorted(found(engine, filters={"kind": ("map",), "material": ("paper",)})) == ["b"]
    assert found(engine, filters={"kind": ("no-such-value",)}) == []


def test_counts_leave_out_the_facets_own_filter_and_keep_the_chosen_values(engine):
    _three_kinds(engine)
    result = engine.search(
        EngineQuery(filters={"kind": ("map", "zero")}, facets=("kind", "material", "institution"), facet_size=1)
    )
    assert result.total == 2
    assert result.facets == {
        "kind": [("map", 2), ("zero", 0)],
        "material": [("paper", 1)],
        "institution": [("m1", 1)],
    }
    every = engine.search(EngineQuery(facets=tuple(FACETS)))
    assert every.facets["material"] == [("paper", 2), ("silk", 2)]
    assert every.facets["place"] == []


def test_years_find_every_dating_that_touches_the_span(engine):
    put(engine, made("a", years=(1800, 1850)), made("b", years=(1850, 1900)), made("none"))
    assert sorted(found(engine, year_from=1850, year_to=1850)) == ["a", "b"]
    assert sorted(found(engine, year_from=1851)) == ["b"]
    assert sorted(found(engine, year_to=1849)) == ["a"]
    assert sorted(found(engine, year_to=1700)) == []
    assert sorted(found(engine, year_from=-5000)) == ["a", "b"]


def test_orders_without_relevance_are_walked_to_the_end_by_position(engine):
    put(engine, *(made(f"d{number:02}", number=number) for number in range(25)))
    for sort in SORTS:
        if sort == "relevance":
            continue
        walked, after = [], None
        while hits := engine.search(EngineQuery(sort=sort, limit=7, after=after)).hits:
            walked += [hit.identifier for hit in hits]
            after = int(hits[-1].key)
        assert len(walked) == len(set(walked)) == 25, sort
    assert found(engine, sort="oldest", limit=3) == ["d00", "d01", "d02"]
    assert found(engine, sort="newest", limit=2, offset=1) == ["d23", "d22"]


def test_relevance_pages_by_offset_and_any_offset_is_harmless(engine):
    put(engine, *(made(f"d{number}", {"en": "vase"}, number=number) for number in range(10)))
    pages = [found(engine, "vase", limit=4, offset=offset) for offset in (0, 4, 8, 12, 10**15)]
    assert [len(page) for page in pages] == [4, 4, 2, 0, 0]
    assert len({identifier for page in pages for identifier in page}) == 10


KASTEEV = NamedTerm("creator", "7", {"kk": "Әбілхан Қастеев", "en": "Abilkhan Kasteev", "ru": "Абылхан Кастеев"})
GOGH = NamedTerm("creator", "8", {"en": "Vincent van Gogh"})


def test_suggestions_begin_at_any_word_in_any_language_and_count_what_is_there(engine):
    put(engine, made("a", terms=[KASTEEV, GOGH]), made("b", terms=[KASTEEV]))
    assert engine.suggest("kast") == [("creator", "7", 2)]
    assert engine.suggest("ҚАСТ") == engine.suggest("абылхан каст") == [("creator", "7", 2)]
    assert engine.suggest("van go") == [("creator", "8", 1)]
    assert engine.suggest("asteev") == engine.suggest("") == engine.suggest("\x1f") == []
    with engine.writing() as writer:
        writer.delete(["a"])
        writer.commit()
    assert engine.suggest("kast") == [("creator", "7", 1)]
    assert engine.suggest("gogh") == []


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
