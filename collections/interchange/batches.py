"""What one transaction of an import writes, collected first and then written kind by kind."""

from typing import Any

from django.db import connection
from django.utils import timezone

from catalogue.models import Change, Item, ItemCreator
from interchange.item_data import LANGUAGE_MAPS, PLAIN, TERM_LISTS, TERMS
from interchange.json_text import JsonText
from interchange.models import ImportRun, RawRecord
from interchange.planning import BATCH
from interchange.revisions import carry_into_revision
from interchange.rows import delete_rows, insert_rows
from interchange.staging import StagedRow

_COLUMNS = (
    *PLAIN, *LANGUAGE_MAPS, *TERMS, "text_status", "earliest_year", "latest_year", "live", "withdrawn_at",
    "withdrawal_reason", "last_published_at", "updated_at",
)  # fmt: skip
_RAW_COLUMNS = (
    "item", "sha256", "payload", "mapping_fingerprint", "written", "row_number", "last_run", "withdrawn_live",
)  # fmt: skip
Values = dict[str, Any]


class Batch:
    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.new: list[Item] = []
        self.changed: list[Item] = []
        self.lists: list[tuple[Item, dict[str, list[Any]]]] = []
        self.drafts: list[tuple[Item, Item, dict[str, list[Any]]]] = []
        self.raw: list[tuple[Item, RawRecord]] = []
        self.changes: list[tuple[Item, str, bool]] = []

    def create(self, item: Item, lists: dict[str, list[Any]]) -> None:
        self.new.append(item)
        self.lists.append((item, lists))
        self.changes.append((item, Change.Action.CREATE, item.live))

    def change(self, item: Item, lists: dict[str, list[Any]], *, was_live: bool) -> None:
        self.changed.append(item)
        self.lists.append((item, lists))
        appears = item.live and not was_live
        self.changes.append((item, Change.Action.CREATE if appears else Change.Action.UPDATE, item.live))

    def keep(self, row: StagedRow, item: Item, fingerprint: str, written: Values) -> None:
        raw = RawRecord(
            institution_id=self.run.institution_id,
            source_id=row.source_id,
            sha256=row.sha256,
            payload=JsonText(row.payload),
            mapping_fingerprint=fingerprint,
            written=written,
            row_number=row.row,
            first_run=self.run,
            last_run=self.run,
        )
        self.raw.append((item, raw))

    def write(self) -> None:
        Item.objects.bulk_create(self.new, batch_size=BATCH)
        if self.changed:
            # An upsert: Django's bulk_update builds a CASE a row and column and is ten times slower.
            Item.objects.bulk_create(
                self.changed, update_conflicts=True, unique_fields=["id"], update_fields=_COLUMNS, batch_size=BATCH
            )
        self._write_lists()
        for item, draft, lists in self.drafts:
            carry_into_revision(item, draft, lists)
        for item, raw in self.raw:
            raw.item_id = item.pk
        RawRecord.objects.bulk_create(
            [raw for _item, raw in self.raw],
            update_conflicts=True,
            unique_fields=["institution", "source_id"],
            update_fields=_RAW_COLUMNS,
            batch_size=BATCH,
        )
        record_changes(self.changes)

    def _write_lists(self) -> None:
        changed = {item.pk for item in self.changed}
        for field in TERM_LISTS:
            through = getattr(Item, field).through
            stale = [item.pk for item, lists in self.lists if field in lists and item.pk in changed]
            if stale:
                delete_rows(through.objects.filter(item_id__in=stale))
            pairs = ((item.pk, concept) for item, lists in self.lists for concept in lists.get(field, ()))
            insert_rows(through, ("item_id", "concept_id"), pairs)
        stale = [item.pk for item, lists in self.lists if "creators" in lists and item.pk in changed]
        if stale:
            delete_rows(ItemCreator.objects.filter(item_id__in=stale))
        insert_rows(
            ItemCreator,
            ("item_id", "agent_id", "role", "sort_order"),
            (
                (item.pk, agent, role, number)
                for item, lists in self.lists
                for number, (agent, role) in enumerate(lists.get("creators", ()))
            ),
        )


def record_changes(changes: list[tuple[Item, str, bool]]) -> None:
    """(item, action, whether the public sees a difference), in the transaction of the mutations."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    insert_rows(
        Change,
        ("action", "kind", "object_id", "identifier", "institution_id", "is_public", "at"),
        (
            (str(action), Item.change_kind, item.pk, item.identifier, item.institution_id, is_public, now)
            for item, action, is_public in changes
        ),
    )
