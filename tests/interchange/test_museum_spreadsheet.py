"""A Kazakh museum's XLSX through the mapping that is shipped for it."""

from catalogue.models import Item
from interchange.mapping import load_mapping
from tests.interchange.conftest import write_xlsx

HEADING = [
    *("Түгендеу нөмірі", "Атауы", "Название", "Сипаттамасы", "Описание", "Түрі", "Мерзімі", "Санаты", "Категория"),
    *("Материалы", "Өлшемдері", "Авторы"),
]
SADDLE = [
    *("КП 1204/3", "Күмістелген ер", "Седло с серебром", "Ағаш ер.", "Деревянное седло.", "зат", "XIX ғ. соңы"),
    *(
        "Ат әбзелдері",
        "Конское снаряжение",
        "ағаш, күміс; былғары",
        "биіктігі 32 см, ені 41 см",
        "Белгісіз ұста (зергер)",
    ),
]


def test_every_column_finds_its_field(tmp_path, do_import):
    photograph = [
        "КП 7",
        "Базар",
        "Базар",
        None,
        None,
        "Фотосурет",
        "ок. 1890 г.",
        None,
        None,
        "қағаз",
        "13 x 18",
        "С. Дудин",
    ]
    path = write_xlsx(tmp_path / "кітап.xlsx", [HEADING, SADDLE, photograph])
    assert do_import(path, load_mapping("museum").text).counts == {"created": 2}
    saddle = Item.objects.with_terms().get(source_id="КП 1204/3")
    assert saddle.title == {"kk": "Күмістелген ер", "ru": "Седло с серебром"}
    assert (saddle.date_edtf, saddle.earliest_year, saddle.kind) == ("1867~/1899~", 1867, "object")
    assert saddle.category.pref_label == {"kk": "Ат әбзелдері", "ru": "Конское снаряжение"}
    assert sorted(each.key for each in saddle.materials.all()) == ["ағаш", "былғары", "күміс"]
    assert [(each["type"], each["value"], each["unit"]) for each in saddle.dimensions] == [
        ("height", 32, "cm"),
        ("width", 41, "cm"),
    ]
    assert [(str(each), each.role) for each in saddle.creators.all()] == [("Белгісіз ұста", "зергер")]
    picture = Item.objects.get(source_id="КП 7")
    assert (picture.kind, picture.date_edtf, picture.inventory_number) == ("photograph", "1890~", "КП 7")


def test_an_empty_name_is_refused_in_its_own_column(tmp_path, do_import):
    nameless = [*SADDLE[:1], None, *SADDLE[2:]]
    result = do_import(write_xlsx(tmp_path / "items.xlsx", [HEADING, nameless]), load_mapping("museum").text)
    assert result.told() == [(2, "Атауы", "required")]
