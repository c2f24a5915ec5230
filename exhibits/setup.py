"""The home pages of the eight languages: made once, brought up to date on every call."""

import json
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from catalogue.models import Item
from exhibits.models import HomePage
from heritage.languages import LANGUAGES, LanguageMap


@transaction.atomic
def ensure_home_pages(title: LanguageMap, lead: LanguageMap, highlights: list[str]) -> dict[str, HomePage]:
    """One home page a language, linked as translations; `highlights` are item identifiers, the first is the hero.

    A page that exists keeps what its editors wrote. Returns {language code: page}."""
    root = Page.get_first_root_node()
    locales = {code: Locale.objects.get_or_create(language_code=lang.url_code)[0] for code, lang in LANGUAGES.items()}
    items = Item.objects.in_bulk(highlights, field_name="identifier")
    chosen = [items[identifier].pk for identifier in highlights if identifier in items]
    pages: dict[str, HomePage] = {}
    for code, locale in locales.items():
        page = HomePage.objects.filter(locale=locale, depth=2).first()
        if page is None:
            page = HomePage(
                title=title[code],
                slug=f"home-{locale.language_code}",
                lead=lead[code],
                locale=locale,
                hero_id=chosen[0] if chosen else None,
                highlights=json.dumps([{"type": "item", "value": {"item": pk}} for pk in chosen]),
            )
            if pages:
                page.translation_key = next(iter(pages.values())).translation_key
            root.add_child(instance=page)
            page.save_revision().publish()
        pages[code] = page
    _serve(pages)
    _remove_welcome_page(pages)
    return pages


def _serve(pages: dict[str, HomePage]) -> None:
    """Wagtail finds each language's root as the translation of the site's own."""
    address = urlsplit(settings.PUBLIC_URL)
    default = next(page for page in pages.values() if page.locale.language_code == settings.LANGUAGE_CODE)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "root_page": default,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    Site.clear_site_root_paths_cache()


def _remove_welcome_page(pages: dict[str, HomePage]) -> None:
    kept = [page.pk for page in pages.values()]
    Page.objects.filter(depth=2, content_type__model="page").exclude(pk__in=kept).delete()
