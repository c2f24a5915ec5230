"""The eight languages of publication, their fallbacks, and the language map.

A language map is a plain dict of language code to text, `{"kk": "…", "en": "…"}`: one shape from import to
editor, API, manifest and search document. Its keys are the codes below, never Django's or BCP 47's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Language:
    """`url_code` is Django's code and the URL's first segment; `tag` is the BCP 47 tag for lang= and IIIF."""

    code: str
    url_code: str
    tag: str
    dir: str
    native_name: str
    fallbacks: tuple[str, ...]


# Fallbacks: first what most of its readers also read, then English, then the language of most source texts.
LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("kk", "kk", "kk", "ltr", "Қазақша", ("ru", "en", "tr")),
        Language("en", "en", "en", "ltr", "English", ("kk", "ru")),
        Language("ru", "ru", "ru", "ltr", "Русский", ("kk", "en")),
        Language("tr", "tr", "tr", "ltr", "Türkçe", ("en", "kk", "ru")),
        Language("zh", "zh-hans", "zh-Hans", "ltr", "简体中文", ("en", "ru", "kk")),
        Language("ar", "ar", "ar", "rtl", "العربية", ("en", "fr", "kk")),
        Language("es", "es", "es", "ltr", "Español", ("en", "fr", "kk")),
        Language("fr", "fr", "fr", "ltr", "Français", ("en", "es", "kk")),
    )
}
DEFAULT_LANGUAGE = "kk"
DJANGO_LANGUAGES = [(language.url_code, language.native_name) for language in LANGUAGES.values()]
_BY_URL_CODE = {language.url_code: language for language in LANGUAGES.values()}

LanguageMap = dict[str, str]


class Text(NamedTuple):
    """A value chosen from a language map and the language it is really in."""

    value: str
    language: Language
    is_fallback: bool

    def __str__(self) -> str:
        return self.value


def language_of_url(url_code: str | None) -> Language:
    """The language of a Django code; the default one for None and for codes that are not ours."""
    return _BY_URL_CODE.get((url_code or "").lower(), LANGUAGES[DEFAULT_LANGUAGE])


def current_language() -> Language:
    return language_of_url(get_language())


def fallback_chain(code: str) -> Iterator[str]:
    """`code`, its stated fallbacks, then every other language, so that a text in any language is shown."""
    yield from dict.fromkeys((code, *LANGUAGES[code].fallbacks, *LANGUAGES))


def resolve(value: Mapping[str, str] | None, code: str | None = None) -> Text | None:
    """The text for a reader of `code` (default: the active language); None for an empty map."""
    if not value:
        return None
    wanted = code or current_language().code
    for candidate in fallback_chain(wanted):
        if text := value.get(candidate):
            return Text(text, LANGUAGES[candidate], candidate != wanted)
    return None


def language_map_errors(value: Any) -> list[str]:
    """What is wrong with a would-be language map; empty when it is one. The empty map is valid."""
    if not isinstance(value, dict):
        return [str(_("A language map is an object of language code to text."))]
    errors = []
    for key, text in value.items():
        if key not in LANGUAGES:
            errors.append(str(_("Unknown language “%(code)s”.")) % {"code": key})
        elif not isinstance(text, str):
            errors.append(str(_("The text in “%(code)s” is not a string.")) % {"code": key})
        elif "\x00" in text:
            errors.append(str(_("The text in “%(code)s” has a null character.")) % {"code": key})
    return errors


def validate_language_map(value: Any) -> None:
    if errors := language_map_errors(value):
        raise ValidationError(errors)


def clean_language_map(value: Mapping[str, str]) -> LanguageMap:
    """Texts stripped, empty ones left out, keys in the order of LANGUAGES: equal maps are equal as JSON."""
    return {code: text for code in LANGUAGES if (text := (value.get(code) or "").strip())}


class LanguageMapField(models.JSONField):
    """A language map in a column. Stores the clean form; `multiline` chooses the editor's control."""

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_language_map]

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is dict:
            del kwargs["default"]
        return name, path, args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            validate_language_map(value)
            value = clean_language_map(value)
        return super().get_prep_value(value)

    def formfield(self, **kwargs: Any) -> Any:
        from heritage.language_widget import LanguageMapFormField

        return models.Field.formfield(
            self, **{"form_class": LanguageMapFormField, "multiline": self.multiline, **kwargs}
        )
