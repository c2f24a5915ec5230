"""A reader for each format, chosen by what is in the file: its name is only ever a hint to people."""

import zipfile
from pathlib import Path

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from interchange.faults import SourceError
from interchange.sources.base import Options, Reader, Source, SourceRow
from interchange.sources.delimited import DelimitedSource
from interchange.sources.jsonlines import JsonLinesSource
from interchange.sources.workbook import WorkbookSource

__all__ = ["READERS", "Options", "Source", "SourceRow", "detect_format", "open_source"]

READERS: dict[str, Reader] = {"csv": DelimitedSource, "xlsx": WorkbookSource, "jsonl": JsonLinesSource}
_HEAD = 8192
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def open_source(path: Path, options: Options | None = None) -> Source:
    """Raises SourceError with the file's name when the file cannot be read at all."""
    try:
        if path.stat().st_size > settings.IMPORT_MAX_BYTES:
            raise SourceError(_("The file is larger than %(limit)s bytes.") % {"limit": settings.IMPORT_MAX_BYTES})
        return READERS[detect_format(path)](path, options or Options())
    except SourceError as error:
        error.params.setdefault("file", path.name)
        raise
    except OSError as error:
        raise SourceError(_("The file cannot be opened."), file=path.name) from error


def detect_format(path: Path) -> str:
    """The key in READERS. Raises SourceError, naming what the file is instead."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceError(_("The file is empty."))
    if head.startswith(b"PK"):
        return _zip_format(path)
    _refuse_known_others(head)
    text = head.removeprefix(_BOMS[0]).lstrip()
    if text.startswith(b"{"):
        return "jsonl"
    if text.startswith(b"["):
        raise SourceError(_("This is one JSON array. Save one record a line (JSON lines)."))
    if text.startswith(b"<"):
        raise SourceError(_("This is XML or HTML. Save it as CSV, XLSX or JSON lines."))
    return "csv"


def _refuse_known_others(head: bytes) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError(_("This is an old or a protected Excel file. Save it as XLSX without a password."))
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise SourceError(_("This text is in UTF-32. Save it as UTF-8."))
    if head.startswith(_BOMS):
        return
    if known := filetype.guess(head):
        raise SourceError(_("This is a file of type %(type)s, not a table.") % {"type": known.mime})
    if head.count(0) > max(8, len(head) // 20):
        raise SourceError(_("This is not a text file."))


def _zip_format(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return "xlsx"
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise SourceError(_("The file is damaged or cut short.")) from error
    raise SourceError(_("This is an archive, not a spreadsheet. Unpack it first."))
