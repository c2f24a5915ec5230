"""What every reader gives: rows in order, each a record or the reason it is not one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from django.conf import settings

from interchange.faults import Fault
from interchange.records import Record


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`number` is what the person's program shows: a spreadsheet's row with the heading as 1, a line in JSON lines.
    A row with faults keeps what was readable of its record."""

    number: int
    record: Record
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may say about the file; None is to be found out."""

    encoding: str | None = None
    sheet: str | None = None
    max_row_bytes: int = field(default_factory=lambda: settings.IMPORT_MAX_ROW_BYTES)


class Source(Protocol):
    """`columns` are known once the source is made, None for formats whose records have names of their own."""

    columns: list[str] | None

    def rows(self) -> Iterator[SourceRow]: ...


class Reader(Protocol):
    """Opens a file; raises SourceError when it cannot be read at all."""

    def __call__(self, path: Path, options: Options) -> Source: ...
