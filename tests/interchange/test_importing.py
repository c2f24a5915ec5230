"""What an import does to items."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue import services
from catalogue.changes import drain
from catalogue.models import Change, Identifier, Item
from heritage.errors import Denied
from institutions.permissions import SYSTEM
from interchange.faults import GuardError, ImportBusy, SourceError
from interchange.importing import Import, ImportRequest
from interchange.locks import import_lock
from interchange.mapping import parse_mapping
from interchange.models import ImportRowError, ImportRun, RawRecord
from tests import factories
from tests.interchange.conftest import MAPPING, rows_of, write_jsonl

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


def test_creates_items_with_their_terms_and_keeps_the_record(do_import, museum):
    assert do_import([FULL]).counts == {"created": 1}
    item = Item.objects.get()
    assert item.title == {"kk": "Күміс тостаған", "en": "Silver bowl"}
    assert item.text_status["title"] == {"kk": {"origin": "imported"}, "en": {"origin": "imported"}}
    assert (item.date_edtf, item.earliest_year, item.latest_year) == ("1823~/1828~", 1823, 1828)
    assert sorted(str(each) for each in item.materials.all()) == ["gold", "silver"]
    assert [(str(each), each.role) for each in item.creators.all()] == [("Aigul", "creator"), ("Dana", "engraver")]
    assert [(each["type"], each["value"]) for each in item.dimensions] == [("height", 12), ("diameter", 5)]
    assert (item.category.scheme.code, str(item.category)) == ("category", "Tableware")
    assert not item.live
    assert Identifier.objects.filter(name=item.identifier, kind="item").exists()
    assert item.raw_record.payload == FULL
    assert [(each.action, each.is_public) for each in Change.objects.all()] == [("create", False)]
    item.full_clean()


def test_publishes_new_items_when_told(do_import):
    do_import(rows_of(2), publish=True)
    assert Item.objects.published().count() == 2
    with drain("test") as changes:
        assert [(each.action, each.public_sequence) for each in changes] == [("create", 1), ("create", 2)]


def test_the_same_file_again_writes_nothing(do_import, django_assert_max_num_queries):
    do_import(rows_of(30, date="1900"))
    before = list(Item.objects.values()), list(RawRecord.objects.values()), Change.objects.count()
    with django_assert_max_num_queries(12) as queries:
        assert do_import(rows_of(30, date="1900")).counts == {"unchanged": 30}
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert all("interchange_importrun" in sql for sql in written)
    assert (list(Item.objects.values()), list(RawRecord.objects.values()), Change.objects.count()) == before


def test_changes_only_what_changed(do_import):
    do_import(rows_of(10), publish=True)
    rows = rows_of(10)
    rows[3] |= {"title": "Cup", "materials": "clay"}
    assert do_import(rows).counts == {"changed": 1, "unchanged": 9}
    item = Item.objects.get(source_id="A-4")
    assert (item.title, [str(each) for each in item.materials.all()]) == ({"en": "Cup"}, ["clay"])
    assert item.live
    assert [(c.action, c.is_public) for c in Change.objects.filter(object_id=item.pk)] == [
        ("create", True),
        ("update", True),
    ]


def test_a_value_that_left_the_source_leaves_the_item(do_import):
    do_import([FULL])
    emptied = {"id": "A-1", "title": "Silver bowl"}
    do_import([emptied], is_forced=True)
    item = Item.objects.get()
    assert (item.title, item.date_edtf, item.earliest_year, item.category) == ({"en": "Silver bowl"}, "", None, None)
    assert (item.materials.count(), item.creators.count(), item.dimensions) == (0, 0, [])


def test_a_column_that_is_not_mapped_changes_the_record_alone(do_import):
    do_import(rows_of(3))
    changes = Change.objects.count()
    assert do_import(rows_of(3, shelf="B2")).counts == {"unchanged": 3}
    assert RawRecord.objects.first().payload["shelf"] == "B2"
    assert Change.objects.count() == changes


def test_a_new_mapping_maps_the_same_records_again(do_import):
    do_import(rows_of(3, remark="Old"))
    mapping = MAPPING + 'notes.en = "remark"\n'
    assert do_import(rows_of(3, remark="Old"), mapping, is_forced=True).counts == {"changed": 3}
    assert {item.notes["en"] for item in Item.objects.all()} == {"Old"}


def test_fields_outside_the_mapping_are_never_touched(do_import):
    do_import(rows_of(1))
    Item.objects.update(notes={"en": "A curator's note"}, rights_uri="http://rightsstatements.org/vocab/CNE/1.0/")
    do_import(rows_of(1, title="Cup"), is_forced=True)
    item = Item.objects.get()
    assert (item.title, item.notes, item.rights_uri[-8:]) == (
        {"en": "Cup"},
        {"en": "A curator's note"},
        "CNE/1.0/",
    )


class TestCuratorsEdits:
    """An imported field that a person has changed is the person's."""

    def edit(self, user, **fields):
        item = Item.objects.get()
        for name, value in fields.items():
            setattr(item, name, value)
        services.item_save(item, user=user)
        return services.item_publish(item, user=user)

    def test_are_kept_and_reported(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, title={"en": "The bowl", "kk": "Күміс тостаған"}, date_edtf="1824")
        result = do_import([FULL | {"title": "Cup", "date": "1830", "about": "A cup."}], is_forced=True)
        item = Item.objects.get()
        assert (item.title["en"], item.date_edtf, item.description["en"]) == ("The bowl", "1824", "A cup.")
        assert result.told() == [(1, "date_edtf", "kept"), (1, "title.en", "kept")]
        assert result.counts == {"changed": 1}
        assert not any(each.fault.is_refusal for each in result.faults)

    def test_in_other_languages_stay_and_become_stale(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, title={"en": "Silver bowl", "kk": "Күміс тостаған", "ru": "Серебряная чаша"})
        do_import([FULL | {"title": "Gold bowl"}], is_forced=True)
        item = Item.objects.get()
        assert item.title == {"kk": "Күміс тостаған", "en": "Gold bowl", "ru": "Серебряная чаша"}
        assert item.text_status["title"]["ru"] == {"origin": "curator", "stale": True}
        assert item.text_status["title"]["en"] == {"origin": "imported"}

    def test_that_empty_a_field_are_kept(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, description={})
        do_import([FULL | {"about": "Another text"}], is_forced=True)
        assert Item.objects.get().description == {}

    def test_that_the_source_adopts_are_no_conflict(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, title={"en": "The bowl", "kk": "Күміс тостаған"})
        assert do_import([FULL | {"title": "The bowl"}], is_forced=True).told() == []
        do_import([FULL | {"title": "Third"}], is_forced=True)
        assert Item.objects.get().title["en"] == "Third"

    def test_the_editor_shows_the_import_and_the_draft_together(self, do_import):
        do_import([FULL], publish=True)
        item = self.edit(SYSTEM, notes={"en": "Published note"})
        item.notes = {"en": "Unpublished note"}
        services.item_save(item, user=SYSTEM)
        do_import([FULL | {"title": "Cup", "makers": "Erlan", "materials": "clay"}], is_forced=True)
        item = Item.objects.get()
        assert (item.title["en"], item.notes["en"]) == ("Cup", "Published note")
        assert item.has_unpublished_changes
        draft = item.get_latest_revision_as_object()
        assert (draft.title["en"], draft.notes["en"]) == ("Cup", "Unpublished note")
        assert [str(each) for each in draft.creators.all()] == ["Erlan"]
        assert [str(each) for each in draft.materials.all()] == ["clay"]

    def test_a_published_item_stays_without_unpublished_changes(self, do_import):
        do_import([FULL], publish=True)
        self.edit(SYSTEM, notes={"en": "Note"})
        do_import([FULL | {"title": "Cup"}], is_forced=True)
        item = Item.objects.get()
        assert not item.has_unpublished_changes
        assert item.live_revision_id == item.latest_revision_id
        assert item.get_latest_revision_as_object().title["en"] == item.title["en"] == "Cup"
        services.item_publish(item, user=SYSTEM)
        assert Item.objects.get().title["en"] == "Cup"

    def test_a_locked_item_is_left_alone(self, do_import):
        do_import([FULL, *rows_of(20)[1:]])
        Item.objects.filter(source_id="A-1").update(locked=True)
        result = do_import([FULL | {"title": "Cup"}, *rows_of(20)[1:]])
        assert result.told() == [(1, "", "locked")]
        assert Item.objects.get(source_id="A-1").title["en"] == "Silver bowl"

    def test_a_curators_withdrawal_is_final(self, do_import):
        do_import(rows_of(10), publish=True)
        services.item_withdraw(Item.objects.get(source_id="A-1"), user=SYSTEM)
        rows = rows_of(10)
        rows[0]["title"] = "Cup"
        assert do_import(rows).told() == [(1, "", "withdrawn")]
        assert Item.objects.get(source_id="A-1").publication_state == "withdrawn"


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


