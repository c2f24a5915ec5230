"""Files as museums send them, and imports of them."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from interchange.importing import Import, ImportRequest, Summary
from interchange.mapping import parse_mapping
from interchange.staging import StagedFault
from tests import factories

MAPPING = """
source_id = "id"
language = "en"

[fields]
title.en = "title"
title.kk = { path = "atauy", optional = true }
description.en = { path = "about", optional = true }
date = { path = "date", optional = true }
inventory_number = { path = "number", optional = true }
materials = { path = "materials", split = "[,;]", optional = true }
creators = { path = "makers", optional = true }
dimensions = { path = "size", unit = "cm", optional = true }
category = { path = "category", optional = true }
"""
FULL = {
    "id": "A-1",
    "title": "Silver bowl",
    "atauy": "Күміс тостаған",
    "about": "A bowl.",
    "date": "c.1823–8",
    "number": "КП 12/3",
    "materials": "silver; gold",
    "makers": "Aigul; Dana (engraver)",
    "size": "H. 12 cm; diam. 5 cm",
    "category": "Tableware",
}
Rows = list[dict[str, Any]]


def write_csv(path: Path, rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_jsonl(path: Path, rows: Rows) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def write_xlsx(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


class Result:
    """What an import said: its summary, its faults and the run's row."""

    def __init__(self, summary: Summary, faults: list[StagedFault], run: Any) -> None:
        self.summary, self.faults, self.run = summary, faults, run
        self.counts = {name: count for name, count in summary.counts.items() if count}

    def told(self) -> list[tuple[int, str, str]]:
        return [(each.row, each.fault.field, each.fault.code) for each in self.faults]


@pytest.fixture(autouse=True)
def reads_english() -> Iterator[None]:
    """Whoever reads the reasons; else they come in Kazakh, wherever the catalogues are compiled."""
    with translation.override("en"):
        yield


@pytest.fixture
def museum(db):
    return factories.institution("abai")


@pytest.fixture
def do_import(museum, tmp_path) -> Callable[..., Result]:
    """Import rows (as JSON lines) or a file."""

    def importer(source: Rows | Path, mapping: str = MAPPING, **options: Any) -> Result:
        path = source if isinstance(source, Path) else write_jsonl(tmp_path / "items.jsonl", source)
        options.setdefault("institution", museum)
        with Import(ImportRequest(path=path, mapping=parse_mapping(mapping), **options)) as job:
            summary = job.plan()
            job.apply()
            faults = list(job.faults())
        return Result(summary, list(faults), job.run)

    return importer


def rows_of(count: int, **fields: Any) -> Rows:
    return [{"id": f"A-{number}", "title": f"Bowl {number}", **fields} for number in range(1, count + 1)]
