"""CSV and its relatives: comma, semicolon or tab, quoted as in RFC 4180."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from interchange.faults import Fault, SourceError, fault
from interchange.sources.base import Options, SourceRow
from interchange.sources.text import detect_encoding, has_broken_bytes, limited_lines, open_text

# Excel in kk and ru writes semicolons, as the comma is their decimal mark.
_DELIMITERS = (";", ",", "\t")


class DelimitedSource:
    def __init__(self, path: Path, options: Options) -> None:
        self._path = path
        self._limit = options.max_row_bytes
        self.encoding = detect_encoding(path, options.encoding)
        try:
            self._prepare()
        except UnicodeDecodeError as error:
            raise SourceError(_("The file is not text in %(name)s.") % {"name": self.encoding}) from error

    def _prepare(self) -> None:
        with open_text(self._path, self.encoding) as file:
            first = next(limited_lines(file, self._limit), "")
            self._skip = 1 if first and first.strip().lower() in {f"sep={mark}" for mark in _DELIMITERS} else 0
            if self._skip:
                self.delimiter = first.strip()[-1]
            else:
                self.delimiter = sniff_delimiter(first or "")
        heading = next(self._parsed(), None)
        if heading is None or heading[2]:
            raise SourceError(_("The row of column names cannot be read."), row=1)
        self.columns = read_heading(heading[1])

    def rows(self) -> Iterator[SourceRow]:
        parsed = self._parsed()
        next(parsed)
        number = 1
        try:
            for number, values, found in parsed:
                if found:
                    yield SourceRow(number, {}, (found,))
                elif any(value.strip() for value in values):
                    yield self._row(number, values)
        except UnicodeDecodeError as error:
            raise SourceError(
                _("The file is not text in %(name)s.") % {"name": self.encoding}, file=self._path.name, row=number + 1
            ) from error

    def _row(self, number: int, values: list[str]) -> SourceRow:
        columns = self.columns
        while len(values) > len(columns) and not values[-1].strip():
            values.pop()
        record = {name: value for name, value in zip(columns, values, strict=False) if name}
        if len(values) != len(columns):
            return SourceRow(number, record, (fault("ragged-row", found=len(values), expected=len(columns)),))
        faults = []
        for name, value in zip(columns, values, strict=True):
            if not name and value.strip():
                faults.append(fault("unnamed-column", value=value))
            elif "\x00" in value:
                faults.append(fault("bad-cell-characters", name, value))
            elif has_broken_bytes(value):
                faults.append(fault("bad-encoding", name, value, encoding=self.encoding))
        return SourceRow(number, {} if faults else record, tuple(faults))

    def _parsed(self) -> Iterator[tuple[int, list[str], Fault | None]]:
        """(row number, values, fault), the heading included as row 1."""
        with open_text(self._path, self.encoding) as file:
            lines = _Lines(limited_lines(file, self._limit), self._limit)
            for _line in range(self._skip):
                next(lines, None)
            # The module's one limit for a value, for all readers of the process: ours is the same everywhere.
            csv.field_size_limit(max(self._limit, 131072))
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            number = 0
            while True:
                number += 1
                lines.begin()
                try:
                    yield number, next(reader), None
                except StopIteration:
                    return
                except csv.Error:
                    if lines.is_oversized:
                        yield number, [], fault("row-too-large", limit=self._limit)
                    else:
                        yield number, [], fault("quoting", value=lines.first.strip())


class _Lines:
    """Feeds the csv module and stops a row that grows beyond the limit, such as one whose quotation mark never
    closes: the module itself would take the rest of the file for one value."""

    def __init__(self, lines: Iterator[str | None], limit: int) -> None:
        self._lines = lines
        self._limit = limit
        self.begin()

    def begin(self) -> None:
        self.first = ""
        self.is_oversized = False
        self._size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._size += self._limit + 1 if line is None else len(line)
        if self._size > self._limit:
            self.is_oversized = True
            raise csv.Error
        self.first = self.first or line
        return line


def sniff_delimiter(heading: str) -> str:
    """The mark that stands most often outside quotation marks in the heading; a lone column has none."""
    outside = "".join(heading.split('"')[::2])
    best = max(_DELIMITERS, key=outside.count)
    return best if best in outside else ","


def read_heading(names: list[str]) -> list[str]:
    """Names without surrounding space; empty ones at the end are dropped. Raises SourceError for duplicates."""
    columns = [" ".join(name.split()) for name in names]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise SourceError(_("The first row has no column names."), row=1)
    if any("\x00" in name or has_broken_bytes(name) for name in columns):
        raise SourceError(_("The row of column names cannot be read."), row=1)
    twice = sorted(name for name, count in Counter(columns).items() if count > 1 and name)
    if twice:
        listed = ", ".join(f"“{name}”" for name in twice)
        raise SourceError(_("Two columns have the same name: %(names)s.") % {"names": listed}, row=1, field=twice[0])
    return columns
