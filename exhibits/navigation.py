"""Where the exhibitions of a language are listed, asked for by every page of the site."""

from django.core.cache import cache
from django.db import DatabaseError

from exhibits.models import ExhibitionIndexPage
from heritage.languages import Language

SECONDS = 60


def exhibitions_path(language: Language) -> str:
    """ "" where that language has no such page; at most a minute old."""
    try:
        return cache.get_or_set("exhibits.navigation", _paths, SECONDS).get(language.url_code, "")
    except DatabaseError:
        # Also on the page that says so when the database is away.
        return ""


def _paths() -> dict[str, str]:
    """The language's root has a name of its own in Wagtail, and is the language's code in addresses."""
    pages = ExhibitionIndexPage.objects.live().public().values_list("locale__language_code", "url_path")
    return {code: f"/{code}/{path.split('/', 2)[2]}" for code, path in pages}
