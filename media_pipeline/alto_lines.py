"""From the pieces of an ALTO line to its text: where spaces and hyphens go. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from media_pipeline.page_text import Box, Line, Word, around, clean

HYPHENS = "-‐‑\u00ad¬⸗"
# Scripts that put no spaces between words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]")


class Piece(NamedTuple):
    """A String, SP or HYP. `part` is HypPart1 or HypPart2 of the word `whole`, which a line's end splits."""

    text: str
    box: Box | None = None
    part: str = ""
    whole: str = ""


def with_hyphens(pieces: list[Piece]) -> list[Piece]:
    """A first half of a word ends in a hyphen, also where the file leaves the hyphen out."""
    strings = [piece for piece in pieces if piece.text.strip()]
    last = strings[-1] if strings else None
    if last and last.part == "HypPart1" and not last.text.endswith(tuple(HYPHENS)):
        return [*pieces, Piece("-")]
    return pieces


def joined_line(pieces: Iterable[Piece], box: Box | None, *, spaced: bool) -> Line:
    """`spaced`: the file says itself where spaces are. A line without a place of its own has that of its words."""
    text, words, whole = "", [], ""
    for piece in pieces:
        content = clean(piece.text).replace("\n", " ") if piece.text != " " else " "
        if content == " " or not content:
            text += "" if text.endswith(" ") or not text else " "
            continue
        if text and not spaced and _needs_space(text, content, piece):
            text += " "
        start = len(text)
        text += content
        if piece.box:
            words.append(Word(start, len(text), piece.box))
        if piece.part == "HypPart1":
            whole = clean(piece.whole)[:200]
    text = text.rstrip()
    kept = tuple(word for word in words if word.end <= len(text))
    return Line(text, box or around(word.box for word in kept), kept, whole)


def _needs_space(text: str, content: str, piece: Piece) -> bool:
    # A hyphen (HYP) has no place and belongs to the word before it.
    if text.endswith(" ") or (piece.box is None and content in HYPHENS):
        return False
    return not (_UNSPACED.match(text[-1]) and _UNSPACED.match(content[0]))
