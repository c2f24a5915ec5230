"""What every router of the REST API stands on: the shapes they share, keyset paging and links."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints

from heritage.errors import UserError
from heritage.languages import LANGUAGES

Code = Literal["kk", "en", "ru", "tr", "zh", "ar", "es", "fr"]
LanguageMap = Annotated[
    dict[Code, str],
    Field(
        description="Text by language code; languages without a text are absent.",
        examples=[{"kk": "Тостаған", "en": "Bowl"}],
    ),
]
# Slugs and identifiers, so that no odd character ever reaches the database.
Token = Annotated[str, StringConstraints(pattern=r"^[-A-Za-z0-9_:/.]{1,80}$")]
Cursor = Annotated[str, StringConstraints(pattern=r"^[-A-Za-z0-9_:]{1,400}$")]
MAX_LIMIT = 200
T = TypeVar("T")


class Problem(Schema):
    """RFC 9457, served as application/problem+json."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="A stable, relative URI that names the kind of problem.")
    title: str = Field(description="For people, in their language.")
    status: int
    detail: str | None = None
    instance: str | None = Field(None, description="The path that was asked for.")
    errors: list[dict[str, Any]] | None = Field(None, description="Of an invalid request: each part at fault.")


class Page(Schema, Generic[T]):
    items: list[T]
    next: str | None = Field(description="The address of the next page; null on the last.")
    next_cursor: str | None = Field(description="The `cursor` of the next page; null on the last.")


class Paging(Schema):
    """Base of each list's query."""

    cursor: Cursor | None = Field(None, description="`next_cursor` of the page before. Opaque; do not build your own.")
    limit: int = Field(50, ge=1, le=MAX_LIMIT, description="Records on a page.")

    def filters(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_none=True)


def _written_as_a_date(value: Any) -> Any:
    # Pydantic would also take a bare number, as seconds since 1970.
    if not re.match(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T", str(value)):
        raise ValueError("not an RFC 3339 date and time")
    return value


Since = Annotated[
    AwareDatetime,
    BeforeValidator(_written_as_a_date),
    Field(description="RFC 3339, with an offset: 2026-01-31T00:00:00Z."),
]


def keyset_page(
    request: HttpRequest, rows: QuerySet[Any], paging: Paging, order: tuple[str, ...] = ("id",)
) -> dict[str, Any]:
    """A page of `rows` by position in `order` (its last field unique), never by offset: rows that come and go shift
    nothing, and the last page costs what the first does. The cursor is signed and bound to the list and its filters."""
    refuse_unknown(request, type(paging))
    scope = [request.path, paging.filters()]
    if paging.cursor:
        rows = rows.filter(_after(order, _read_cursor(paging.cursor, scope, order)))
    found = list(rows.order_by(*order)[: paging.limit + 1])
    shown = found[: paging.limit]
    cursor = _write_cursor(shown[-1], scope, order) if len(found) > paging.limit else None
    query = urlencode({**paging.filters(), "limit": paging.limit, "cursor": cursor})
    return {
        "items": shown,
        "next": f"{settings.PUBLIC_URL}{request.path}?{query}" if cursor else None,
        "next_cursor": cursor,
    }


def refuse_unknown(request: HttpRequest, query: type[Schema]) -> None:
    """A misspelt filter must not answer everything. Raises UserError; Ninja itself drops what it does not know."""
    known = {field.alias or name for name, field in query.model_fields.items()}
    if unknown := sorted(set(request.GET) - known):
        reason = _("There is no such parameter.")
        raise UserError(errors=[{"in": "query", "name": name[:80], "reason": reason} for name in unknown])


_signer = signing.Signer(salt="heritage.rest.cursor")


def _write_cursor(row: Model, scope: list[Any], order: tuple[str, ...]) -> str:
    values = [getattr(row, field) for field in order]
    position = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return _signer.sign_object([_digest(scope), position])


def _read_cursor(cursor: str, scope: list[Any], order: tuple[str, ...]) -> list[Any]:
    try:
        digest, position = _signer.unsign_object(cursor)
    except signing.BadSignature:
        digest, position = "", []
    if digest != _digest(scope) or len(position) != len(order):
        raise UserError(_("This cursor does not belong to this list and its filters. Start again without it."))
    return position


def _digest(scope: list[Any]) -> str:
    return signing.Signer(salt="heritage.rest.scope").signature(signing.JSONSerializer().dumps(scope).decode())[:12]


def _after(order: tuple[str, ...], position: list[Any]) -> Q:
    """(a, b) > (x, y) spelt out, as Django has no row comparison in `filter`."""
    condition, equal = Q(), Q()
    for field, value in zip(order, position, strict=True):
        condition |= equal & Q(**{f"{field}__gt": value})
        equal &= Q(**{field: value})
    return condition


def page_urls(thing: Any) -> Mapping[str, str]:
    """The address of its page in each language, by language code."""
    urls = {}
    for code, language in LANGUAGES.items():
        with translation.override(language.url_code):
            urls[code] = settings.PUBLIC_URL + thing.get_absolute_url()
    return urls
