"""The first pass: read the file, compare with what was imported before, and write nothing but the staging."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from catalogue.models import Item
from institutions.models import Institution
from interchange.faults import Fault, RowFault, fault
from interchange.item_data import ItemData
from interchange.mapping import Mapping
from interchange.merging import digests
from interchange.records import canonical, digest
from interchange.sources import Source, SourceRow
from interchange.staging import Outcome, StagedRow, Staging, Step

BATCH = 500
Progress = Callable[[int], None]
_KNOWN = (
    "source_id", "withdrawn_at", "merged_into__identifier", "locked", "raw_record__sha256",
    "raw_record__mapping_fingerprint", "raw_record__written", "raw_record__withdrawn_live",
)  # fmt: skip


class Candidate:
    """A row that could be read: what the comparison needs."""

    __slots__ = ("payload", "record", "row", "sha256", "source_id")

    def __init__(self, row: int, source_id: str, record: dict[str, Any], payload: str) -> None:
        self.row, self.source_id, self.record, self.payload = row, source_id, record, payload
        self.sha256 = digest(payload)


class Planner:
    """`counts` are rows by Outcome once `run` has returned."""

    def __init__(self, institution: Institution, mapping: Mapping, staging: Staging) -> None:
        self.institution, self.mapping, self.staging = institution, mapping, staging
        self.counts: Counter[str] = Counter()
        self.has_known_items = Item.objects.filter(institution=institution).exclude(source_id="").exists()

    def run(self, source: Source, progress: Progress) -> None:
        """Raises SourceError when the file turns out to be unreadable."""
        candidates = self._candidates(source.rows())
        while batch := list(islice(candidates, BATCH)):
            self._compare(batch)
            progress(batch[-1].row)

    def _candidates(self, rows: Iterator[SourceRow]) -> Iterator[Candidate]:
        """Rows with a key that is new in this file; the others are reported."""
        for row in rows:
            source_id, payload = "", None
            try:
                payload = canonical(row.record)
                source_id = self.mapping.key_of(row.record)
                first = self.staging.see(source_id, row.number)
                if row.faults:
                    self._refuse(row.number, source_id, list(row.faults), payload)
                elif first is not None:
                    self._refuse(row.number, source_id, [fault("duplicate-source-id", value=source_id, first=first)])
                else:
                    yield Candidate(row.number, source_id, row.record, payload)
            except RowFault as error:
                self._refuse(row.number, source_id, list(row.faults) or [error.fault], payload)

    def _refuse(self, row: int, source_id: str, faults: list[Fault], payload: str | None = None) -> None:
        self.counts[Outcome.REFUSED] += 1
        self.staging.report(row, source_id, faults, payload)

    def _compare(self, batch: list[Candidate]) -> None:
        known = self._known([each.source_id for each in batch]) if self.has_known_items else {}
        staged = (self._staged(each, known.get(each.source_id)) for each in batch)
        self.staging.plan([row for row in staged if row])

    def _known(self, source_ids: list[str]) -> dict[str, dict[str, Any]]:
        items = Item.objects.filter(institution=self.institution, source_id__in=source_ids)
        return {found["source_id"]: found for found in items.values(*_KNOWN)}

    def _staged(self, row: Candidate, known: dict[str, Any] | None) -> StagedRow | None:
        fingerprint = self.mapping.fingerprint
        if known and (other := known["merged_into__identifier"]):
            self.counts[Outcome.UNCHANGED] += 1
            self.staging.report(row.row, row.source_id, [merged_remark(other)])
            return None
        if known and known["raw_record__sha256"] == row.sha256 and self._is_settled(known, fingerprint):
            self.counts[Outcome.UNCHANGED] += 1
            return None
        mapped = self.mapping.item(row.record, row.source_id)
        refusal = [*mapped.faults] if mapped.data is None else self._protected(known)
        if refusal or mapped.data is None:
            self._refuse(row.row, row.source_id, refusal, row.payload)
            return None
        self.staging.report(row.row, row.source_id, list(mapped.faults))
        step = self._step(mapped.data, known)
        return StagedRow(row.row, row.source_id, step, row.sha256, row.payload, mapped.data)

    def _step(self, data: ItemData, known: dict[str, Any] | None) -> Step:
        if known is None:
            self.counts[Outcome.CREATED] += 1
            return Step.CREATE
        returns = known["raw_record__withdrawn_live"] is not None
        if not returns and self._writes_the_same(digests(data.values()), known["raw_record__written"]):
            self.counts[Outcome.UNCHANGED] += 1
            return Step.RECORD
        self.counts[Outcome.CHANGED] += 1
        return Step.CHANGE

    def _is_settled(self, known: dict[str, Any], fingerprint: str) -> bool:
        return known["raw_record__mapping_fingerprint"] == fingerprint and known["raw_record__withdrawn_live"] is None

    def _protected(self, known: dict[str, Any] | None) -> list[Fault]:
        if known and known["locked"]:
            return [fault("locked")]
        if known and known["withdrawn_at"] and known["raw_record__withdrawn_live"] is None:
            return [fault("withdrawn")]
        return []

    def _writes_the_same(self, new: dict[str, str], written: dict[str, str] | None) -> bool:
        """Whatever a curator did since, the source has nothing new to say."""
        return written is not None and all(new.get(name) == written.get(name) for name in self.mapping.targets)


def merged_remark(other: str) -> Fault:
    """About a row whose item is a duplicate of the item with the identifier `other`."""
    return fault("merged", value=other).as_remark()


def plan_withdrawals(planner: Planner) -> None:
    """Items that came by an import and are not in the file."""
    held = Item.objects.filter(institution=planner.institution, raw_record__isnull=False, withdrawn_at=None).order_by(
        "id"
    )
    last = 0
    while batch := list(held.filter(id__gt=last).values_list("id", "source_id")[:BATCH]):
        last = batch[-1][0]
        unseen = planner.staging.unseen([source_id for _id, source_id in batch])
        planner.staging.plan_withdrawals([(pk, source_id) for pk, source_id in batch if source_id in unseen])
    planner.counts[Outcome.WITHDRAWN] = planner.staging.count("missing")
