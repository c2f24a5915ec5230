"""GET /search: the same question as the search page's, with the same parameters, for programs."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from catalogue.models import Item
from heritage.errors import UserError
from heritage.languages import current_language
from heritage.rest import Code, Cursor, LanguageMap, refuse_unknown
from institutions.api_shapes import InstitutionRef, institution_ref
from search.fields import FACETS
from search.labels import labels_of
from search.query import Hit, SearchQuery, SearchResults, search
from search.syntax import LONGEST_QUERY

router = Router()
_signer = signing.Signer(salt="search.cursor")
# By relevance a page is found by number, which costs more the deeper it is.
_DEEPEST_RELEVANCE = 100_000


class Snippet(Schema):
    language: Code
    html: str = Field(description="HTML with what matched in <mark>; all else is escaped.")


class SearchHit(Schema):
    id: str
    ark: str
    uri: str = Field(description="The identifier as an address that resolves; use it to cite.")
    url: str = Field(description="The whole record in the API.")
    kind: Item.Kind
    title: LanguageMap
    date: str | None = Field(description="EDTF (ISO 8601-2).", examples=["1871/1872"])
    institution: InstitutionRef
    thumbnail: str | None = Field(description="A JPEG about 400 pixels wide.")
    highlight: Snippet | None = Field(description="The part of a text where it was found, or its beginning.")


class SearchFacetValue(Schema):
    value: str = Field(description="To choose it, give this as the value of the parameter named like the facet.")
    label: LanguageMap | None = Field(description="Null where `value` speaks for itself.")
    count: int


class SearchPage(Schema):
    total: int
    items: list[SearchHit]
    facets: dict[str, list[SearchFacetValue]] = Field(
        description="On the first page only. Counts of a facet leave out that facet's own filter."
    )
    next: str | None = Field(description="The address of the next page; null on the last.")
    next_cursor: str | None = Field(description="The `cursor` of the next page; null on the last.")


class SearchParams(Schema):
    model_config = ConfigDict(populate_by_name=True)

    q: str = Field(
        "",
        max_length=LONGEST_QUERY,
        description='Words that must all occur, in any language; "in a row", -without, beginning*.',
    )
    language: Code | None = Field(None, description="Preferred in ranking and highlights; all are searched.")
    kind: list[Item.Kind] = []
    institution: list[str] = Field([], description="Codes. Values of one parameter are alternatives.")
    region: list[str] = Field([], description="ISO 3166-2 codes of the holder's region.")
    set: list[str] = []
    category: list[str] = []
    material: list[str] = []
    technique: list[str] = []
    creator: list[str] = []
    place: list[str] = []
    period: list[str] = []
    century: list[str] = Field([], description="19 is 1801-1900; -1 the first century BCE.")
    rights: list[str] = Field([], description="rightsstatements.org or Creative Commons URIs.")
    has: list[str] = Field([], description="Media: image, model, panorama, tour, audio, video, document.")
    year_from: int | None = Field(None, alias="from", ge=-(2**21), le=2**21, description="Datings that touch the span.")
    year_to: int | None = Field(None, alias="to", ge=-(2**21), le=2**21)
    sort: str = Field("relevance", pattern="^(relevance|oldest|newest|added)$")
    limit: int = Field(20, ge=1, le=100)
    cursor: Cursor | None = Field(None, description="`next_cursor` of the page before. Opaque; do not build your own.")


@router.get("/search", response=SearchPage, summary="Search everything", tags=["Search"])
def search_items(request: HttpRequest, params: Query[SearchParams]) -> dict[str, Any]:
    """To walk a whole result whatever its size, sort it by `oldest`, `newest` or `added`: pages are then found by
    position and nothing is skipped or repeated. `relevance` goes 100,000 deep."""
    refuse_unknown(request, SearchParams)
    asked = QueryDict(mutable=True)
    for name, value in params.model_dump(mode="json", by_alias=True, exclude_none=True).items():
        asked.setlist(name, value if isinstance(value, list) else [str(value)])
    query = SearchQuery.from_params(asked, params.language or current_language().code)
    query = _at(replace(query, size=params.limit, page=1), params.cursor)
    results = search(query)
    cursor = _next_cursor(results)
    address = urlencode([*query.params(), *_rest(params), ("cursor", cursor)])
    return {
        "total": results.total,
        "items": [_hit(hit) for hit in results.hits],
        "facets": _facets(results),
        "next": f"{settings.PUBLIC_URL}{request.path}?{address}" if cursor else None,
        "next_cursor": cursor,
    }


def _rest(params: SearchParams) -> list[tuple[str, str]]:
    language = [("language", params.language)] if params.language else []
    return [*language, ("limit", str(params.limit))]


def _scope(query: SearchQuery) -> str:
    """A cursor belongs to one question."""
    return _signer.signature(repr([query.params(), query.language, query.size]))[:12]


def _at(query: SearchQuery, cursor: str | None) -> SearchQuery:
    """The query that goes on there, without counting facets again."""
    if not cursor:
        return query
    try:
        scope, position = _signer.unsign_object(cursor)
    except signing.BadSignature:
        scope, position = "", 0
    if scope != _scope(query):
        raise UserError(_("This cursor does not belong to this list and its filters. Start again without it."))
    if query.engine_sort != "relevance":
        return replace(query, after=position, facets=())
    if position >= _DEEPEST_RELEVANCE:
        raise UserError(_("The order of relevance ends here. Sort by date to walk the whole result."))
    return replace(query, page=position // query.size + 1, facets=())


def _next_cursor(results: SearchResults) -> str | None:
    query = results.query
    if results.found < query.size or results.last_key is None:
        return None
    by_relevance = query.engine_sort == "relevance"
    if by_relevance and query.page * query.size >= results.total:
        return None
    position = query.page * query.size if by_relevance else int(results.last_key)
    return _signer.sign_object([_scope(query), position])


def _facets(results: SearchResults) -> dict[str, list[dict[str, Any]]]:
    labels = labels_of({name: [count.value for count in counts] for name, counts in results.facets.items()})
    return {
        name: [
            {
                "value": value,
                "label": label if isinstance(label := labels.get((name, value)), dict) else None,
                "count": count,
            }
            for value, count in counts
        ]
        for name, counts in results.facets.items()
        if name in FACETS
    }


def _hit(hit: Hit) -> dict[str, Any]:
    item = hit.item
    return {
        "id": item.identifier,
        "ark": str(item.ark),
        "uri": item.ark.url,
        "url": f"{settings.PUBLIC_URL}/api/v1/items/{item.identifier}",
        "kind": item.kind,
        "title": item.title,
        "date": item.date_edtf or None,
        "institution": institution_ref(item.institution),
        "thumbnail": settings.PUBLIC_URL + hit.thumbnail if hit.thumbnail else None,
        "highlight": {"language": hit.snippet.language.code, "html": str(hit.snippet.html)} if hit.snippet else None,
    }
