"""Files that museums, mail gateways and attackers send: each has a clear answer, and nothing is half-written."""

from pathlib import Path

import pytest

from catalogue.models import Change, Identifier, Item
from interchange.faults import SourceError
from interchange.models import ImportRowError, ImportRun, RawRecord
from tests.interchange.conftest import write_xlsx
from tests.interchange.hostile_files import GOOD, PARTLY, UNREADABLE, WHOLE


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(name, tmp_path, do_import):
    content, message = UNREADABLE[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        do_import(path)
    assert message in str(caught.value)
    assert caught.value.params["file"] == name
    assert not any(model.objects.exists() for model in (Item, Identifier, RawRecord, Change))
    assert ImportRun.objects.get().state == "refused"


@pytest.mark.parametrize("name", PARTLY)
def test_a_bad_row_is_named_and_the_rest_is_imported(name, tmp_path, do_import):
    content, refused = PARTLY[name]
    path = tmp_path / name
    path.write_bytes(content)
    result = do_import(path)
    assert result.told() == refused
    assert all(each.fault.reason for each in result.faults)
    assert result.counts["refused"] == len(refused)
    assert result.counts.get("created", 0) >= 1 or name == "open-quote.csv"
    created = result.counts.get("created", 0)
    assert Item.objects.count() == RawRecord.objects.count() == Change.objects.count() == created
    assert ImportRowError.objects.count() == len(refused)
    assert do_import(path).counts == {"unchanged": created, "refused": len(refused)}


@pytest.mark.parametrize("name", WHOLE)
def test_an_unusual_file_is_read_whole(name, tmp_path, do_import):
    path = tmp_path / name
    path.write_bytes(WHOLE[name])
    result = do_import(path)
    assert (result.counts, result.told()) == ({"created": 2}, [])


def test_an_encoding_can_be_declared(tmp_path, do_import):
    path = tmp_path / "items.csv"
    path.write_bytes("id,title\nA-1,Чаша\n".encode("koi8-r"))
    do_import(path, encoding="koi8-r")
    assert Item.objects.get().title == {"en": "Чаша"}
    with pytest.raises(SourceError, match="Unknown encoding"):
        do_import(path, encoding="utf-99")


def test_a_file_above_the_limit_is_refused(tmp_path, do_import, settings):
    settings.IMPORT_MAX_BYTES = 10
    path = tmp_path / "items.csv"
    path.write_bytes(GOOD)
    with pytest.raises(SourceError, match="larger than 10 bytes"):
        do_import(path)


def test_dates_and_numbers_of_a_spreadsheet_are_kept_as_json(tmp_path, do_import):
    import datetime as dt

    path = write_xlsx(
        tmp_path / "items.xlsx",
        [["id", "title", "date", "number"], [17, 3.5, dt.datetime(1938, 6, 12), 1024.0]],
    )
    do_import(path)
    item = Item.objects.get()
    assert item.raw_record.payload == {"id": 17, "title": 3.5, "date": "1938-06-12", "number": 1024}
    assert (item.source_id, item.date_edtf, item.inventory_number) == ("17", "1938-06-12", "1024")


def test_a_long_line_is_never_held_whole(tmp_path):
    import tracemalloc

    from interchange.sources import Options, open_source

    path = Path(tmp_path / "items.csv")
    with path.open("wb") as file:
        file.write(GOOD + b"A-3,")
        for _chunk in range(60):
            file.write(b"x" * 1_000_000)
        file.write(b"\nA-4,Pot\n")
    source = open_source(path, Options(encoding="utf-8", max_row_bytes=100_000))
    tracemalloc.start()
    rows = list(source.rows())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row.number for row in rows] == [2, 3, 4, 5]
    assert peak < 5_000_000
