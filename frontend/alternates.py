"""The same thing in the other languages: for the language switch and hreflang."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from wagtail.models import Page

from heritage.languages import LANGUAGES, Language


class Alternate(NamedTuple):
    """`exists` is False where the switch can only lead to the language's home page."""

    language: Language
    url: str
    exists: bool = True

    @property
    def absolute_url(self) -> str:
        return settings.PUBLIC_URL + self.url


def home_url(language: Language) -> str:
    return f"/{language.url_code}/"


def in_each_language(address: Callable[[], str]) -> list[Alternate]:
    """`address` is called once in every language."""
    alternates = []
    for language in LANGUAGES.values():
        with translation.override(language.url_code):
            alternates.append(Alternate(language, address()))
    return alternates


def of_request(request: HttpRequest) -> list[Alternate]:
    """Where the address itself names the thing. An address that leads nowhere has only home pages to offer."""
    if getattr(request, "resolver_match", None) is None:
        return homes()
    if translation.get_language_from_path(request.path_info) is None:
        return homes()
    path = request.get_full_path()
    return [Alternate(language, translate_url(path, language.url_code)) for language in LANGUAGES.values()]


def of_page(page: Page, request: HttpRequest) -> list[Alternate]:
    """Wagtail's pages have one address a language; a page that is not translated yet leads to the home page."""
    translations = page.get_translations(inclusive=True).live().select_related("locale")
    urls = {each.locale.language_code: each.get_url(request) for each in translations}
    return [
        Alternate(language, urls.get(language.url_code) or home_url(language), language.url_code in urls)
        for language in LANGUAGES.values()
    ]


def homes() -> list[Alternate]:
    return [Alternate(language, home_url(language), False) for language in LANGUAGES.values()]


def without_language(url: str) -> str:
    """The address that chooses the language itself, for hreflang="x-default"; only the root has one."""
    return reverse("root") if any(url == home_url(language) for language in LANGUAGES.values()) else url
