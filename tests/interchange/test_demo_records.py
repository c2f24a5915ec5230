"""The 800 real records of the demonstration, through the mappings that are shipped."""

from pathlib import Path

import pytest
from django.conf import settings

from catalogue.models import Item
from interchange.importing import ImportRequest, run_import
from interchange.mapping import load_mapping
from tests import factories

DATA = Path(settings.PROJECT_DIR) / "heritage" / "demo" / "metadata"


@pytest.fixture
def imported(db):
    def importer(name):
        museum = factories.institution(name)
        summary = run_import(ImportRequest(DATA / f"{name}-400.ndjson", museum, load_mapping(name), publish=True))
        assert {key: count for key, count in summary.counts.items() if count} == {"created": 400}
        return Item.objects.with_terms().filter(institution=museum)

    return importer


def sizes(item):
    return [(each["type"], each["value"], each["unit"], each.get("part")) for each in item.dimensions]


def test_tate(imported):
    items = imported("tate")
    church = items.get(source_id="N03834")
    assert church.title == {"en": "Church at Montreuil"}
    assert (church.date_edtf, church.earliest_year) == ("1909~", 1909)
    assert sizes(church) == [("height", 318, "mm", "support"), ("width", 394, "mm", "support")]
    assert sorted(each.key for each in church.materials.all()) == ["chalk", "paper", "watercolour"]
    [creator] = church.creators.all()
    assert (str(creator.agent), creator.role, creator.agent.sort_name) == ("Fred Mayor", "artist", "Mayor, Fred")
    assert church.category.pref_label["kk"] == "Сызбалар мен акварельдер"
    assert items.get(source_id="D16983").date_edtf == "1823~/1828~"
    assert items.filter(source_id="P12409", techniques__key="etching").exists()
    [attributed] = items.get(source_id="D00905").creators.all()
    assert (str(attributed.agent), attributed.role) == ("George Barret Senior", "manner of")
    assert items.filter(earliest_year=None, latest_year=None).count() < 40
    for item in items[:40]:
        item.full_clean()


def test_cmoa(imported):
    items = imported("cmoa")
    church = items.get(inventory_number="92.3.14")
    assert (church.date_edtf, sizes(church)) == (
        "1899/1961",
        [("height", 21.59, "cm", None), ("width", 30.48, "cm", None)],
    )
    [made] = items.get(inventory_number="84.17.86").creators.all()
    assert (str(made.agent), made.agent.kind) == ("Trinity Court Studios", "group")
    assert items.get(inventory_number="2003.37.4").kind == "object"
    assert items.get(inventory_number="91.15.2.136").title == {"en": "[graphite on tissue paper]"}
    assert set(items.values_list("kind", flat=True)) == {"object", "photograph", "book", "film"}
    for item in items[:40]:
        item.full_clean()
