"""The site that a viewer runs on, as its page says it ("https://viewer.example:8443")."""

import re

from django.conf import settings

# No user, path, query or wildcard: RFC 6454's serialisation and nothing else. Names are ASCII (punycode).
_ORIGIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|\[[0-9a-f:]+\])"
    r"(:[1-9][0-9]{0,4})?",
    re.ASCII,
)
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_LONGEST = 255


def parse_origin(text: str) -> str | None:
    """As browsers write it; None for what is no origin of a page."""
    lowered = text.lower()
    match = _ORIGIN.fullmatch(lowered) if len(text) <= _LONGEST else None
    if match is None or (match[3] and int(match[3][1:]) > 65_535):
        return None
    is_default = (match[1], match[3]) in {("https", ":443"), ("http", ":80")}
    return f"{match[1]}://{match[2]}" if is_default else lowered


def is_welcome(origin: str) -> bool:
    """Pages that travel in the clear can be changed on their way: only those of this machine, for developers.
    `IIIF_AUTH_ORIGINS` names the only sites that may, where an institution wants it so."""
    if settings.IIIF_AUTH_ORIGINS:
        return origin in settings.IIIF_AUTH_ORIGINS
    scheme, _sep, rest = origin.partition("://")
    return scheme == "https" or rest.rpartition(":")[0] in _LOCAL or rest in _LOCAL
