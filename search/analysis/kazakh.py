"""Kazakh words as Kazakhs write them: any script to one, and inflected forms to one stem. Pure; no engine inside.

A stem is a key for matching and not a word to show: "кітап", "кітабы" and "кітабымыздағы" share "кітап", "ауыз" and
"аузы" share "ауз". No dictionary but two short lists of our own: what a rule would cut wrongly."""

import re
from collections import defaultdict

from search.analysis.kazakh_endings import Ending, endings
from search.analysis.kazakh_scripts import BACK, FRONT, VOWELS, to_cyrillic
from search.analysis.kazakh_words import KEPT, SHORT

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’ʼ`´\u0300-\u036f\u0674](?=[^\W_]))*|\u0674[^\W_]+")
_MOST_ENDINGS = 6
_HARDENED = str.maketrans("бгғ", "пкқ")
# ауыз, аузы; халық, халқы: the narrow vowel of a last syllable comes and goes.
_FLEETING = re.compile("^(.*[аәеоөұүыіуияюэ].*[бвгғджзйкқлмнңпрстушхс])[ыі]([зклмнпрсқ])$")
_LOOSE = str.maketrans("қғңөүұіәһёй", "кгноууиахеи")

_BY_TEXT: dict[str, list[Ending]] = defaultdict(list)
for _ending in endings():
    _BY_TEXT[_ending.text].append(_ending)
_LONGEST = max(map(len, _BY_TEXT))


def normalise(text: str) -> str:
    """Lower case, every word in Cyrillic, whichever script or alphabet it is written in; all else as it stands."""
    return _WORD.sub(lambda match: to_cyrillic(match.group()), text)


def stem(word: str) -> str:
    """Of one normalised word: its plural, possessive, case and predicate endings undone with their sound changes."""
    for _ in range(_MOST_ENDINGS):
        shorter = None if word in KEPT else _without_ending(word)
        if shorter is None:
            break
        word = shorter
    return _canonical(word)


def loose(word: str) -> str:
    """What words share whose Kazakh letters are typed as the Russian ones beside them (к for қ, у for ұ and ү)."""
    return word.translate(_LOOSE)


def _without_ending(word: str) -> str | None:
    """By the longest ending that fits, unless another one leaves a word that is known."""
    found = None
    for length in range(min(_LONGEST, len(word) - 2), 0, -1):
        rest = word[:-length]
        if found is not None and rest not in KEPT:
            continue
        for ending in _BY_TEXT.get(word[-length:], ()):
            if _fits(rest, ending):
                found = rest[:-1] + rest[-1].translate(_HARDENED) if ending.joins else rest
                break
    return found


def _fits(rest: str, ending: Ending) -> bool:
    if len(rest) < ending.shortest and rest not in SHORT:
        return False
    if rest[-1] not in ending.after or (ending.tails and not rest.endswith(ending.tails)):
        return False
    vowel = next((letter for letter in reversed(rest) if letter in VOWELS), "")
    if not vowel:
        return False
    return ending.harmony is None or vowel in ending.harmony or vowel not in BACK | FRONT


def _canonical(word: str) -> str:
    if len(word) < 4:
        return word[:-1] + word[-1:].translate(_HARDENED)
    word = _FLEETING.sub(r"\1\2", word)
    return word[:-1] + word[-1].translate(_HARDENED)
