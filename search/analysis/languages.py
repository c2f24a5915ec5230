"""How each of the eight languages is analysed: the table that every engine reads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import tantivy

from search.analysis.kazakh import loose, stem
from search.analysis.kazakh_scripts import to_cyrillic

# Part of the index's version: raise it when the terms of any text change, so that old indexes are rebuilt.
ANALYSIS_VERSION = 4
# Where `endings_follow`, the length from which a word also finds the words that it begins.
SHORTEST_STEM = 4

Rewrite = Callable[[str], str]


def _same(word: str) -> str:
    return word


@dataclass(frozen=True)
class Analysis:
    """`prepare` gets a lower-case word with its accents, `stem` what is left, folded. `endings_follow`: words grow at
    the end and no stemmer undoes it well, so a word also finds the words that begin with it; `shorten`, which needs
    the accents, takes the endings off a word that is asked for. `stop_words` (folded) are never required."""

    prepare: Rewrite = _same
    stem: Rewrite = _same
    endings_follow: bool = False
    shorten: Rewrite = _same
    lower: Rewrite = str.lower
    stop_words: frozenset[str] = frozenset()


def _snowball(language: str) -> Rewrite:
    stemmer = tantivy.Filter.stemmer(language)
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(stemmer).build()

    def stem(word: str) -> str:
        return "".join(analyzer.analyze(word)) or word

    return stem


def _russian() -> Rewrite:
    snowball = _snowball("russian")
    # ковёр, ковры: the vowel that comes and goes before a last consonant, which the stemmer keeps.
    fleeting = re.compile("^(.+[бвгджзклмнпрстфхцчшщ])[ео]([клнрц])$")

    def stem(word: str) -> str:
        stemmed = snowball(word)
        return fleeting.sub(r"\1\2", stemmed) if len(stemmed) >= 5 else stemmed

    return stem


def _arabic() -> Rewrite:
    snowball = _snowball("arabic")
    # Taken off first: with the article on, the stemmer leaves some endings that it takes without.
    article = re.compile("^(?:وال|بال|كال|فال|ال|لل)(?=.{3})")

    def stem(word: str) -> str:
        return snowball(article.sub("", word))

    return stem


def _turkish_lower(word: str) -> str:
    return word.replace("İ", "i").replace("I", "ı").lower()


_APOSTROPHE = "['’ʼ`´]"
_cut_elision = partial(re.compile(rf"^(?:l|d|j|n|s|c|m|t|qu|jusqu|lorsqu|puisqu){_APOSTROPHE}").sub, "")
_cut_possessive = partial(re.compile(rf"{_APOSTROPHE}s?$").sub, "")
_cut_suffix = partial(re.compile(rf"{_APOSTROPHE}.*$").sub, "")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ANALYSES: dict[str, Analysis] = {
    "kk": Analysis(lower=to_cyrillic, stem=stem, stop_words=_words("және мен бен пен үшін туралы")),
    "en": Analysis(
        prepare=_cut_possessive,
        stem=_snowball("english"),
        stop_words=_words("a an and at by for from in of on or the to with"),
    ),
    "ru": Analysis(stem=_russian(), stop_words=_words("и в во на с со о об из от для по к у")),
    "tr": Analysis(
        prepare=_cut_suffix,
        # As a stemmer of texts it would make hal of halının but halı of halılar.
        endings_follow=True,
        shorten=_snowball("turkish"),
        lower=_turkish_lower,
        stop_words=_words("ve ile icin bir"),
    ),
    "zh": Analysis(stop_words=_words("的 和 与")),
    "ar": Analysis(stem=_arabic(), stop_words=_words("في من علي الي عن و")),
    "es": Analysis(stem=_snowball("spanish"), stop_words=_words("el la los las un una de del y en con por para al a")),
    "fr": Analysis(
        prepare=_cut_elision,
        stem=_snowball("french"),
        stop_words=_words("le la les un une de du des et en au aux a avec pour par dans sur"),
    ),
}
# Not a language: how Kazakh texts are looked for once more, as a weaker match.
LOOSE = "kk-loose"
ANALYSES[LOOSE] = Analysis(lower=to_cyrillic, stem=lambda word: loose(stem(word)))
STOP_WORDS = frozenset().union(*(analysis.stop_words for analysis in ANALYSES.values()))
