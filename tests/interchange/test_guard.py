"""What an import may not do by accident: change too much, withdraw, act for another, leave halves."""

import pytest

from catalogue.models import Change, Item
from heritage.errors import Denied
from interchange.faults import GuardError, ImportBusy, SourceError
from interchange.importing import Import, ImportRequest
from interchange.locks import import_lock
from interchange.mapping import parse_mapping
from interchange.models import ImportRun, RawRecord
from tests import factories
from tests.interchange.conftest import MAPPING, rows_of, write_jsonl


class TestGuard:
    def test_stops_an_import_that_would_change_too_much(self, do_import):
        do_import(rows_of(10))
        rows = rows_of(10)
        for row in rows[:3]:
            row["title"] = "Changed"
        with pytest.raises(GuardError, match="3 of 10 items"):
            do_import(rows)
        assert not Item.objects.filter(title={"en": "Changed"}).exists()
        run = ImportRun.objects.first()
        assert (run.state, run.counts["changed"]) == ("refused", 3)
        assert do_import(rows, is_forced=True).counts == {"changed": 3, "unchanged": 7}

    def test_lets_a_fifth_pass_and_never_counts_new_items(self, do_import):
        do_import(rows_of(10))
        rows = rows_of(50)
        rows[0]["title"] = rows[1]["title"] = "Changed"
        assert do_import(rows).counts == {"created": 40, "changed": 2, "unchanged": 8}

    def test_counts_withdrawals(self, do_import):
        do_import(rows_of(10))
        with pytest.raises(GuardError):
            do_import(rows_of(7), withdraw_missing=True)
        assert Item.objects.filter(withdrawn_at=None).count() == 10

    def test_a_dry_run_says_so_and_writes_nothing(self, do_import):
        do_import(rows_of(10))
        rows = rows_of(12, about="New")
        result = do_import(rows, is_dry_run=True)
        assert result.counts == {"created": 2, "changed": 10}
        assert result.summary.needs_force
        assert (Item.objects.count(), ImportRun.objects.first().is_dry_run) == (10, True)


class TestWithdrawal:
    def test_what_is_missing_from_a_complete_file_becomes_a_tombstone(self, do_import):
        do_import(rows_of(10), publish=True)
        by_hand = factories.item(Item.objects.first().institution)
        assert do_import(rows_of(9), withdraw_missing=True).counts == {"unchanged": 9, "withdrawn": 1}
        gone = Item.objects.get(source_id="A-10")
        assert (gone.publication_state, gone.live) == ("withdrawn", False)
        last = Change.objects.filter(object_id=gone.pk).last()
        assert (last.action, last.is_public) == ("delete", True)
        by_hand.refresh_from_db()
        assert by_hand.live

    def test_without_the_option_nothing_is_withdrawn(self, do_import):
        do_import(rows_of(10), publish=True)
        assert do_import(rows_of(9)).counts == {"unchanged": 9}

    def test_a_refused_row_is_not_a_missing_one(self, do_import):
        do_import(rows_of(10), publish=True)
        rows = rows_of(10)
        rows[4]["title"] = ""
        assert do_import(rows, withdraw_missing=True).counts == {"unchanged": 9, "refused": 1}
        assert Item.objects.published().count() == 10

    def test_what_comes_back_is_as_it_was(self, do_import):
        do_import(rows_of(20), publish=True)
        Item.objects.filter(source_id="A-19").update(live=False)
        do_import(rows_of(18), withdraw_missing=True)
        assert do_import(rows_of(20)).counts == {"changed": 2, "unchanged": 18}
        back = Item.objects.get(source_id="A-20")
        assert (back.publication_state, Item.objects.get(source_id="A-19").publication_state) == ("published", "draft")
        last = Change.objects.filter(object_id=back.pk).last()
        assert (last.action, last.is_public) == ("create", True)
        assert do_import(rows_of(20)).counts == {"unchanged": 20}


class TestPermission:
    def test_only_managers_import(self, do_import, museum):
        for role in ("contributor", "curator"):
            with pytest.raises(Denied):
                do_import(rows_of(1), user=factories.user(**{role: museum}))
        with pytest.raises(Denied):
            do_import(rows_of(1), user=factories.user(manager=factories.institution()))
        manager = factories.user(manager=museum)
        do_import(rows_of(1), user=manager)
        assert ImportRun.objects.get().user == manager


class TestInterruption:
    def test_whole_batches_stay_and_the_next_run_completes(self, museum, tmp_path, monkeypatch, do_import):
        monkeypatch.setattr("interchange.applying.BATCH", 10)
        path = write_jsonl(tmp_path / "items.jsonl", rows_of(35))

        def stop(done):
            if done == 20:
                raise KeyboardInterrupt

        with (
            pytest.raises(KeyboardInterrupt),
            Import(ImportRequest(path, museum, parse_mapping(MAPPING))) as job,
        ):
            job.apply(stop)
        assert (Item.objects.count(), RawRecord.objects.count(), Change.objects.count()) == (20, 20, 20)
        assert ImportRun.objects.get().state == "interrupted"
        assert do_import(path).counts == {"created": 15, "unchanged": 20}

    def test_a_run_whose_process_died_is_marked(self, museum, do_import):
        ImportRun.objects.create(institution=museum, file_name="lost.csv")
        do_import(rows_of(1))
        assert [run.state for run in ImportRun.objects.order_by("id")] == ["interrupted", "done"]

    def test_two_imports_of_one_institution_do_not_meet(self, museum, do_import, settings):
        if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
            return  # its lock belongs to the connection, of which a test has one
        with import_lock(museum.pk), pytest.raises(ImportBusy):
            do_import(rows_of(1))
        do_import(rows_of(1))

    def test_an_unreadable_file_leaves_a_refused_run(self, tmp_path, do_import):
        with pytest.raises(SourceError):
            do_import(tmp_path / "nowhere.csv")
        assert ImportRun.objects.get().state == "refused"
