"""What every search engine must find, count and order."""

import pytest

from search.documents import NamedTerm
from search.engines.base import Clause, EngineQuery
from search.fields import FACETS, SORTS
from tests.contract.search_documents import found, made, put, words

TEXTS = [
    ("kk", "Қазақ кілемдері", "кілем"),
    ("kk", "Қазақ кілемдері", "kilem"),
    ("kk", "Қазақ кілемдері", "كىلەم"),
    ("kk", "Қазақ кілемдері", "килем"),
    ("kk", "Кітап", "кітабымыздағы"),
    ("kk", "Ана ауызы", "аузы"),
    ("kk", "Dombyra küyi", "домбыралар"),
    ("en", "Woven carpets", "CARPET"),
    ("ru", "Шерстяные ковры и ёлки", "елка"),
    ("ru", "Шерстяные ковры и ёлки", "ковров"),
    ("tr", "IŞIK ve halılar", "ışık"),
    ("tr", "İpek halıları", "ipek"),
    ("tr", "bir halının üstünde", "halılar"),
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


def test_kazakh_typed_in_russian_letters_is_a_weaker_match(engine):
    put(engine, made("a", {"kk": "Кран"}), made("b", {"kk": "Қран"}))
    assert found(engine, "қран") == ["b", "a"]
    assert found(engine, "кран") == ["a", "b"]


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
