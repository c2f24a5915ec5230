"""Which encoding a text file is in, and reading it by lines without ever holding a huge one."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from interchange.faults import SourceError

_CHUNK = 1 << 20
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Beside the letters: what Kazakh and Russian texts in windows-1251 have above ASCII.
_CYRILLIC_MARKS = set("«»„“”‘’–—…№§°±·\xa0\xad•©®™")


def detect_encoding(path: Path, declared: str | None = None) -> str:
    """Declared, then the byte-order mark, then UTF-8, then windows-1251 if that gives Cyrillic words.

    Raises SourceError when none of them fits. A UTF-8 file with a few broken bytes stays UTF-8: its rows are refused
    one by one."""
    if declared:
        try:
            return codecs.lookup(declared).name
        except LookupError:
            raise SourceError(_("Unknown encoding “%(name)s”.") % {"name": declared}) from None
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    for mark, encoding in _BOMS.items():
        if head.startswith(mark):
            return encoding
    characters, broken = _as_utf8(path)
    # Cyrillic in windows-1251 has next to no sequence that is right UTF-8.
    if not broken or characters > 2 * broken:
        return "utf-8"
    if _is_cyrillic(head.decode("cp1251", "replace")):
        return "cp1251"
    raise SourceError(_("The encoding was not recognised. Give it with --encoding or save the file as UTF-8."))


def _as_utf8(path: Path) -> tuple[int, int]:
    """How many characters beyond ASCII are right UTF-8, and how many bytes are not."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    right = broken = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if chunk.isascii() and not decoder.getstate()[0]:
                continue
            text = decoder.decode(chunk)
            bad = text.count("\ufffd")
            broken += bad
            right += len(text) - len(text.encode("ascii", "ignore")) - bad
    return right, broken + len(decoder.getstate()[0])


def _is_cyrillic(text: str) -> bool:
    """No letter of another script beside a Cyrillic one: "cafй" is Latin text read in the wrong encoding."""
    beyond = good = 0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char < "\x80":
            continue
        beyond += 1
        is_letter = "А" <= char <= "я" or char in "ЁёІіЎў"
        beside_latin = any(other.isascii() and other.isalpha() for other in (before, after))
        good += char in _CYRILLIC_MARKS or (is_letter and not beside_latin)
    return good >= beyond * 0.8


def open_text(path: Path, encoding: str) -> TextIO:
    """Bytes that are not text become lone surrogates, so that the row they are in can be named."""
    errors = "strict" if encoding.startswith("utf-16") else "surrogateescape"
    return io.TextIOWrapper(path.open("rb"), encoding=encoding, errors=errors, newline="")


def limited_lines(file: TextIO, limit: int) -> Iterator[str | None]:
    """Lines with their ends, whichever of LF, CRLF and CR the file uses; None for one longer than `limit`, of which
    no more than `limit` characters are held at a time."""
    while line := file.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(("\n", "\r")):
            line = file.readline(limit + 1)
        yield None


def has_broken_bytes(text: str) -> bool:
    return not text.isascii() and any("\udc80" <= char <= "\udcff" for char in text)
