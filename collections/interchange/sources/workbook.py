"""XLSX, row by row. Nothing is computed and no link is followed."""

import datetime as dt
import warnings
import xml.parsers.expat as expat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from interchange.faults import Fault, SourceError, fault
from interchange.sources.base import Options, SourceRow
from interchange.sources.delimited import read_heading

# Below this, a high ratio is only a sheet of empty cells.
_RATIO_FROM = 16 * 1024**2
_EMPTY_ROWS_END = 100_000


class WorkbookSource:
    def __init__(self, path: Path, options: Options) -> None:
        self._path = path
        self._options = options
        check_archive(path)
        heading = next(self._cells(), (1, ()))[1]
        self.columns = read_heading([_plain(cell) for cell in heading])

    def rows(self) -> Iterator[SourceRow]:
        cells = self._cells()
        next(cells, None)
        for number, row in cells:
            if any(cell.value not in (None, "") for cell in row):
                yield self._row(number, row)

    def _row(self, number: int, row: tuple[Any, ...]) -> SourceRow:
        record: dict[str, Any] = dict.fromkeys((name for name in self.columns if name), None)
        faults: list[Fault] = []
        size = 0
        for index, cell in enumerate(row):
            if cell.value in (None, ""):
                continue
            name = self.columns[index] if index < len(self.columns) else ""
            if not name:
                faults.append(fault("unnamed-column", get_column_letter(index + 1), cell.value))
            elif found := _cell_fault(cell, name):
                faults.append(found)
            else:
                record[name] = _value(cell.value)
                size += len(str(cell.value))
        if size > self._options.max_row_bytes:
            return SourceRow(number, {}, (fault("row-too-large", limit=self._options.max_row_bytes),))
        return SourceRow(number, record, tuple(faults))

    def _cells(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """(row number, cells). Whatever the library trips over is a damaged file: SourceError with the row."""
        number = 0
        try:
            # A file object, as the library judges a path by its ending.
            with self._path.open("rb") as file, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
                try:
                    for number, row in enumerate(self._sheet(book).iter_rows(), start=1):
                        self._count_empty(row, number)
                        yield number, row
                finally:
                    book.close()
        except (SourceError, GeneratorExit, MemoryError):
            raise
        except Exception as error:
            raise SourceError(
                _("The spreadsheet is damaged or cut short."), file=self._path.name, row=number + 1
            ) from error

    def _sheet(self, book: Any) -> Any:
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        wanted = self._options.sheet
        visible = [sheet for sheet in sheets.values() if sheet.sheet_state == "visible"]
        if wanted and wanted not in sheets:
            raise SourceError(_("There is no sheet “%(name)s”.") % {"name": wanted})
        if not wanted and not visible:
            raise SourceError(_("The spreadsheet has no sheet."))
        sheet = sheets[wanted] if wanted else visible[0]
        # The size a file claims is not to be believed: rows would be padded to it.
        sheet.reset_dimensions()
        self._empty = 0
        return sheet

    def _count_empty(self, row: tuple[Any, ...], number: int) -> None:
        """A file may claim that its second row is number ten thousand million."""
        self._empty = 0 if row else self._empty + 1
        if self._empty > _EMPTY_ROWS_END:
            raise SourceError(_("There are too many empty rows."), file=self._path.name, row=number)


def _plain(cell: Any) -> str:
    if getattr(cell, "data_type", "") == "f":
        raise SourceError(_("The row of column names has a formula."), row=1)
    return "" if cell.value is None else str(_value(cell.value))


def _cell_fault(cell: Any, name: str) -> Fault | None:
    if cell.data_type == "f":
        return fault("formula", name, getattr(cell.value, "text", cell.value))
    if cell.data_type == "e":
        return fault("error-cell", name, cell.value)
    return None


def _value(value: Any) -> Any:
    """JSON's types: dates in ISO 8601, whole numbers without a decimal point."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def check_archive(path: Path) -> None:
    """Refuses, before anything is unpacked, what would unpack without end or carries a DTD."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_dtd(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, zipfile.zlib.error) as error:
        raise SourceError(_("The spreadsheet is damaged or cut short.")) from error
    except (NotImplementedError, RuntimeError) as error:
        raise SourceError(_("The spreadsheet is protected or packed in an unknown way.")) from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    too_dense = whole > _RATIO_FROM and whole / packed > settings.ARCHIVE_MAX_RATIO
    if too_dense or whole > settings.IMPORT_MAX_BYTES or len(parts) > 10_000:
        raise SourceError(_("The spreadsheet unpacks to far more than it should."))


class _RootReached(Exception):
    pass


def _refuse_dtd(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Reads up to the root element only. A spreadsheet never has a DTD; attacks do."""
    parser = expat.ParserCreate()

    def refuse(*args: Any) -> None:
        raise SourceError(_("The spreadsheet has a document type definition, which is not allowed."))

    def stop(*args: Any) -> None:
        raise _RootReached

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        with archive.open(part) as file:
            while chunk := file.read(4096):
                parser.Parse(chunk)
    except (_RootReached, expat.ExpatError):
        # What is not XML after all is the library's to report, with its row.
        return