class TestRefusals:
    def test_a_bad_row_is_named_and_the_rest_goes_on(self, do_import):
        rows = rows_of(4)
        rows[1]["date"] = "sometime"
        rows[2]["title"] = ""
        result = do_import(rows)
        assert result.counts == {"created": 2, "refused": 2}
        assert result.told() == [(2, "date", "not-a-date"), (3, "title, atauy", "required")]

    def test_they_are_stored_with_the_record(self, do_import):
        rows = rows_of(2)
        rows[0]["date"] = "sometime"
        do_import(rows)
        error = ImportRowError.objects.get()
        assert (error.row, error.source_id, error.field, error.value) == (1, "A-1", "date", "sometime")
        assert error.payload == rows[0]
        assert error.reason == "The date was not understood."

    def test_a_changed_row_that_is_refused_leaves_its_item(self, do_import):
        do_import(rows_of(10))
        rows = rows_of(10)
        rows[0] |= {"title": "Cup", "date": "sometime"}
        do_import(rows)
        assert Item.objects.get(source_id="A-1").title == {"en": "Bowl 1"}

    def test_a_key_given_twice_is_refused_the_second_time(self, do_import):
        result = do_import([*rows_of(2), {"id": "A-1", "title": "Twin"}])
        assert result.counts == {"created": 2, "refused": 1}
        assert (result.told(), result.faults[0].fault.params) == ([(3, "", "duplicate-source-id")], {"first": 1})
        assert Item.objects.get(source_id="A-1").title == {"en": "Bowl 1"}

    def test_keys_are_an_institutions_own(self, do_import):
        other = factories.institution("other")
        do_import(rows_of(2))
        assert do_import(rows_of(2), institution=other).counts == {"created": 2}


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


def test_the_number_of_queries_does_not_grow_with_the_rows(do_import):
    """Within a batch; SQLite's limit of 999 values a statement splits the inserts, so reads are what is counted."""

    def reads(count, prefix, **fields):
        rows = [row | {"id": f"{prefix}-{row['id']}"} | fields for row in rows_of(count)]
        with CaptureQueriesContext(connection) as captured:
            do_import(rows, is_forced=True)
        return sum(1 for q in captured if q["sql"].startswith(("SELECT", "UPDATE", "DELETE")))

    do_import([FULL])
    few = reads(5, "few", materials="silver", makers="Aigul")
    assert reads(400, "many", materials="silver", makers="Aigul") == few
    few = reads(5, "few", materials="gold", makers="Dana")
    assert reads(400, "many", materials="gold", makers="Dana") == few


def test_migrations_are_complete(db):
    call_command("makemigrations", "interchange", check=True, dry_run=True, verbosity=0)
