"""What a search engine does for us. `tests/contract/test_search_engine.py` holds every engine to it."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext as _

from heritage.errors import Retryable
from search.documents import SearchDocument


class SearchUnavailable(Retryable):
    """`hint` tells the operator what to do; the visitor reads only that search will be back."""

    code = "search-unavailable"

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.hint = hint
        if hint:
            self.add_note(hint)

    @classmethod
    def title(cls) -> str:
        return _("Search is not available at the moment. Please try again in a few minutes.")


class IndexMissing(SearchUnavailable):
    """None was built yet, or by a version of the software with other fields: a rebuild mends it."""


class WriterBusy(SearchUnavailable):
    """Another process writes to this index now."""


@dataclass(frozen=True)
class Clause:
    """A part of what was asked: a word, or words in a row (`phrase`)."""

    text: str
    phrase: bool = False
    negative: bool = False
    prefix: bool = False
    optional: bool = False


@dataclass(frozen=True)
class EngineQuery:
    """`language` is preferred in ranking, all are searched. Values of one filter are alternatives; filters add up.
    `after` is the `key` of the last hit before this page, in every order but relevance, which pages by `offset`."""

    clauses: tuple[Clause, ...] = ()
    language: str = "kk"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: str = "relevance"
    limit: int = 20
    offset: int = 0
    after: int | None = None
    facets: tuple[str, ...] = ()
    facet_size: int = 100


class EngineHit(NamedTuple):
    """`key` is the score in the order of relevance, else the item's unique position in the order."""

    identifier: str
    key: float


class FacetCount(NamedTuple):
    value: str
    count: int


@dataclass(frozen=True)
class EngineResult:
    """Counts of a facet leave out that facet's own filter; its chosen values are always among them."""

    total: int
    hits: list[EngineHit]
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)


class Suggestion(NamedTuple):
    """A term of facet `kind` whose name, in any language, has a word that begins so."""

    kind: str
    value: str
    count: int


class Writer(Protocol):
    """`generation` is the index that it writes to."""

    generation: str

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Add them, each in place of the one with its identifier. Returns how many."""

    def delete(self, identifiers: Iterable[str], version: int = 0) -> None:
        """`version` as a document's: a newer record than that stays."""

    def commit(self) -> None:
        """Durable, and seen by readers, when it returns. What was not committed when a process dies never happened."""


class SearchEngine(Protocol):
    """Every method raises SearchUnavailable when the engine does not answer, never anything of its own."""

    def generation(self) -> str:
        """The live index's own name (at most 30 characters): changes when a rebuild takes its place. Raises
        IndexMissing."""

    def writing(self) -> AbstractContextManager[Writer]:
        """The one writer of the live index. Raises WriterBusy and IndexMissing."""

    def rebuilding(self) -> AbstractContextManager[Writer]:
        """A new index beside the live one. It takes its place when the block ends, and leaves no trace when the block
        raises. Raises WriterBusy while another rebuild runs."""

    def search(self, query: EngineQuery) -> EngineResult: ...

    def suggest(self, prefix: str, limit: int = 10) -> list[Suggestion]:
        """Most items first."""

    def count(self) -> int: ...

    def ready(self) -> None:
        """Raises SearchUnavailable when a search would."""

    def status(self) -> dict[str, Any]:
        """Facts for operators; never raises."""
