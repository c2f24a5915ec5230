"""The second pass: batches of staged rows into items, one transaction each, in a constant number of queries.

What an import does to an item is written once, to its row. An item that curators have opened also has revisions, and
the editor shows the latest of them: such an item gets a new revision with the imported fields merged into the
curator's draft, so that the editor never shows what the import has replaced, nor loses what the curator is writing."""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from catalogue.models import Change, Item
from catalogue.models.identifiers import mint
from catalogue.text_status import Origin, after_edit
from heritage.languages import LANGUAGES
from interchange.batches import Batch, record_changes
from interchange.faults import fault
from interchange.item_data import LANGUAGE_MAPS, PLAIN, TERM_LISTS, TERMS, ItemData
from interchange.mapping import Mapping
from interchange.merging import Merge, digests, merge, values_of
from interchange.models import ImportRun, RawRecord
from interchange.planning import BATCH, merged_remark
from interchange.staging import StagedRow, Staging
from interchange.terms import TermIds

Values = dict[str, Any]


class Applier:
    def __init__(self, run: ImportRun, mapping: Mapping, staging: Staging, *, publish: bool) -> None:
        self.run, self.mapping, self.staging, self.publish = run, mapping, staging, publish
        self.term_ids = TermIds()

    def apply(self, progress: Callable[[int], None]) -> None:
        done = 0
        for rows in self.staging.planned(BATCH):
            with transaction.atomic():
                self._batch(rows)
            done += len(rows)
            progress(done)
        for item_ids in self.staging.withdrawals(BATCH):
            with transaction.atomic():
                self._withdraw(item_ids)
            done += len(item_ids)
            progress(done)

    def _batch(self, rows: list[StagedRow]) -> None:
        batch = Batch(self.run)
        self.term_ids.load(row.data for row in rows)
        known = self._known([row.source_id for row in rows])
        identifiers = iter(mint("item", len(rows) - len(known)) if len(known) < len(rows) else [])
        for row in rows:
            item = known.get(row.source_id)
            if item and item.merged_into:
                # Since the plan was made.
                self.staging.report(row.row, row.source_id, [merged_remark(item.merged_into.identifier)])
                continue
            if item:
                written = self._change(batch, item, row)
            else:
                item = self._create(batch, row.data, next(identifiers))
                written = digests(row.data.values())
            batch.keep(row, item, self.mapping.fingerprint, written)
        batch.write()

    def _known(self, source_ids: list[str]) -> dict[str, Item]:
        items = Item.objects.filter(institution_id=self.run.institution_id, source_id__in=source_ids)
        if connection.features.has_select_for_update_of:
            items = items.select_for_update(of=("self",))
        items = items.select_related("category", "period", "place", "raw_record", "latest_revision", "merged_into")
        return {item.source_id: item for item in items.prefetch_related("materials", "techniques", "creators__agent")}

    def _create(self, batch: Batch, data: ItemData, identifier: str) -> Item:
        item = Item(institution_id=self.run.institution_id, source_id=data.source_id, identifier=identifier)
        self._fill(item, data, set(self.mapping.targets))
        if self.publish:
            item.live = True
            item.first_published_at = item.last_published_at = timezone.now()
        batch.create(item, self._lists(data, self.mapping.targets))
        return item

    def _change(self, batch: Batch, item: Item, row: StagedRow) -> dict[str, str]:
        """What counts from now on as written by an import."""
        data = row.data
        raw = getattr(item, "raw_record", None)
        written = raw.written if raw else {}
        incoming = data.values()
        merged = merge(values_of(item), incoming, written, self.mapping.targets)
        was_live = item.live
        returns = bool(raw and raw.withdrawn_live is not None and item.withdrawn_at)
        if returns:
            item.live, item.withdrawn_at, item.withdrawal_reason = raw.withdrawn_live, None, ""
        if not (merged.write or returns):
            self._report_kept(row, merged)
            return merged.written
        draft = None
        if item.latest_revision_id:
            draft = self._merged_draft(item, data, incoming, written, batch)
        self._fill(item, data, merged.write)
        if item.live:
            item.last_published_at = timezone.now()
        batch.change(item, self._lists(data, merged.write), was_live=was_live)
        kept = {*merged.kept, *(draft.kept if draft else ())}
        self._report_kept(row, Merge(merged.write, tuple(sorted(kept)), merged.written))
        return merged.written

    def _merged_draft(self, item: Item, data: ItemData, incoming: Values, written: Values, batch: Batch) -> Merge:
        draft = item.get_latest_revision_as_object()
        merged = merge(values_of(draft), incoming, written, self.mapping.targets)
        self._fill(draft, data, merged.write)
        batch.drafts.append((item, draft, self._lists(data, merged.write)))
        return merged

    def _report_kept(self, row: StagedRow, merged: Merge) -> None:
        self.staging.report(row.row, row.source_id, [fault("kept", name).as_remark() for name in merged.kept])

    def _fill(self, item: Item, data: ItemData, names: set[str] | frozenset[str]) -> None:
        """The fields of the row itself; lists of terms and creators are rows of their own."""
        for name in names:
            if name == "kind":
                item.kind = data.kind or Item.Kind.OBJECT
            elif name in PLAIN:
                setattr(item, name, getattr(data, name))
            elif name in TERMS:
                term = getattr(data, name)
                setattr(item, f"{name}_id", self.term_ids(name, term.key) if term else None)
        for field in LANGUAGE_MAPS:
            self._fill_text(item, field, getattr(data, field), names)
        item.set_years()

    def _fill_text(self, item: Item, field: str, incoming: Values, names: set[str] | frozenset[str]) -> None:
        codes = [code for code in LANGUAGES if f"{field}.{code}" in names]
        if not codes:
            return
        before = getattr(item, field)
        after = {code: text for code, text in before.items() if code not in codes}
        after |= {code: incoming[code] for code in codes if code in incoming}
        status = after_edit(before, after, item.text_status.get(field, {}), Origin.IMPORTED)
        setattr(item, field, after)
        item.text_status = {key: value for key, value in {**item.text_status, field: status}.items() if value}

    def _lists(self, data: ItemData, names: Any) -> dict[str, list[Any]]:
        """{field: primary keys} of the lists to write; creators are (agent, role)."""
        found: dict[str, list[Any]] = {
            name: [self.term_ids(name, term.key) for term in getattr(data, name)]
            for name in TERM_LISTS
            if name in names
        }
        if "creators" in names:
            found["creators"] = [(self.term_ids("creators", each.key), each.role) for each in data.creators]
        return found

    def _withdraw(self, item_ids: list[int]) -> None:
        """Tombstones: the addresses answer 410. The raw records remember which were published."""
        items = list(Item.objects.filter(pk__in=item_ids, withdrawn_at=None))
        live = [item.pk for item in items if item.live]
        ids = [item.pk for item in items]
        RawRecord.objects.filter(item_id__in=live).update(withdrawn_live=True, last_run=self.run)
        RawRecord.objects.filter(item_id__in=set(ids) - set(live)).update(withdrawn_live=False, last_run=self.run)
        Item.objects.filter(pk__in=ids).update(
            live=False,
            live_revision=None,
            withdrawn_at=timezone.now(),
            withdrawal_reason=f"Import {self.run.pk}",
            updated_at=timezone.now(),
        )
        record_changes([(item, Change.Action.DELETE, item.live) for item in items])
