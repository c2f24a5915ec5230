"""Who gets the pixels: the decisions of the image service, from a record and what a request brings."""

from collections.abc import Mapping, Sequence

from django.http import parse_cookie

from catalogue.access import ANYBODY, Visitor
from heritage.errors import Denied, Gone, NotFound, QazynaError, SignInNeeded
from institutions.permissions import EDIT
from media_pipeline import grants
from media_pipeline.iiif.records import MediaRecord

# Of an image that only some may see, everybody may read what it is and how to get it (Authorization Flow 2.0, 2.1).
_DESCRIPTIONS: tuple[Sequence[str], ...] = ((), ("",), ("info.json",))


def is_open(record: MediaRecord, prefix: str, parts: list[str]) -> bool:
    """Whether everybody may have what is asked for: `parts` follow the identifier under /`prefix`/."""
    if record.visibility == "public":
        # Larger posters of a bounded image are for those who edit.
        return prefix != "posters" or record.is_unbounded or _poster_size(parts) in record.open_posters
    if record.visibility != "restricted":
        return False
    if prefix == "iiif":
        return tuple(parts) in _DESCRIPTIONS
    return prefix == "posters" and _poster_size(parts) in record.open_posters


def _poster_size(parts: list[str]) -> tuple[int, str]:
    """(width, format) of "0123456789abcdef-800.jpg"."""
    name, _dot, format = "/".join(parts).partition(".")
    width = name.rpartition("-")[2]
    return (int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0, format)


def may_see(record: MediaRecord, headers: Mapping[str, str]) -> bool:
    """Whether the request's access cookie opens this restricted picture; `headers` with lower-case names. Drafts are
    for a session to open, which no other site's page can make a browser send. May query, once in two seconds."""
    return record.visibility == "restricted" and visitor_may_see(bearer(headers), record)


def bearer(headers: Mapping[str, str]) -> Visitor:
    """The person behind the access cookie."""
    secret = grants.sent_secret(parse_cookie(headers.get("cookie", "")))
    holder = grants.holder_of(secret) if secret else None
    return holder.visitor if holder else ANYBODY


def visitor_may_see(visitor: Visitor, record: MediaRecord) -> bool:
    """Drafts and withdrawn pictures are for those who edit."""
    return visitor.may(record.right if record.visibility == "restricted" else EDIT, record.institution_id)


def refusal(record: MediaRecord, visitor: Visitor) -> QazynaError:
    """What to answer to somebody who may not see it; what was never published is not there at all."""
    if record.visibility == "withdrawn":
        return Gone()
    if record.visibility != "restricted":
        return NotFound()
    return Denied() if visitor.is_known else SignInNeeded()
