"""JSON lines: one object a line, UTF-8."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from interchange.faults import RowFault, SourceError, fault
from interchange.records import Record
from interchange.sources.base import Options, SourceRow


class JsonLinesSource:
    columns = None

    def __init__(self, path: Path, options: Options) -> None:
        self._path = path
        self._limit = options.max_row_bytes
        with path.open("rb") as file:
            first = file.readline(self._limit).removeprefix(b"\xef\xbb\xbf").strip()
        if first == b"{":
            raise SourceError(_("A record must be on one line (JSON lines)."), row=1)

    def rows(self) -> Iterator[SourceRow]:
        for number, line in enumerate(_lines(self._path, self._limit), start=1):
            if line is None:
                yield SourceRow(number, {}, (fault("row-too-large", limit=self._limit),))
                continue
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not text.strip():
                continue
            try:
                yield SourceRow(number, _parse(text))
            except RowFault as error:
                yield SourceRow(number, {}, (error.fault,))


def _lines(path: Path, limit: int) -> Iterator[bytes | None]:
    with path.open("rb") as file:
        while line := file.readline(limit + 1):
            if len(line) <= limit:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = file.readline(limit + 1)
            yield None


def _parse(line: bytes) -> Record:
    """Raises RowFault for all that `json` would let pass or fail on in its own words."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RowFault("bad-encoding", value=line[error.start : error.start + 20], encoding="UTF-8") from None
    try:
        record = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_float)
    except json.JSONDecodeError as error:
        raise RowFault("invalid-json", value=text[max(error.pos - 20, 0) : error.pos + 20].strip()) from None
    except RecursionError:
        raise RowFault("too-deep", limit=40) from None
    except ValueError:  # an integer of more digits than Python reads
        raise RowFault("bad-number") from None
    if not isinstance(record, dict):
        raise RowFault("not-an-object", value=text.strip())
    return record


def _object(pairs: list[tuple[str, Any]]) -> Record:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RowFault("duplicate-key", twice.encode("utf-8", "replace").decode(), name=twice[:80])
    return made


def _no_constant(name: str) -> Any:
    raise RowFault("bad-number", value=name)


def _float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise RowFault("bad-number", value=text)
    return number
