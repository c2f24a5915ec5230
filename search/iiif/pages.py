"""A text of a canvas, read line by line as far as matches are in it."""

from itertools import accumulate
from typing import NamedTuple

from media_pipeline.models import CanvasText
from media_pipeline.page_text import Box, Line, around, line_of
from search.analysis import spans
from search.iiif.matching import Match


class Part(NamedTuple):
    """What of a match is in one line: positions in its text."""

    line: int
    start: int
    end: int


class Page:
    """`layout` is as in `page_text`; a note has none."""

    def __init__(self, text: str, code: str, layout: list | None = None) -> None:
        self.text = text
        self._code = code
        self._rows = text.split("\n")
        self._layout = layout or []
        self._starts = [0, *accumulate(len(row) + 1 for row in self._rows)]
        self._lines: dict[int, Line] = {}
        self._words: dict[int, list[tuple[int, int]]] = {}

    @classmethod
    def of(cls, text: CanvasText, code: str) -> "Page":
        return cls(text.text, code, text.layout)

    @property
    def filled(self) -> list[int]:
        """The lines that have text."""
        return [number for number, row in enumerate(self._rows) if row.strip()]

    def line(self, number: int) -> Line:
        if number not in self._lines:
            entry = self._layout[number] if number < len(self._layout) else []
            self._lines[number] = line_of(self._rows[number], entry)
        return self._lines[number]

    def box(self, part: Part) -> Box | None:
        """Around its words; of the whole line where those have no place."""
        line = self.line(part.line)
        found = around(word.box for word in line.words if word.start < part.end and word.end > part.start)
        return found or line.box

    def position(self, part: Part) -> int:
        """In the whole text."""
        return self._starts[part.line] + part.start

    def parts(self, match: Match) -> list[Part]:
        """One for each line with words; empty when the text is no longer the one that was looked through."""
        found = []
        for number in range(match.line, match.last_line + 1):
            words = self._words_of(number)
            first = match.first if number == match.line else 0
            last = match.last if number == match.last_line else len(words) - 1
            if words and max(first, last) < len(words):
                found.append(Part(number, words[first][0], words[last][1]))
        if match.pair and found:
            found += self._other_half(match.last_line + 1)
        return found

    def _other_half(self, number: int) -> list[Part]:
        while number < len(self._rows):
            if words := self._words_of(number):
                return [Part(number, words[0][0], words[0][0] + 1)]
            number += 1
        return []

    def _words_of(self, number: int) -> list[tuple[int, int]]:
        if number not in self._words:
            row = self._rows[number] if number < len(self._rows) else ""
            self._words[number] = [(start, end) for term, start, end in spans(row, self._code) if term]
        return self._words[number]
