"""The mapping language: what a file may say, and what it is told when it is wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage.dates import edtf_years
from interchange.faults import MappingError
from interchange.mapping import load_mapping, parse_mapping
from tests.interchange.conftest import MAPPING

MINIMAL = 'source_id = "id"\nlanguage = "en"\n[fields]\ntitle.en = "title"\n'


def mapped(record, mapping=MINIMAL):
    return parse_mapping(mapping).item({"id": "1", "title": "Bowl", **record}, "1")


WRONG = {
    "not toml": ("this is = = not", "not TOML"),
    "no key": ('[fields]\ntitle.en = "title"\n', "source_id"),
    "no fields": ('source_id = "id"\n', "fields"),
    "no title": ('source_id = "id"\n[fields]\nkind = "kind"\n', "fields.title"),
    "a typo at the top": ('sourceid = "id"\n', "Did you mean “source_id”?"),
    "a typo in a field": (MINIMAL + 'materails = "x"\n', "Did you mean “materials”?"),
    "a typo in an option": (MINIMAL + 'materials = { path = "x", splt = "," }\n', "fields.materials.splt"),
    "an unknown language": (MINIMAL + 'notes.de = "x"\n', "fields.notes.de"),
    "a text without a language": (MINIMAL + 'notes = "x"\n', "fields.notes"),
    "an unknown converter": (MINIMAL + 'date = { path = "x", convert = "date" }\n', "fields.date.date"),
    "a converter of another field": (MINIMAL + 'kind = { path = "x", convert = "terms" }\n', "terms"),
    "an unknown table": (MINIMAL + 'kind = { path = "x", table = "kinds" }\n', "tables.kinds"),
    "a wrong table": (MINIMAL + "[tables]\nkinds = 3\n", "tables.kinds"),
    "a wrong entry": (MINIMAL + "[tables.kinds]\nx = 3\n", "tables.kinds.x"),
    "an entry in no language": (MINIMAL + '[tables.kinds]\nx = { de = "y" }\n', "tables.kinds.x.de"),
    "no path": (MINIMAL + "kind = {}\n", "a path or a value"),
    "a path that is no text": (MINIMAL + "kind = { path = 3 }\n", "fields.kind"),
    "a regular expression": (MINIMAL + 'materials = { path = "x", split = "(" }\n', "regular expression"),
    "a JMESPath": ('paths = "jmespath"\n' + MINIMAL + 'kind = "a.[b"\n', "JMESPath"),
    "an unknown version": ("version = 2\n" + MINIMAL, "version"),
    "an unknown kind of paths": ('paths = "xpath"\n' + MINIMAL, "paths"),
    "an unknown way with errors": (MINIMAL + 'date = { path = "x", on_error = "ignore" }\n', "on_error"),
    "an unknown measure": (
        MINIMAL + 'dimensions = { convert = "measures", unit = "cm", measures = { hight = "h" } }\n',
        "Did you mean “height”?",
    ),
    "no rules": (MINIMAL + "kind = []\n", "fields.kind"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_what_and_where(name):
    text, message = WRONG[name]
    with pytest.raises(MappingError) as caught:
        parse_mapping(text)
    assert message in str(caught.value)


def test_a_missing_file_is_told():
    with pytest.raises(MappingError, match="cannot be read"):
        load_mapping("/nowhere/mapping.toml")


def test_the_fingerprint_is_of_the_meaning_not_of_the_comments():
    assert parse_mapping(MINIMAL).fingerprint == parse_mapping("# Hello\n" + MINIMAL).fingerprint
    assert parse_mapping(MINIMAL).fingerprint != parse_mapping(MINIMAL + 'notes.en = "x"\n').fingerprint


def test_paths_of_nested_records():
    text = 'paths = "jmespath"\n' + MINIMAL + 'notes.en = "a[?b==`1`].c | [0]"\nplace = "where.name"\n'
    data = mapped({"a": [{"b": 2, "c": "no"}, {"b": 1, "c": "yes"}], "where": {"name": "Turkistan"}}, text).data
    assert (data.notes, data.place.key) == ({"en": "yes"}, "turkistan")


def test_column_names_may_have_any_characters():
    text = 'source_id = "id"\nlanguage = "kk"\n[fields]\ntitle.kk = "Атауы (қаз.)"\n'
    assert mapped({"Атауы (қаз.)": "Тостаған"}, text).data.title == {"kk": "Тостаған"}


def test_the_first_rule_that_gives_something_wins():
    text = MINIMAL + 'date = ["date", { convert = "years", earliest = "from", latest = "to" }]\n'
    assert mapped({"date": "1900", "from": 1, "to": 2}, text).data.date_edtf == "1900"
    assert mapped({"date": "sometime", "from": "1750", "to": 1760}, text).data.date_edtf == "1750/1760"
    failed = mapped({"date": "sometime"}, text)
    assert [(each.field, each.code) for each in failed.faults] == [("date", "not-a-date")]


def test_a_rule_may_only_remark():
    result = mapped({"date": "sometime"}, MINIMAL + 'date = { path = "date", on_error = "remark" }\n')
    assert (result.data.date_edtf, [each.is_refusal for each in result.faults]) == ("", [False])


def test_constants_defaults_and_templates():
    text = (
        MINIMAL + 'rights = [{ path = "copyright", value = "InC" }, { value = "CNE" }]\n'
        'credit_line.en = { path = "donor", template = "Gift of {}" }\nplace = { path = "place", default = "Abai" }\n'
    )
    data = mapped({"copyright": "© X", "donor": "Dana"}, text).data
    assert (data.rights_uri, data.credit_line["en"], data.place.key) == (
        "http://rightsstatements.org/vocab/InC/1.0/",
        "Gift of Dana",
        "abai",
    )
    assert mapped({}, text).data.rights_uri.endswith("/CNE/1.0/")


@pytest.mark.parametrize(
    ("written", "ending"),
    [
        ("CC BY-SA 4.0", "licenses/by-sa/4.0/"),
        ("cc0", "publicdomain/zero/1.0/"),
        ("http://creativecommons.org/licenses/by/4.0", "licenses/by/4.0/"),
        ("NoC-US", "NoC-US/1.0/"),
        ("https://rightsstatements.org/vocab/UND/1.0/", "UND/1.0/"),
    ],
)
def test_rights_by_short_name_or_address(written, ending):
    assert mapped({"r": written}, MINIMAL + 'rights = "r"\n').data.rights_uri.endswith(ending)


def test_tables_translate_words_and_find_the_longest_in_a_text():
    text = MINIMAL + (
        'techniques = { path = "medium", table = "t", contains = true, unknown = "drop" }\n'
        '[tables.t]\n"silver print" = { en = "Silver print", kk = "Күміс басылым" }\nprint = "Print"\nignored = ""\n'
    )
    found = mapped({"medium": "Silver Print on paper, ignored"}, text).data.techniques
    assert [(each.key, each.label) for each in found] == [
        ("silver print", {"en": "Silver print", "kk": "Күміс басылым"})
    ]
    assert mapped({"medium": "imprint"}, text).data.techniques == ()


@pytest.mark.parametrize(("unknown", "keys"), [("keep", ["felt"]), ("drop", [])])
def test_a_word_outside_the_table_is_kept_dropped_or_refused(unknown, keys):
    rule = 'materials = {{ path = "m", table = "t"{} }}\n[tables.t]\nclay = "Clay"\n'
    text = MINIMAL + rule.format(f', unknown = "{unknown}"')
    assert [each.key for each in mapped({"m": "Felt"}, text).data.materials] == keys
    assert [each.code for each in mapped({"m": "Felt"}, MINIMAL + rule.format("")).faults] == ["not-in-table"]


def test_a_term_has_its_names_in_the_columns_beside_it():
    text = MINIMAL + 'category = { path = "kk", language = "kk", labels = { ru = "ru", en = "en" } }\n'
    category = mapped({"kk": "Киіз", "ru": "Войлок"}, text).data.category
    assert (category.key, category.label) == ("киіз", {"kk": "Киіз", "ru": "Войлок"})


def test_creators_of_objects_and_of_text():
    text = (
        'paths = "jmespath"\n'
        + MINIMAL
        + (
            'creators = { path = "c", name = "n", role = "r", birth = "b", kind = "k", kinds = "kinds", '
            'skip = ["Unknown"] }\n'
            '[tables.kinds]\nOrganization = "group"\n'
        )
    )
    people = [{"n": "Dana", "r": "Painter", "b": "1900-01-01"}, {"n": "Studio", "k": "Organization"}, {"n": "unknown"}]
    found = mapped({"c": people}, text).data.creators
    assert [(each.key, each.role, each.kind, each.birth_edtf) for each in found] == [
        ("dana", "painter", "person", "1900"),
        ("studio", "creator", "group", ""),
    ]
    text = MINIMAL + 'creators = { path = "c", split = ",", default_role = "автор" }\n'
    found = mapped({"c": "Абай, Дана (суретші)"}, text).data.creators
    assert [(each.key, each.role) for each in found] == [("абай", "автор"), ("дана", "суретші")]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://x.org/", "//x.org", "http://", "http://a b/", "https://[x"]
)
def test_links_are_web_addresses(link):
    assert [each.code for each in mapped({"l": [link]}, MINIMAL + 'same_as = "l"\n').faults] == ["not-a-web-address"]


def test_links_are_made_of_keys():
    text = MINIMAL + 'same_as = { path = "q", template = "https://www.wikidata.org/entity/{}" }\n'
    assert mapped({"q": "Q42"}, text).data.same_as == ["https://www.wikidata.org/entity/Q42"]


@pytest.mark.parametrize("name", ["tate", "cmoa", "museum"])
def test_the_shipped_mappings_are_right(name):
    assert load_mapping(name).targets


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_everything = parse_mapping(
    MAPPING
    + 'kind = { path = "kind", optional = true }\nrights = { path = "rights", optional = true }\n'
    + 'same_as = { path = "links", optional = true }\nplace = { path = "place", optional = true }\n'
)
_names = st.sampled_from(
    ["date", "size", "makers", "materials", "category", "kind", "rights", "links", "place", "about"]
)


@settings(deadline=None)
@given(st.dictionaries(_names, _json, max_size=6))
def test_any_record_is_mapped_or_refused_by_field(record):
    """Whatever is in it: no exception, and what is mapped is fit for the database."""
    result = _everything.item({"id": "1", "title": "Bowl", **record}, "1")
    assert (result.data is None) == any(each.is_refusal for each in result.faults)
    assert all(each.field and each.reason for each in result.faults)
    if result.data and result.data.date_edtf:
        edtf_years(result.data.date_edtf)
    assert _everything.item({"id": "1", "title": "Bowl", **record}, "1") == result


def test_the_page_on_imports_tells_every_field_and_option():
    from django.conf import settings

    from interchange.item_data import LANGUAGE_MAPS
    from interchange.mapping import _FIELDS
    from interchange.rules import _COMMON, CONVERTERS

    page = (settings.PROJECT_DIR / "docs" / "import.md").read_text("utf-8")
    options = {name for _function, known in CONVERTERS.values() for name in known} - {
        "multiline",
        "limit",
        "key_prefix",
    }
    missing = {name for name in {*_FIELDS, *LANGUAGE_MAPS, *_COMMON, *options} if name not in page}
    assert not missing
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert parse_mapping(example).targets
