"""Content State API 1.0: which of our records a link means, and which part of it. Pure; nothing is fetched.

Read in every form that section 2.2 has but the address of somebody else's annotation: to follow that would let a
stranger choose what our server asks for. Written as the target body (2.2.3), the compact form that section 3.1
prefers."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from heritage.errors import UserError
from media_pipeline.iiif import addresses

# Longer ones do not survive the servers and mail programs between us and the reader.
MAX_CHARACTERS = 8192
MAX_DEPTH = 12
# More than a visitor compares, and few enough to look up.
_MAX_TARGETS = 8
# What JavaScript's encodeURIComponent leaves alone, beside letters and digits.
_UNESCAPED = "-_.!~*'()"
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
# What is under a canvas's address (its annotation pages, their lines) is seen on that canvas. A model's Scene is
# described in a manifest of version 4.
_OURS = re.compile(
    r"/iiif/presentation/[34]/(?:items/(?P<item>[0-9b-z]{12})"
    + r"(?:/manifest\.json|/canvas/(?P<canvas>[\w~-]{1,100})(?:/[\w./-]{1,200})?|/range/(?P<range>[\w~-]{1,100}))?"
    + r"|annotations/(?P<note>[0-9b-z]{12})\.json)",
    re.ASCII,
)
_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_XYWH = re.compile(rf"(?:^|&)xywh=(?:(pixel|percent):)?{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}(?:&|$)")


class InvalidContentState(UserError):
    code = "invalid-content-state"

    @classmethod
    def title(cls) -> str:
        return _("This link to a view is damaged.")


class Region(NamedTuple):
    """Of a canvas, from its upper left corner (Media Fragments 1.0, section 4.2.2); in hundredths with `percent`."""

    x: float
    y: float
    width: float
    height: float
    percent: bool = False

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int] | None:
        """What lies on a canvas of that size, in whole pixels; None for nothing."""
        across, down = (width / 100, height / 100) if self.percent else (1, 1)
        left, top = min(round(self.x * across), width), min(round(self.y * down), height)
        right = min(round((self.x + self.width) * across), width)
        bottom = min(round((self.y + self.height) * down), height)
        return (left, top, right - left, bottom - top) if right > left and bottom > top else None


@dataclass(frozen=True)
class ContentState:
    """`item` and `canvas` are the names in our addresses; without a canvas the whole item is meant."""

    item: str
    canvas: str = ""
    region: Region | None = None

    def target(self) -> dict[str, Any]:
        manifest = {"id": addresses.manifest_uri(self.item), "type": "Manifest"}
        if not self.canvas:
            return manifest
        uri = addresses.public(f"{addresses.PRESENTATION}/items/{self.item}/canvas/{self.canvas}")
        return {"id": uri + self._fragment(), "type": "Canvas", "partOf": [manifest]}

    def _fragment(self) -> str:
        if self.region is None:
            return ""
        numbers = ",".join(f"{each:.9f}".rstrip("0").rstrip(".") for each in self.region[:4])
        return f"#xywh={'percent:' if self.region.percent else ''}{numbers}"

    def encoded(self) -> str:
        return encode(json.dumps(self.target(), separators=(",", ":")))


def encode(text: str) -> str:
    """Content-state-encoding (section 6): percent-encoded, then base64url without padding."""
    return base64.urlsafe_b64encode(quote(text, safe=_UNESCAPED).encode()).decode().rstrip("=")


def decode(text: str) -> str:
    """The reverse. Also of what was not percent-encoded first, as several viewers write it. Raises
    InvalidContentState."""
    if len(text) > MAX_CHARACTERS or not _BASE64URL.fullmatch(text):
        raise InvalidContentState()
    bare = text.rstrip("=")
    try:
        plain = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4)).decode()
        return plain if plain.lstrip()[:1] == "{" or "://" in plain else unquote(plain, errors="strict")
    except (binascii.Error, UnicodeError) as error:
        raise InvalidContentState() from error


class Reader(NamedTuple):
    """`hosts` are the names that we answer to. `note` and `range` tell on which canvas a note (by its identifier) or a
    range (by item and name) is; None for what is not public."""

    hosts: Collection[str]
    note: Callable[[str], ContentState | None] = lambda identifier: None
    range: Callable[[str, str], ContentState | None] = lambda item, name: ContentState(item)


def read(text: str, reader: Reader) -> ContentState | None:
    """What the value of `iiif-content` means: encoded JSON, or a plain URI. None when it is well-formed and speaks of
    nothing of ours. Raises InvalidContentState."""
    text = text.strip()
    if len(text) > MAX_CHARACTERS:
        raise InvalidContentState()
    if not text.startswith("{") and "://" not in text:
        text = decode(text).strip()
    if not text.startswith("{") and "://" not in text:
        raise InvalidContentState()
    stated = _parsed(text) if text.startswith("{") else text
    return next((found for each in _targets(stated) if (found := _resolved(each, reader))), None)


def _parsed(text: str) -> dict[str, Any]:
    try:
        if _depth(text) > MAX_DEPTH:
            raise InvalidContentState()
        stated = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InvalidContentState() from error
    if not isinstance(stated, dict):
        raise InvalidContentState()
    return stated


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in _STRING.sub("", text):
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    return deepest


def _targets(stated: dict[str, Any] | str) -> Iterator[dict[str, Any] | str]:
    """An annotation's targets, or the target itself. One whose motivation is another than `contentState` is opened
    where it points too: our pages show annotations in their places."""
    wrapped = isinstance(stated, dict) and "target" in stated
    targets = stated["target"] if isinstance(stated, dict) and wrapped else stated
    for each in (targets if isinstance(targets, list) else [targets])[:_MAX_TARGETS]:
        if isinstance(each, dict | str):
            yield each


def _resolved(target: dict[str, Any] | str, reader: Reader) -> ContentState | None:
    if isinstance(target, str):
        return _of_uri(target, reader)
    if "source" in target:
        source = target["source"]
        found = _resolved(source, reader) if isinstance(source, str | dict) and not _is_nested(source) else None
        region = _selected(target.get("selector"))
        return ContentState(found.item, found.canvas, region or found.region) if found else None
    if found := _of_uri(target.get("id"), reader):
        return found
    containers = target.get("partOf")
    for each in containers if isinstance(containers, list) else [containers]:
        # Somebody else's canvas in our manifest: the item can be opened, that canvas not.
        uri = each.get("id") if isinstance(each, dict) else each
        if found := _of_uri(uri, Reader(reader.hosts)):
            return ContentState(found.item)
    return None


def _is_nested(source: dict[str, Any] | str) -> bool:
    return isinstance(source, dict) and "source" in source


def _of_uri(uri: object, reader: Reader) -> ContentState | None:
    if not isinstance(uri, str):
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    match = _OURS.fullmatch(parts.path)
    if parts.scheme not in {"http", "https"} or parts.netloc.lower() not in reader.hosts or match is None:
        return None
    if match["note"]:
        return reader.note(match["note"])
    if match["range"]:
        return reader.range(match["item"], match["range"])
    canvas = match["canvas"] or ""
    return ContentState(match["item"], canvas, _region(parts.fragment) if canvas else None)


def _selected(selectors: object) -> Region | None:
    """Of FragmentSelectors; what other selectors say, such as a time, no picture can show."""
    for each in selectors if isinstance(selectors, list) else [selectors]:
        value = each.get("value") if isinstance(each, dict) else None
        if isinstance(value, str) and (region := _region(value)):
            return region
    return None


def _region(fragment: str) -> Region | None:
    match = _XYWH.search(fragment)
    if match is None:
        return None
    x, y, width, height = (float(each) for each in match.groups()[1:])
    return Region(x, y, width, height, match[1] == "percent") if width and height else None
