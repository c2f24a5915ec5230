"""The plan of an import, in a temporary database of its own: memory stays the same whatever the file's size.

SQLite keeps a database without a name in memory while it is small and in a file that vanishes by itself when it
grows. What is staged is what will be applied: the file is read once, so it cannot change between plan and deed, and
is mapped once. The mapped data is pickled; no one but this process ever has the database."""

import json
import pickle
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from interchange.faults import Fault
from interchange.item_data import ItemData

KEPT_FAULTS = 1000


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What is to be done for a row. `RECORD` keeps the new raw record of an item that stays as it is."""

    CREATE = "create"
    CHANGE = "change"
    RECORD = "record"


class StagedRow(NamedTuple):
    row: int
    source_id: str
    step: Step
    sha256: str
    payload: str
    data: ItemData


class StagedFault(NamedTuple):
    row: int
    source_id: str
    fault: Fault
    payload: str | None


_SCHEMA = """
CREATE TABLE seen (source_id TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID;
CREATE TABLE plan (id INTEGER PRIMARY KEY, row INTEGER, source_id TEXT, step TEXT, sha256 TEXT, payload TEXT,
                   data BLOB);
CREATE TABLE missing (item_id INTEGER PRIMARY KEY, source_id TEXT);
CREATE TABLE fault (id INTEGER PRIMARY KEY, row INTEGER, source_id TEXT, field TEXT, code TEXT, value TEXT,
                    params TEXT, is_refusal INTEGER, payload TEXT);
"""


class Staging:
    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def close(self) -> None:
        self._db.close()

    def see(self, source_id: str, row: int) -> int | None:
        """Note a key; the row in which it was seen before, if it was."""
        done = self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (source_id, row))
        if done.rowcount:
            return None
        return self._db.execute("SELECT row FROM seen WHERE source_id = ?", (source_id,)).fetchone()[0]

    def unseen(self, source_ids: list[str]) -> set[str]:
        marks = ",".join("?" * len(source_ids))
        found = self._db.execute(f"SELECT source_id FROM seen WHERE source_id IN ({marks})", source_ids)  # noqa: S608
        return set(source_ids) - {source_id for (source_id,) in found}

    def plan(self, rows: list[StagedRow]) -> None:
        self._db.executemany(
            "INSERT INTO plan (row, source_id, step, sha256, payload, data) VALUES (?, ?, ?, ?, ?, ?)",
            [(*row[:-1], pickle.dumps(row.data, pickle.HIGHEST_PROTOCOL)) for row in rows],
        )

    def planned(self, size: int) -> Iterator[list[StagedRow]]:
        last = 0
        query = "SELECT id, row, source_id, step, sha256, payload, data FROM plan WHERE id > ? ORDER BY id LIMIT ?"
        while found := self._db.execute(query, (last, size)).fetchall():
            last = found[-1][0]
            yield [
                StagedRow(row, key, Step(step), digest, payload, pickle.loads(data))  # noqa: S301
                for _id, row, key, step, digest, payload, data in found
            ]

    def plan_withdrawals(self, items: list[tuple[int, str]]) -> None:
        self._db.executemany("INSERT INTO missing VALUES (?, ?)", items)

    def withdrawals(self, size: int) -> Iterator[list[int]]:
        last = 0
        query = "SELECT item_id FROM missing WHERE item_id > ? ORDER BY item_id LIMIT ?"
        while found := self._db.execute(query, (last, size)).fetchall():
            last = found[-1][0]
            yield [item_id for (item_id,) in found]

    def report(self, row: int, source_id: str, faults: list[Fault], payload: str | None = None) -> None:
        self._db.executemany(
            "INSERT INTO fault (row, source_id, field, code, value, params, is_refusal, payload) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (row, source_id, each.field, each.code, each.value, json.dumps(dict(each.params)), each.is_refusal,
                 payload if number == 0 else None)
                for number, each in enumerate(faults)
            ],
        )  # fmt: skip

    def faults(self, limit: int = -1) -> Iterator[StagedFault]:
        """In the order of the file; refusals first would hide where a row's remark belongs."""
        found = self._db.execute(
            "SELECT row, source_id, field, code, value, params, is_refusal, payload FROM fault "
            "ORDER BY row, id LIMIT ?",
            (limit,),
        )
        for row, source_id, field, code, value, params, is_refusal, payload in found:
            fault = Fault(code, field, value, json.loads(params), bool(is_refusal))
            yield StagedFault(row, source_id, fault, payload)

    def count(self, table: str) -> int:
        query = {"fault": "SELECT count(*) FROM fault", "missing": "SELECT count(*) FROM missing"}[table]
        result: Any = self._db.execute(query).fetchone()
        return int(result[0])
