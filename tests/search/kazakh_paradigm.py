"""Forms of Kazakh nouns by the grammar, made without the code under test: number, possessor and case, and the noun as
a predicate."""

from collections.abc import Iterator

_BACK, _FRONT = "аоұыя", "әөүіеэё"
_SOFT = {"п": "б", "к": "г", "қ": "ғ"}
_ELIDED = {
    "ауыз": "ауз",
    "мұрын": "мұрн",
    "орын": "орн",
    "халық": "халқ",
    "мойын": "мойн",
    "көрік": "көрк",
    "ғұрып": "ғұрп",
}
_PERSONS = ("", "1", "2", "2 polite", "3", "1 plural")
_CASES = ("nom", "gen", "acc", "dat", "loc", "abl", "ins", "adj")


def forms(noun: str) -> Iterator[str]:
    """Each of the 96 forms of plural or not, possessor, and case (with the adjective of the locative)."""
    for base in (noun, _plural(noun)):
        for person in _PERSONS:
            owned = _owned(base, person)
            yield from (_in_case(owned, case, person) for case in _CASES)


def predicates(noun: str) -> list[str]:
    narrow, kind = _narrow(noun), _kind(noun)
    first = "м" if kind in "VG" or noun[-1] == "л" else "б" if kind in "NZ" else "п"
    return [f"{noun}{first}{narrow}н", f"{noun}с{narrow}ң", f"{noun}с{narrow}з", f"{noun}{first}{narrow}з"]


def _is_front(word: str) -> bool:
    return next((letter in _FRONT for letter in reversed(word) if letter in _BACK + _FRONT), False)


def _narrow(word: str) -> str:
    return "і" if _is_front(word) else "ы"


def _open(word: str) -> str:
    return "е" if _is_front(word) else "а"


def _kind(word: str) -> str:
    """V a vowel, G a glide or р, Z a voiced consonant or л, N a nasal, H a voiceless one or б в г д."""
    last = word[-1]
    if last in "аәоөұүыіеэяёю":
        return "V"
    return "G" if last in "руий" else "Z" if last in "лзж" else "N" if last in "мнң" else "H"


def _plural(word: str) -> str:
    return word + {"V": "л", "G": "л", "Z": "д", "N": "д", "H": "т"}[_kind(word)] + _open(word) + "р"


def _owned(word: str, person: str) -> str:
    if not person:
        return word
    narrow, vowel = _narrow(word), _kind(word) == "V"
    before_vowel = _ELIDED.get(word, word[:-1] + _SOFT.get(word[-1], word[-1]))
    if person == "3":
        return f"{word}с{narrow}" if vowel else before_vowel + narrow
    tail = {"1": "м", "2": "ң", "2 polite": f"ң{narrow}з", "1 plural": f"м{narrow}з"}[person]
    return word + tail if vowel else before_vowel + narrow + tail


def _in_case(word: str, case: str, person: str) -> str:
    kind, wide, narrow, third = _kind(word), _open(word), _narrow(word), person == "3"
    hard = kind == "H"
    genitive = {"V": "н", "N": "н", "G": "д", "Z": "д", "H": "т"}[kind]
    accusative = {"V": "н", "N": "д", "G": "д", "Z": "д", "H": "т"}[kind]
    ablative = {"V": "д", "G": "д", "Z": "д", "N": "н", "H": "т"}[kind]
    instrumental = "м" if kind in "VGN" or word[-1] == "л" else "б" if kind == "Z" else "п"
    dative = ("к" if wide == "е" else "қ") if hard else ("г" if wide == "е" else "ғ")
    locative = "нд" if third else "т" if hard else "д"
    return (
        word
        + {
            "nom": "",
            "gen": f"{genitive}{narrow}ң",
            "acc": "н" if third else accusative + narrow,
            "dat": f"н{wide}" if third else wide if person in {"1", "2"} else dative + wide,
            "loc": locative + wide,
            "abl": f"{'н' if third else ablative}{wide}н",
            "ins": f"{instrumental}ен",
            "adj": f"{locative}{'егі' if wide == 'е' else 'ағы'}",
        }[case]
    )
