"""How fast a word or phrase is found in a book of 500 pages, and what the answer costs in memory.

    pytest tests/benchmarks/test_content_search_speed.py -s        BOOK_PAGES=2000 for a thicker one

Figures are printed; the target is an answer within 50 ms in the middle."""

import os
import random
import resource
import statistics
import time

import pytest

from institutions.permissions import SYSTEM
from media_pipeline.models import CanvasText
from media_pipeline.page_text import Line, Word
from media_pipeline.transcription import canvas_text_save
from search.iiif.upkeep import refresh_all
from tests import factories
from tests.frontend.conftest import picture

PAGES = int(os.environ.get("BOOK_PAGES", "500"))
LINES, WORDS = 40, 10
chance = random.Random(7)
_LETTERS = {"en": "abcdefghiklmnoprstuvw", "kk": "аәбвгғдежзийкқлмнңоөпрстуұүшыі"}


def _vocabulary(code):
    return ["".join(chance.choices(_LETTERS[code], k=chance.randint(2, 9))) for _ in range(20_000)]


_WEIGHTS = [1 / rank for rank in range(1, 20_001)]


def _page(vocabulary):
    lines = []
    for number in range(LINES):
        words = chance.choices(vocabulary, _WEIGHTS, k=WORDS)
        text, placed = " ".join(words), []
        start = 0
        for word in words:
            placed.append(Word(start, start + len(word), (start * 20, number * 60, len(word) * 20, 50)))
            start += len(word) + 1
        lines.append(Line(text, (0, number * 60, start * 20, 50), tuple(placed)))
    return lines


def _show(name, times, work, answers):
    cuts = statistics.quantiles((each * 1000 for each in times), n=100)
    figures = "   ".join(f"p{percent} {cuts[percent - 1]:6.1f} ms" for percent in (50, 95, 99))
    size = sum(map(len, answers)) / len(answers) / 1000
    print(f"{name:<28} {figures}   processor {work * 1000 / len(times):5.1f} ms   {size:5.1f} kB")


def _memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize("code", ["en", "kk"])
@pytest.mark.django_db
def test_speed(client, settings, code):
    settings.API_RATE = ""
    vocabulary = _vocabulary(code)
    item = factories.item(kind="book")
    begin = time.perf_counter()
    for number in range(PAGES):
        asset = picture(item, position=number)
        canvas_text_save(asset, user=SYSTEM, source="ocr", language=code, lines=_page(vocabulary))
    characters = sum(map(len, CanvasText.objects.values_list("text", flat=True)))
    print(f"\n{PAGES} pages, {characters / 1e6:.1f} million characters, saved in {time.perf_counter() - begin:.1f} s")
    path = f"/iiif/search/2/{item.identifier}"
    begin = time.perf_counter()
    client.get(path, {"q": vocabulary[50]})
    print(f"{code}: first answer, before any terms are made: {(time.perf_counter() - begin) * 1000:.0f} ms")
    begin = time.perf_counter()
    refresh_all()
    print(f"terms made in {time.perf_counter() - begin:.2f} s")
    phrases = [" ".join(text.split()[5:8]) for text in CanvasText.objects.values_list("text", flat=True)[:100]]
    memory = _memory()
    for name, asked, more in (
        ("rare word", chance.sample(vocabulary[3000:], 100), ""),
        ("word on most pages", vocabulary[1:101], ""),
        ("phrase", [f'"{phrase}"' for phrase in phrases], ""),
        ("three words on one page", phrases, ""),
        ("page 20 of a common word", vocabulary[:20] * 5, "20"),
        ("autocomplete, two letters", [word[:2] for word in chance.sample(vocabulary, 100)], "autocomplete"),
    ):
        address = f"{path}/autocomplete" if more == "autocomplete" else path
        times, answers, work = [], [], time.process_time()
        for q in asked:
            begin = time.perf_counter()
            response = client.get(address, {"q": q} | ({"page": more} if more.isdigit() else {}))
            times.append(time.perf_counter() - begin)
            assert response.status_code == 200
            answers.append(response.content)
        _show(name, times, time.process_time() - work, answers)
    print(f"memory at most {_memory():.0f} MB, {_memory() - memory:.0f} MB more than before the questions")
