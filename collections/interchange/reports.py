"""The report file of an import: every refusal and remark, as CSV or JSON lines."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

from interchange.staging import StagedFault

_COLUMNS = ("row", "source_id", "field", "reason", "value", "code", "refused")


def write_report(path: Path, faults: Iterable[StagedFault]) -> int:
    """JSON lines for a name that ends in .json or .jsonl, else CSV that a spreadsheet opens. Returns how many."""
    rows = ((each.row, each.source_id, each.fault) for each in faults)
    lines = (
        (row, source_id, fault.field, fault.reason, fault.value, fault.code, fault.is_refusal)
        for row, source_id, fault in rows
    )
    if path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
        with path.open("w", encoding="utf-8") as file:
            return sum(
                bool(file.write(json.dumps(dict(zip(_COLUMNS, line, strict=True)), ensure_ascii=False) + "\n"))
                for line in lines
            )
    # The mark tells Excel that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        return sum(bool(writer.writerow([_harmless(each) for each in line])) for line in lines)


def _harmless(value: object) -> object:
    """A hostile value must not become a formula when the report is opened."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
