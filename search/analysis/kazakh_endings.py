"""The endings of Kazakh nouns and of nouns as predicates, as rules: what stands before an ending decides its shape.

Harmony: the ending's vowel is back or front as the stem's last one. Assimilation: its first consonant follows the
stem's last sound. A rule that asks for both cuts far fewer stems that only look as if they ended so. Lists of forms
after the grammars of literary Kazakh (plural, possessive, case, predicate; orders of attachment)."""

from dataclasses import dataclass
from typing import Any

from search.analysis.kazakh_scripts import BACK, FRONT, VOWELS

EITHER = VOWELS - BACK - FRONT
# Last sounds of a stem, by what they do to a consonant that follows.
_VOWEL = frozenset("аәоөұүыіеэяёюи")
_GLIDE = frozenset("рйуи")
_VOICED = frozenset("лзж")
_NASAL = frozenset("мнң")
_HARD = frozenset("птқксшщчцхфһбвгғдьъ")
_CONSONANT = _GLIDE | _VOICED | _NASAL | _HARD


@dataclass(frozen=True)
class Ending:
    """`text` comes off when the rest ends in one of `after`, has at least `shortest` letters and, if the ending
    harmonises, a last vowel of its class. `joins`: a vowel before which п, к, қ had become б, г, ғ. `tails`: the rest
    also ends in one of these."""

    text: str
    after: frozenset[str]
    shortest: int = 3
    harmony: frozenset[str] | None = None
    joins: bool = False
    tails: tuple[str, ...] = ()


def _pair(back: str, front: str, after: frozenset[str], shortest: int = 3, **more: Any) -> list[Ending]:
    return [
        Ending(back, after, shortest, BACK | EITHER, **more),
        Ending(front, after, shortest, FRONT | EITHER, **more),
    ]


def _assimilated(
    tail_back: str, tail_front: str, initials: dict[str, frozenset[str]], shortest: int = 3
) -> list[Ending]:
    """The same ending with each of its first consonants."""
    return [
        ending
        for initial, after in initials.items()
        for ending in _pair(initial + tail_back, initial + tail_front, after, shortest)
    ]


_L = {"л": _VOWEL | _GLIDE, "д": _VOICED | _NASAL, "т": _HARD}
_N = {"н": _VOWEL | _NASAL, "д": _GLIDE | _VOICED, "т": _HARD}
_D = {"д": _VOWEL | _GLIDE | _VOICED | _NASAL, "т": _HARD}
_ABLATIVE = {"д": _VOWEL | _GLIDE | _VOICED, "н": _NASAL, "т": _HARD}
_ACCUSATIVE = {"н": _VOWEL, "д": _GLIDE | _VOICED | _NASAL, "т": _HARD}
_INSTRUMENTAL = {"м": _VOWEL | _GLIDE | frozenset("л") | _NASAL, "б": frozenset("зж"), "п": _HARD}
_PERSON = {"м": _VOWEL | _GLIDE | frozenset("л"), "б": _NASAL | frozenset("зж"), "п": _HARD}
_EACH = frozenset.union(_VOWEL, _CONSONANT)
# The possessive of the third person, before which a case ending takes an н.
_NARROW = frozenset("ыі")
# "жұмыс" has many like it, so "жұмысы" is жұмыс-ы; nouns in ы and і before "сы" are those with these suffixes.
_IN_NARROW = ("шы", "ші", "ды", "ді", "ты", "ті", "лы", "лі", "ғы", "гі", "қы", "кі")


def _plain_cases() -> list[Ending]:
    endings = _assimilated("ың", "ің", _N) + _assimilated("а", "е", {"д": _D["д"], "т": _HARD})
    endings += _assimilated("ан", "ен", _ABLATIVE) + _assimilated("ы", "і", _ACCUSATIVE)
    endings += _assimilated("ағы", "егі", _D) + _assimilated("ікі", "ікі", _N)
    endings += _pair("ға", "ге", _EACH - _HARD) + _pair("қа", "ке", _HARD)
    for initial, after in _INSTRUMENTAL.items():
        endings.append(Ending(f"{initial}ен", after, 3))
        endings.append(Ending(f"{initial}енен", after, 3))
    return endings


def _possessives() -> list[Ending]:
    endings: list[Ending] = []
    for back, front in (("мыз", "міз"), ("ңыз", "ңіз")):
        endings += _pair(back, front, _VOWEL) + _pair(f"ы{back}", f"і{front}", _CONSONANT, joins=True)
    for letter in "мң":
        endings += _pair(f"ы{letter}", f"і{letter}", _CONSONANT, joins=True)
        # "балама", "үйіңе": the dative after the first and second person.
        endings += _pair(f"ы{letter}а", f"і{letter}е", _CONSONANT, joins=True) + _pair(
            f"{letter}а", f"{letter}е", _VOWEL, 4
        )
    return endings


def _third_person() -> list[Ending]:
    endings: list[Ending] = []
    cases = ("н", "на/не", "нда/нде", "нан/нен", "ндағы/ндегі", "ның/нің", "мен", "")
    for case in cases:
        case_back, _, case_front = case.partition("/")
        back, front = case_back, case_front or case_back
        # No noun ends in д but loans; of "қарағандының" the name is Қарағанды.
        endings += _pair("ы" + back, "і" + front, _CONSONANT - frozenset("д"), joins=True)
        endings += _pair("сы" + back, "сі" + front, _VOWEL - _NARROW)
        endings += _pair("сы" + back, "сі" + front, _NARROW, 4, tails=_IN_NARROW)
    return endings


def _predicates() -> list[Ending]:
    found = _assimilated("ын", "ін", _PERSON) + _assimilated("ыз", "із", _PERSON)
    for back, front in (("сың", "сің"), ("сыз", "сіз"), ("сыңдар", "сіңдер")):
        found += _pair(back, front, _EACH - _NARROW, 4) + _pair(back, front, _NARROW, 4, tails=_IN_NARROW)
    return found


def endings() -> list[Ending]:
    """The longest first."""
    plural = _assimilated("ар", "ер", _L)
    found = plural + _plain_cases() + _possessives() + _third_person() + _predicates()
    return sorted(found, key=lambda ending: -len(ending.text))
