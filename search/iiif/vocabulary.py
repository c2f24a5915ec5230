"""The words of a page, for offering them while somebody types."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from media_pipeline.alto_lines import HYPHENS
from media_pipeline.page_text import Line, plain_lines
from search.analysis import ANALYSES, folded, spans


def word_stream(lines: Iterable[Line], code: str) -> str:
    """Each word, in small letters, after a space: `" heaven"`, and `" folded=word"` of one that is folded to be found.
    A word that a line splits is whole."""
    return "".join(f" {word}" for word in _words(lines, code))


@lru_cache(maxsize=1000)
def note_words(text: str, code: str) -> str:
    return word_stream(plain_lines(text), code)


def completions(streams: Iterable[str], beginning: str) -> Counter[str]:
    """How often each word that begins so occurs. `beginning` is folded."""
    found: Counter[str] = Counter()
    wanted = f" {beginning}"
    for words in streams:
        at = words.find(wanted)
        while at >= 0:
            end = words.find(" ", at + 1)
            end = len(words) if end < 0 else end
            found[words[at + 1 : end].rpartition("=")[2]] += 1
            at = words.find(wanted, end)
    return found


def _words(lines: Iterable[Line], code: str) -> Iterable[str]:
    lower = ANALYSES[code].lower
    half = ""
    for line in lines:
        places = [(start, end) for term, start, end in spans(line.text, code) if term]
        for number, (start, end) in enumerate(places):
            word = half + line.text[start:end]
            half = ""
            last = number == len(places) - 1
            if last and (line.whole or line.text[end:] in set(HYPHENS)):
                half = word
            else:
                yield _entry(lower(word))
    if half:
        yield _entry(lower(half))


def _entry(word: str) -> str:
    plain = folded(word).replace(" ", "")
    return word if plain == word else f"{plain}={word}"
