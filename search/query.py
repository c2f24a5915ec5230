"""What a visitor asked, typed; and the answer: hits with their records, counts, and how to go on."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.utils.safestring import SafeString

from catalogue.models import Item
from heritage.languages import Text, resolve
from media_pipeline.models import Asset, cover
from media_pipeline.querysets import with_media
from search import syntax
from search.documents import YEAR_BOUND
from search.engines import get_engine
from search.engines.base import EngineQuery, FacetCount
from search.fields import FACETS, SORTS
from search.highlighting import Highlighter, Snippet

PAGE_SIZE = 24
DEEPEST = 10_000
_MOST_VALUES = 30
_LONGEST_VALUE = 400
# What people choose from; "browse" is what an empty question gets.
CHOOSABLE_SORTS = [name for name in SORTS if name != "browse"]


class Params(Protocol):
    def get(self, key: str, default: Any = None) -> Any: ...
    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class SearchQuery:
    """`language` is the reader's; every language is searched. `after` goes on from a hit's position."""

    q: str = ""
    language: str = "kk"
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: str = "relevance"
    page: int = 1
    size: int = PAGE_SIZE
    after: int | None = None
    facets: tuple[str, ...] = tuple(FACETS)
    facet_size: int = 30

    @classmethod
    def from_params(cls, params: Params, language: str) -> "SearchQuery":
        """Of an address, whatever it holds: what has no meaning is left out."""
        sort = params.get("sort", "")
        filters = {name: _values(params.getlist(name)) for name in FACETS}
        return cls(
            q=syntax.clean(params.get("q", "") or ""),
            language=language,
            filters={name: values for name, values in filters.items() if values},
            year_from=_whole(params.get("from"), -YEAR_BOUND, YEAR_BOUND),
            year_to=_whole(params.get("to"), -YEAR_BOUND, YEAR_BOUND),
            sort=sort if sort in CHOOSABLE_SORTS else "relevance",
            page=_whole(params.get("page"), 1, DEEPEST // PAGE_SIZE) or 1,
        )

    def params(self) -> list[tuple[str, str]]:
        """As an address has it, the page left out: the same question is the same address."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name in FACETS for value in self.filters.get(name, ())]
        for name, year in (("from", self.year_from), ("to", self.year_to)):
            pairs += [(name, str(year))] if year is not None else []
        return pairs + ([("sort", self.sort)] if self.sort != "relevance" else [])

    def toggled(self, facet: str, value: str) -> "SearchQuery":
        """The same with this value chosen, or not any more; from its first page."""
        chosen = self.filters.get(facet, ())
        values = tuple(each for each in chosen if each != value) if value in chosen else (*chosen, value)
        return replace(self, filters={**self.filters, facet: values}, page=1)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters) or self.year_from is not None or self.year_to is not None

    @property
    def engine_sort(self) -> str:
        return "browse" if self.sort == "relevance" and not self.q else self.sort

    def engine_query(self) -> EngineQuery:
        return EngineQuery(
            clauses=syntax.parse(self.q),
            language=self.language,
            filters=self.filters,
            year_from=self.year_from,
            year_to=self.year_to,
            sort=self.engine_sort,
            limit=self.size,
            offset=(self.page - 1) * self.size,
            after=self.after,
            facets=self.facets,
            facet_size=self.facet_size,
        )


@dataclass(frozen=True)
class Hit:
    """`title_html` and `snippet` mark what matched; `key` is the place in the order."""

    item: Item
    title: Text | None
    title_html: SafeString
    snippet: Snippet | None
    cover: Asset | None
    key: float

    @property
    def identifier(self) -> str:
        return self.item.identifier

    @property
    def url(self) -> str:
        return self.item.get_absolute_url()

    @property
    def institution(self) -> Any:
        return self.item.institution

    @property
    def date(self) -> str:
        return self.item.date_edtf

    @property
    def thumbnail(self) -> str:
        return self.cover.poster_url(400) if self.cover else ""


@dataclass(frozen=True)
class SearchResults:
    """`found` is how many places the engine filled: fewer hits than that when items were unpublished just now.
    `last_key` is the position of the last of them."""

    query: SearchQuery
    total: int
    hits: list[Hit]
    facets: dict[str, list[FacetCount]]
    found: int
    last_key: float | None


def search(query: SearchQuery) -> SearchResults:
    """Raises SearchUnavailable. The number of database queries depends on nothing that was found."""
    asked = query.engine_query()
    answer = get_engine().search(asked)
    items = published_items(hit.identifier for hit in answer.hits)
    highlighter = Highlighter(asked.clauses, query.language)
    return SearchResults(
        query=query,
        total=answer.total,
        hits=[_hit(items[hit.identifier], highlighter, hit.key) for hit in answer.hits if hit.identifier in items],
        facets=answer.facets,
        found=len(answer.hits),
        last_key=answer.hits[-1].key if answer.hits else None,
    )


def published_items(identifiers: Iterable[str]) -> dict[str, Item]:
    """Those that the public may see at this moment: the index may be seconds behind."""
    rows = with_media(Item.objects.published().select_related("institution", "institution__region"))
    return {item.identifier: item for item in rows.filter(identifier__in=list(identifiers))}


def _hit(item: Item, highlighter: Highlighter, key: float) -> Hit:
    title = resolve(item.title, highlighter.reader)
    return Hit(
        item=item,
        title=title,
        title_html=highlighter.mark(title.value, title.language.code) if title else SafeString(""),
        snippet=highlighter.snippet(item.description, item.notes, item.title),
        cover=cover(item),
        key=key,
    )


def _values(values: list[str]) -> tuple[str, ...]:
    cleaned = (syntax.clean(value[:_LONGEST_VALUE]) for value in values[:_MOST_VALUES])
    return tuple(dict.fromkeys(value for value in cleaned if value))


def _whole(value: str | None, lowest: int, highest: int) -> int | None:
    try:
        return max(lowest, min(highest, int((value or "")[:12])))
    except ValueError:
        return None
