import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heritage.language_widget import LanguageMapFormField, LanguageMapWidget
from heritage.languages import (
    DJANGO_LANGUAGES,
    LANGUAGES,
    clean_language_map,
    current_language,
    fallback_chain,
    language_map_errors,
    resolve,
    validate_language_map,
)

texts = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",)))
maps = st.dictionaries(st.sampled_from(list(LANGUAGES)), texts)


def test_the_eight_languages_in_their_order():
    assert [code for code, _ in DJANGO_LANGUAGES] == ["kk", "en", "ru", "tr", "zh-hans", "ar", "es", "fr"]
    assert [language.dir for language in LANGUAGES.values()].count("rtl") == 1
    assert LANGUAGES["zh"].tag == "zh-Hans"


@pytest.mark.parametrize(
    ("reader", "chain"),
    [
        ("kk", ["kk", "ru", "en", "tr"]),
        ("en", ["en", "kk", "ru"]),
        ("zh", ["zh", "en", "ru", "kk"]),
        ("ar", ["ar", "en", "fr", "kk"]),
    ],
)
def test_fallback_follows_the_stated_chain_and_then_every_other_language(reader, chain):
    full = list(fallback_chain(reader))
    assert full[: len(chain)] == chain
    assert sorted(full) == sorted(LANGUAGES)


def test_a_reader_of_chinese_gets_english_marked_as_such():
    text = resolve({"ru": "Чаша", "en": "Bowl"}, "zh")
    assert (text.value, text.language.code, text.is_fallback) == ("Bowl", "en", True)


def test_an_empty_map_has_no_text():
    assert resolve({}, "kk") is None
    assert resolve(None, "kk") is None
    assert resolve({"kk": ""}, "kk") is None


def test_the_active_language_is_the_readers():
    with translation.override("zh-hans"):
        assert current_language().code == "zh"
        assert resolve({"zh": "碗", "en": "Bowl"}).value == "碗"


@given(maps, st.sampled_from(list(LANGUAGES)))
def test_any_text_is_found_by_every_reader(value, reader):
    clean = clean_language_map(value)
    found = resolve(clean, reader)
    assert (found is None) == (not clean)
    if found:
        assert clean[found.language.code] == found.value


@given(maps)
def test_cleaning_is_idempotent_and_orders_by_language(value):
    clean = clean_language_map(value)
    assert clean_language_map(clean) == clean
    assert list(clean) == [code for code in LANGUAGES if code in clean]


@pytest.mark.parametrize("bad", [[], "kk", None, {"de": "Schale"}, {"kk": 1}, {"kk": None}, {"kk": "a\x00b"}])
def test_what_is_not_a_language_map_is_refused(bad):
    assert language_map_errors(bad)
    with pytest.raises(ValidationError):
        validate_language_map(bad)


def test_a_fallen_back_text_says_its_language_in_a_template():
    template = Template("{% load heritage_tags %}{% text value %}|{{ value|text }}")
    with translation.override("ar"):
        assert template.render(Context({"value": {"kk": "<Тостаған>"}})) == (
            '<span lang="kk" dir="ltr">&lt;Тостаған&gt;</span>|&lt;Тостаған&gt;'
        )
    with translation.override("kk"):
        assert template.render(Context({"value": {"kk": "Тостаған"}})) == "Тостаған|Тостаған"


def test_the_widget_posts_one_value_a_language():
    widget = LanguageMapWidget()
    data = {"title__kk": "Тостаған", "title__ar": "وعاء"}
    posted = widget.value_from_datadict(data, {}, "title")
    assert LanguageMapFormField().clean(posted) == {"kk": "Тостаған", "ar": "وعاء"}
    assert widget.value_omitted_from_data({"other": "x"}, {}, "title")


def test_a_required_field_wants_one_language_at_least():
    with pytest.raises(ValidationError):
        LanguageMapFormField().clean({"kk": "  "})
