"""The addresses under which IIIF resources are published; they hold for good."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation

from catalogue.models import Item
from heritage.languages import LANGUAGES, Language

PRESENTATION = "/iiif/presentation/3"
DISCOVERY = "/iiif/discovery/1"


def public(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def manifest_uri(identifier: str) -> str:
    return public(f"{PRESENTATION}/items/{identifier}/manifest.json")


def scene_manifest_uri(identifier: str) -> str:
    """Of the draft of version 4."""
    return public(f"/iiif/presentation/4/items/{identifier}/manifest.json")


def canvas_uri(item: Item, name: str) -> str:
    return public(f"{PRESENTATION}/items/{item.identifier}/canvas/{name}")


def range_uri(item: Item, name: str) -> str:
    return public(f"{PRESENTATION}/items/{item.identifier}/range/{name}")


def place_uri(item: Item) -> str:
    return public(f"{PRESENTATION}/items/{item.identifier}/place")


def collection_uri(name: str) -> str:
    return public(f"{PRESENTATION}/collections/{name}.json")


def activities_uri() -> str:
    return public(f"{DISCOVERY}/activities.json")


def activities_page_uri(number: int) -> str:
    return public(f"{DISCOVERY}/activities/page-{number}.json")


def image_uri(identifier: str, version: int = 3) -> str:
    return public(f"/iiif/{version}/{identifier}")


def original_path(asset: Any) -> str:
    """Where a model or tour is served as it came."""
    return f"/files/{asset.identifier}/{asset.original.rsplit('/', 1)[-1]}"


def in_each_language(thing: Any) -> Iterator[tuple[Language, str]]:
    """The page of an item or institution in each of the eight languages."""
    for language in LANGUAGES.values():
        with translation.override(language.url_code):
            yield language, public(thing.get_absolute_url())


def rights_uri(uri: str) -> str:
    """As Presentation 3.0 wants it: Creative Commons' identifiers are http, whatever the browser is sent to."""
    return uri.replace("https://creativecommons.org/", "http://creativecommons.org/", 1)


def agent_uri(institution: Any) -> str:
    """The institution as an agent: the address of its page, in the site's first language."""
    _language, address = next(in_each_language(institution))
    return address
