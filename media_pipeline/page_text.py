"""The text of a page as a value: lines, and where on the picture its lines and words stand. Pure: no database.

Kept as the text itself, lines ended by a line feed, and beside it the boxes in a compact JSON, one entry a line:
`[box, words, whole]`. `box` is `[x, y, width, height]` in pixels of the canvas or null. `words` is flat, six numbers a
word: beginning and end in the line, then its box. `whole` is the word that the line's end splits in two, when that is
known. Trailing nulls are left out, and a text without any box has the empty list."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from heritage.errors import UserError

Box = tuple[int, int, int, int]
# A broadsheet newspaper has some 20,000 words a page.
MAX_CHARACTERS = 500_000
MAX_WORDS = 60_000
_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class Word(NamedTuple):
    """`start` and `end` are positions in the line's text."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True)
class Line:
    text: str
    box: Box | None = None
    words: tuple[Word, ...] = ()
    whole: str = ""


class TextRefused(UserError):
    status = 422
    code = "text-refused"


def clean(text: str) -> str:
    """One kind of line end, no control characters, no spaces at the ends of lines, no empty lines around."""
    text = _LINE_END.sub("\n", text.encode("utf-8", "ignore").decode()).removeprefix("\ufeff").replace("\t", " ")
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) != "Cc")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def plain_lines(text: str) -> list[Line]:
    """Of a text without boxes."""
    return [Line(line) for line in clean(text).split("\n")]


def check(lines: Sequence[Line]) -> None:
    """Raises TextRefused for a page that is larger than any."""
    if sum(len(line.text) + 1 for line in lines) > MAX_CHARACTERS:
        raise TextRefused(_("A page's text may have %(limit)s characters at most.") % {"limit": MAX_CHARACTERS})
    if sum(len(line.words) for line in lines) > MAX_WORDS:
        raise TextRefused(_("A page may have %(limit)s words with a place at most.") % {"limit": MAX_WORDS})


def text_of(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


def layout_of(lines: Iterable[Line]) -> list[Any]:
    entries = [_entry(line) for line in lines]
    return entries if any(entries) else []


def _entry(line: Line) -> list[Any]:
    flat = [number for word in line.words for number in (word.start, word.end, *word.box)]
    entry: list[Any] = [list(line.box) if line.box else None, flat or None, line.whole or None]
    while entry and entry[-1] is None:
        entry.pop()
    return entry


def lines_of(text: str, layout: list[Any]) -> list[Line]:
    """The opposite of `text_of` and `layout_of`."""
    return [line_of(line, entry or []) for line, entry in zip_longest(text.split("\n"), layout, fillvalue="")]


def line_of(text: str, entry: Sequence[Any]) -> Line:
    """`entry` is the line's in the layout."""
    box, flat, whole = [*entry, None, None, None][:3]
    words = tuple(
        Word(flat[at], flat[at + 1], (flat[at + 2], flat[at + 3], flat[at + 4], flat[at + 5]))
        for at in range(0, len(flat or ()), 6)
    )
    return Line(text, tuple(box) if box else None, words, whole or "")


def around(boxes: Iterable[Box]) -> Box | None:
    """The box that holds them all; None of none."""
    known = list(boxes)
    if not known:
        return None
    left, top = min(box[0] for box in known), min(box[1] for box in known)
    right, bottom = max(box[0] + box[2] for box in known), max(box[1] + box[3] for box in known)
    return left, top, right - left, bottom - top


def with_boxes_of(lines: Sequence[Line], before: Sequence[Line]) -> list[Line]:
    """A corrected text with the boxes of the text before, wherever lines and words are still the same in number."""
    matcher = SequenceMatcher(None, [line.text for line in before], [line.text for line in lines], autojunk=False)
    made = list(lines)
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        if end - start == new_end - new_start:
            for old, new in zip(range(start, end), range(new_start, new_end), strict=True):
                made[new] = _corrected(lines[new], before[old])
    return made


def _corrected(line: Line, before: Line) -> Line:
    if line.text == before.text:
        return before
    places = [match.span() for match in re.finditer(r"\S+", line.text)]
    same = len(places) == len(before.words)
    words = [Word(*place, word.box) for place, word in zip(places, before.words, strict=True)] if same else []
    return replace(line, box=before.box, words=tuple(words))
