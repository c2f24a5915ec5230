"""Which of our items a tour's hotspots lead to. The file is a stranger's: anything may be in it."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from heritage.errors import InvalidIdentifier
from heritage.identifiers import parse_ark, parse_name
from heritage.languages import LANGUAGES

MAX_LINKS = 1000
_MAX_ADDRESS = 500
_CODES = "|".join(language.url_code for language in LANGUAGES.values())
_ARK = re.compile(r"(?:https?://[^/]+)?/?ark:", re.IGNORECASE)
_ITEM_PATHS = (
    re.compile(rf"/(?:(?:{_CODES})/)?items/(?P<name>[^/]+)(?:/.*)?"),
    re.compile(r"/iiif/presentation/3/items/(?P<name>[^/]+)/manifest\.json"),
    re.compile(r"/api/v1/items/(?P<name>[^/]+)"),
)


def linked_items(data: bytes) -> list[str]:
    """Identifiers of items in the order of the scenes, each once, at most MAX_LINKS; [] for what is no tour.

    An item is meant by its page, its manifest, its record in the API or its ARK, on our own site or without a host."""
    try:
        tour = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return []
    found: dict[str, None] = {}
    for address in _addresses(tour):
        if name := _item_of(address):
            found[name] = None
        if len(found) >= MAX_LINKS:
            break
    return list(found)


def _addresses(tour: Any) -> Iterator[str]:
    """`URL` of each hotspot, as Pannellum's configuration has it."""
    for scene in _members(_get(tour, "scenes")):
        spots = _get(scene, "hotSpots")
        for spot in spots if isinstance(spots, list) else ():
            address = _get(spot, "URL")
            if isinstance(address, str) and len(address) <= _MAX_ADDRESS:
                yield address


def _get(node: Any, name: str) -> Any:
    return node.get(name) if isinstance(node, dict) else None


def _members(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else []


def _item_of(address: str) -> str:
    """The item's identifier, "" for an address that leads elsewhere."""
    plain = unquote(address.strip())
    try:
        # Whichever resolver is named: an ARK says itself whose it is.
        if _ARK.match(plain):
            ark = parse_ark(plain.lstrip("/"))
            return ark.name if ark.naan == settings.ARK_NAAN else ""
        parts = urlsplit(plain)
        if parts.netloc not in {"", urlsplit(settings.PUBLIC_URL).netloc} or parts.scheme not in {"", "http", "https"}:
            return ""
        match = next((match for path in _ITEM_PATHS if (match := path.fullmatch(parts.path))), None)
        return parse_name(match["name"]) if match else ""
    except (ValueError, InvalidIdentifier):
        return ""
