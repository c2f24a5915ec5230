"""`manage.py import_items`, as an operator sees it."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from catalogue.models import Item
from interchange.models import ImportRun
from tests import factories
from tests.interchange.conftest import MAPPING, rows_of, write_csv, write_jsonl


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, "utf-8")
    return path


@pytest.fixture
def command(museum, mapping, capsys):
    def run(path, *options):
        """(exit code, what was shown)."""
        code = 0
        try:
            call_command("import_items", path, "--institution", museum.code, "--mapping", mapping, *options)
        except SystemExit as stopped:
            code = stopped.code
        except CommandError as error:
            return error.returncode, str(error)
        return code, capsys.readouterr().out

    return run


def test_shows_the_plan_and_imports(command, tmp_path):
    code, shown = command(write_csv(tmp_path / "items.csv", rows_of(3)))
    assert code == 0
    assert "created" in shown
    assert "Imported." in shown
    assert Item.objects.count() == 3


def test_a_dry_run_writes_no_item(command, tmp_path):
    code, shown = command(write_csv(tmp_path / "items.csv", rows_of(3)), "--dry-run")
    assert (code, Item.objects.count()) == (0, 0)
    assert "Dry run" in shown
    assert ImportRun.objects.get().is_dry_run


def test_names_file_row_field_and_reason_and_exits_with_2(command, tmp_path):
    rows = rows_of(3, date="1900")
    rows[1]["date"] = "whenever"
    code, shown = command(write_csv(tmp_path / "items.csv", rows))
    assert (code, Item.objects.count()) == (2, 2)
    assert "items.csv, row 3: refused: date: The date was not understood.: whenever" in shown


def test_an_unreadable_file_exits_with_1(command, tmp_path):
    path = tmp_path / "items.csv"
    path.write_bytes(b"id,title,title\n1,2,3\n")
    assert command(path) == (1, "items.csv, row 1, title: Two columns have the same name: “title”.")


def test_the_guard_exits_with_1_until_forced(command, tmp_path):
    command(write_jsonl(tmp_path / "items.jsonl", rows_of(5)))
    changed = write_jsonl(tmp_path / "changed.jsonl", rows_of(5, about="New"))
    code, message = command(changed)
    assert code == 1
    assert "5 of 5 items" in message
    assert command(changed, "--force")[0] == 0
    assert Item.objects.first().description == {"en": "New"}


def test_withdraws_what_is_missing_when_told(command, tmp_path):
    command(write_jsonl(tmp_path / "items.jsonl", rows_of(10)), "--publish")
    command(write_jsonl(tmp_path / "fewer.jsonl", rows_of(9)), "--withdraw-missing")
    assert Item.objects.published().count() == 9


@pytest.mark.parametrize("name", ["report.csv", "report.json"])
def test_a_report_has_every_fault(command, tmp_path, name):
    rows = [row | {"date": "=whenever"} for row in rows_of(30)]
    report = tmp_path / name
    code, shown = command(write_csv(tmp_path / "items.csv", rows), "--report", report)
    assert code == 2
    assert "… and 10 more" in shown
    text = report.read_text("utf-8-sig")
    if name.endswith(".csv"):
        lines = list(csv.DictReader(text.splitlines()))
        # Not a formula when a spreadsheet opens it.
        assert lines[0]["value"] == "'=whenever"
    else:
        lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == 30
    assert (int(lines[0]["row"]), lines[0]["field"], lines[0]["code"]) == (2, "date", "not-a-date")


def test_imports_as_a_person_with_that_persons_rights(command, museum, tmp_path):
    path = write_jsonl(tmp_path / "items.jsonl", rows_of(1))
    factories.user("dana", curator=museum)
    assert command(path, "--user", "dana") == (1, "You do not have the right to do this.")
    factories.user("aigul", manager=museum)
    assert command(path, "--user", "aigul")[0] == 0
    assert ImportRun.objects.get().user.username == "aigul"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--institution", "nobody"), "There is no institution “nobody”."),
        (("--user", "nobody"), "There is no person “nobody”."),
        (("--mapping", "/nowhere.toml"), "The mapping file cannot be read: /nowhere.toml"),
    ],
)
def test_says_what_does_not_exist(command, tmp_path, options, message):
    assert command(write_jsonl(tmp_path / "items.jsonl", rows_of(1)), *options) == (1, message)
