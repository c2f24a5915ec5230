"""A page's text as one string of terms, in which the C of `re` and `str.find` finds what was asked for.

Each term has a space before it, lines end with a line feed: `" as a new\n heaven"`. A word that the end of a line
splits counts as its halves and as the whole, on both of which phrases go on: the first half is `half|whole`, the second
`half|>`. In Chinese two characters that a line's end parts are a term of the first line, `pair|+`. The terms of a line
are as many as `spans` finds in it, in that order; no term holds a space, `|`, `>` or `+`."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from media_pipeline.alto_lines import HYPHENS
from media_pipeline.page_text import Line, plain_lines
from media_pipeline.text_languages import primary
from search.analysis import ANALYSES, index_terms, is_han, spans
from search.analysis.languages import ANALYSIS_VERSION
from search.analysis.words import Span

# Raise it when the same text gives another stream or other words.
_STREAM_VERSION = 1
VERSION = f"{ANALYSIS_VERSION}.{_STREAM_VERSION}"
# For a language whose endings we do not know: words are folded, and looked for as they are.
_UNKNOWN = "zh"


def analysis_code(tag: str) -> str:
    """The key of ANALYSES for a text in this language."""
    return primary(tag) if primary(tag) in ANALYSES else _UNKNOWN


def stream(lines: Sequence[Line], code: str) -> str:
    words = [[span for span in spans(line.text, code) if span.term] for line in lines]
    rows = [[span.term for span in row] for row in words]
    for number, following in pairwise(number for number, row in enumerate(rows) if row):
        last, first = words[number][-1], words[following][0]
        if pair := _pair(last, first, lines[number].text, lines[following].text):
            rows[number][-1] = f"{pair}|+"
        elif whole := _whole(last, first, lines[number], lines[following].text, code):
            rows[number][-1] += f"|{whole}"
            rows[following][0] += "|>"
    return "\n".join("".join(f" {term}" for term in row) for row in rows)


@lru_cache(maxsize=1000)
def note_stream(text: str, code: str) -> str:
    """Of a note: those that an item has are asked about again and again."""
    return stream(plain_lines(text), code)


def _pair(last: Span, first: Span, text: str, next_text: str) -> str:
    """Two Chinese characters between which a line ends; "" for anything else. The character that ends a run is a term
    of its own, whose place the pair takes."""
    left, right = text[last.start : last.end], next_text[first.start : first.start + 1]
    touching = last.end == len(text) and not next_text[: first.start].strip()
    return left + right if touching and len(left) == 1 and is_han(left) and is_han(right) else ""


def _whole(last: Span, first: Span, line: Line, next_text: str, code: str) -> str:
    """The term of a word that the end of the line splits; "" when it splits none."""
    word = line.whole
    if not word and line.text[last.end :] in set(HYPHENS):
        word = line.text[last.start : last.end] + next_text[first.start : first.end]
    term = index_terms(word, code) if word else ""
    return "" if " " in term else term
