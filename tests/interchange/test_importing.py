"""What an import does to items."""

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.changes import drain
from catalogue.models import Change, Identifier, Item
from interchange.models import ImportRowError, RawRecord
from tests import factories
from tests.interchange.conftest import FULL, MAPPING, rows_of


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
