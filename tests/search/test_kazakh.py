"""Kazakh words as Kazakhs write them."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import index_terms, query_terms
from search.analysis.kazakh import loose, normalise, stem
from search.analysis.languages import LOOSE
from tests.search.kazakh_paradigm import forms, predicates

DEMO = Path(__file__).resolve().parents[2] / "heritage" / "demo"


def _dictionary_nouns() -> list[str]:
    entries = json.loads((DEMO / "lang" / "kazakh-dictionary.json").read_text(encoding="utf-8"))
    return [word for word, entry in entries.items() if 'type: "noun"' in entry and word.isalpha()]


def _place_names() -> list[str]:
    lines = (DEMO / "metadata" / "kz-places-8lang.ndjson").read_text(encoding="utf-8").splitlines()
    names = {json.loads(line)["names"].get("kk", "").lower() for line in lines}
    return sorted(name for name in names if re.fullmatch("[а-яәіңғүұқөһё]{3,}", name))


@pytest.mark.parametrize(
    ("inflected", "lemma"),
    [
        ("кітабымыздағы", "кітап"),
        ("қаланың", "қала"),
        ("домбыралар", "домбыра"),
        ("аузы", "ауыз"),
        ("халқының", "халық"),
        ("мұражайларымызда", "мұражай"),
        ("көйлегінің", "көйлек"),
        ("кілемдермен", "кілем"),
        ("үйлерден", "үй"),
        ("оқушысының", "оқушы"),
        ("қазақпыз", "қазақ"),
        ("алматыдағы", "алматы"),
    ],
)
def test_an_inflected_word_meets_its_lemma(inflected, lemma):
    assert stem(inflected) == stem(lemma)


@pytest.mark.parametrize("word", ["алтын", "адам", "киім", "қазан", "келін", "ғалым", "су", "үй", "Абай", "Айша"])
def test_a_name_or_stem_that_only_looks_inflected_stays_whole(word):
    word = word.lower()
    vowelless = stem(word)
    assert vowelless == word or (len(vowelless) == len(word) - 1 and vowelless[-1] == word[-1])


def test_dictionary_nouns_meet_their_forms():
    nouns = _dictionary_nouns()
    pairs = [(form, noun) for noun in nouns for form in [*forms(noun), *predicates(noun)]]
    met = sum(stem(form) == stem(noun) for form, noun in pairs)
    assert len(nouns) > 100
    assert met / len(pairs) >= 0.90


def test_place_names_meet_the_forms_that_texts_have():
    names = _place_names()
    pairs = [(form, name) for name in names for form in forms(name)]
    met = sum(stem(form) == stem(name) for form, name in pairs)
    assert len(names) > 500
    assert met / len(pairs) >= 0.90


def test_unrelated_words_stay_apart():
    words = sorted({*_dictionary_nouns(), *_place_names()})
    stems = [stem(word) for word in words]
    # Names that are forms of other names (Ақсу, Ақсуы) are not unrelated.
    unrelated = [
        one == other
        for (word, one), (another, other) in combinations(zip(words, stems, strict=True), 2)
        if not (word.startswith(another) or another.startswith(word))
    ]
    assert sum(unrelated) / len(unrelated) <= 0.03
    alike = {one for one in stems if stems.count(one) > 1}
    assert sum(one in alike for one in stems) / len(stems) <= 0.06


@pytest.mark.parametrize(
    "typed",
    ["домбыра", "Dombyra", "dombıra", "DOMBYRA", "دومبىرا", "дoмбырa"],
)
def test_every_script_comes_to_one_form(typed):
    assert query_terms(typed, "kk") == query_terms("домбыра", "kk")


def test_the_sentence_in_three_scripts_is_one():
    [golden] = json.loads((DEMO / "lang" / "translit-golden.json").read_text(encoding="utf-8"))
    cyrillic = normalise(golden["cyrl"]).replace("-", " ").replace(",", "").split()
    assert normalise(golden["latn_mediawiki"]).replace("-", " ").replace(",", "").split() == cyrillic
    assert normalise(golden["arab_tote"]).replace("-", " ").replace("،", "").split() == cyrillic


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Qazaqstan", "қазақстан"),
        ("Türkıstan", "түркістан"),
        ("Túrkistan", "түркістан"),
        ("Türkistan", "түркістан"),
        ("qobyz", "қобыз"),
        ("qobız", "қобыз"),
        ("a'dem", "әдем"),
        ("mūrajaı", "мұражай"),
        ("mädeniet", "мәдениет"),
        ("Shymkent", "шымкент"),
        ("asatayaq", "асатаяқ"),
        ("kıiz", "киіз"),
        ("auyl", "ауыл"),
        ("şañyraq", "шаңырақ"),
    ],
)
def test_latin_alphabets_are_read(latin, cyrillic):
    assert normalise(latin) == cyrillic


def test_latin_spellings_of_a_dictionary_are_read():
    entries = json.loads((DEMO / "lang" / "kazakh-dictionary.json").read_text(encoding="utf-8"))
    total = right = 0
    for word, entry in entries.items():
        if word.isalpha() and 'latin_2021: "' in entry:
            total += 1
            right += normalise(entry.split('latin_2021: "')[1].split('"')[0]) == word
    assert total > 150
    assert right / total >= 0.90


def test_russian_letters_for_kazakh_ones_are_a_weaker_match():
    assert query_terms("кобыз", "kk") != query_terms("қобыз", "kk")
    assert query_terms("кобыз", LOOSE) == query_terms("қобыздар", LOOSE)
    assert loose("үлгі") == loose("улги")


def test_a_latin_letter_that_slipped_in_is_repaired():
    assert normalise("Қaзaқcтaн мұpaжaйы") == "қазақстан мұражайы"


@given(st.text(max_size=60))
def test_nothing_typed_is_an_error(text):
    normalised = normalise(text)
    assert isinstance(stem(normalised), str)
    assert index_terms(text, "kk") is not None


@given(st.text(alphabet="абгдезиклмнопрстуқғңөүұіәһыйя", min_size=1, max_size=20))
def test_a_stem_is_never_empty_nor_longer_than_its_word(word):
    assert 0 < len(stem(word)) <= len(word)


@given(st.text(alphabet="абгдезиклмнопрстуқғңөүұіәһыйя -", max_size=40))
def test_cyrillic_comes_through_as_it_is(text):
    assert normalise(text) == text
