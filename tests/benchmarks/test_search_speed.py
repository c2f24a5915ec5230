"""How fast a rebuild reads eight-language records from the database into the index, and how fast they are found.

    pytest tests/benchmarks/test_search_speed.py -s            SEARCH_RECORDS=66000 for the size of today

Figures are printed, none is asserted: they are the machine's."""

import os
import random
import resource
import statistics
import time
from collections.abc import Callable

import pytest

from catalogue.models import Change, Item, ItemCreator
from catalogue.models.identifiers import mint
from heritage.languages import LANGUAGES
from search.engines import get_engine
from search.engines.base import Clause, EngineQuery
from search.fields import FACETS
from search.indexing import documents, drain_changes, rebuild
from search.query import SearchQuery, search
from tests import factories

RECORDS = int(os.environ.get("SEARCH_RECORDS", "20000"))
_LETTERS = {
    "kk": "аәбвгғдежзийкқлмнңоөпрстуұүшыі", "en": "abcdefghiklmnoprstuvw", "ru": "абвгдежзиклмнопрстуфхцшыя",
    "tr": "abcçdefgğhıiklmnoöprsştuüvyz",
    "zh": "地毯编织工艺金银铜木石陶瓷书画服装马鹰山河草原城市",
    "ar": "ابتثجحخدرسشصطعغفقكلمنهوي",
    "es": "abcdefghilmnñopqrstuvz", "fr": "abcdeéèfghilmnopqrstuv",
}  # fmt: skip
chance = random.Random(3)


def _vocabulary(code: str) -> list[str]:
    return ["".join(chance.choices(_LETTERS[code], k=chance.randint(3, 9))) for _ in range(8000)]


WORDS = {code: _vocabulary(code) for code in LANGUAGES}
# As in real texts, a few words are in most of them.
_WEIGHTS = [1 / rank for rank in range(1, 8001)]


def _text(number: int) -> dict[str, str]:
    return {
        code: ("" if code == "zh" else " ").join(chance.choices(words, _WEIGHTS, k=number))
        for code, words in WORDS.items()
    }


@pytest.fixture
def records(db, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    museums = [factories.institution(name=_text(3)) for _ in range(40)]
    materials = [factories.concept("material", f"m{each}", pref_label=_text(1)) for each in range(60)]
    agents = [factories.agent(f"a{each}") for each in range(500)]
    places = [factories.place(f"p{each}") for each in range(200)]
    for start in range(0, RECORDS, 1000):
        items = [_item(name, museums, places) for name in mint("item", min(1000, RECORDS - start))]
        Item.objects.bulk_create(items)
        ItemCreator.objects.bulk_create([ItemCreator(item=item, agent=chance.choice(agents)) for item in items])
        made_of = Item.materials.through
        made_of.objects.bulk_create(
            [made_of(item=item, concept=concept) for item in items for concept in chance.sample(materials, 2)]
        )


def _item(name, museums, places) -> Item:
    year = chance.randint(1500, 1990)
    return Item(
        identifier=name, live=True, institution=chance.choice(museums), title=_text(5), description=_text(35),
        place=chance.choice(places), kind=chance.choice(Item.Kind.values), date_edtf=str(year),
        earliest_year=year, latest_year=year, inventory_number=f"КП-{year}/{name[-3:]}",
    )  # fmt: skip


def _show(name: str, times: list[float], work: float) -> None:
    cuts = statistics.quantiles((time * 1000 for time in times), n=100)
    figures = "   ".join(f"p{percent} {cuts[percent - 1]:7.1f} ms" for percent in (50, 95, 99))
    print(f"{name:<48} {figures}   processor {work * 1000 / len(times):6.1f} ms")


def _measure(name: str, ask: Callable[[str], object], questions: list[str]) -> None:
    for question in questions[:5]:
        ask(question)
    times, work = [], time.process_time()
    for question in questions:
        begin = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - begin)
    _show(name, times, time.process_time() - work)


def test_speed(records, client):
    begin, work = time.perf_counter(), time.process_time()
    assert rebuild() == RECORDS
    seconds, work = time.perf_counter() - begin, time.process_time() - work
    print(f"\nrebuild: {RECORDS} items in {seconds:.1f} s ({work:.1f} s of processor), {RECORDS / seconds:.0f}/s")
    print(get_engine().status())
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    sample = list(Item.objects.with_terms().order_by("pk")[:1000])
    begin = time.perf_counter()
    made = list(documents(sample))
    with get_engine().writing() as writer:
        writer.index(made)
        writer.commit()
        print(f"of which document and index: {1000 / (time.perf_counter() - begin):.0f}/s")
    _drain()
    rare = [chance.choice(WORDS[chance.choice(list(WORDS))][500:]) for _ in range(300)]
    common = [WORDS[code][rank] for code in WORDS if code != "zh" for rank in range(12)]
    engine = get_engine()
    for name, words in (("rare word", rare), ("common word", common)):
        _measure(
            f"{name}: engine, 4 facets, 20 hits",
            lambda word: engine.search(EngineQuery((Clause(word),), "en", facets=tuple(FACETS)[:4])),
            words,
        )
        _measure(
            f"{name}: with records and marks, {len(FACETS)} facets",
            lambda word: search(SearchQuery(q=word, language="en")),
            words,
        )
    _measure("autocomplete", lambda word: client.get("/en/search/suggest", {"q": word[:3]}), common + rare)
    _measure("page, common word", lambda word: client.get("/en/search/", {"q": word}), common)
    _measure("API, common word", lambda word: client.get("/api/v1/search", {"q": word}), common)


def _drain() -> None:
    items = list(Item.objects.order_by("pk")[:2000])
    for item in items:
        item.record(Change.Action.UPDATE, is_public=True)
    begin = time.perf_counter()
    assert drain_changes() == len(items)
    print(f"drain: {len(items) / (time.perf_counter() - begin):.0f} changes/s")
    items[0].record(Change.Action.UPDATE, is_public=True)
    begin = time.perf_counter()
    drain_changes()
    print(f"one change is found after {(time.perf_counter() - begin) * 1000:.0f} ms of draining")
