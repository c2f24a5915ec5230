"""Search on Elasticsearch 9 (or 8.19): for more than one machine.

An index of its own for each build, `{prefix}-{generation}`; the alias `{prefix}` names the live one and is moved in one
step. Records carry the number of the change that they were read after as their version, so that a writer that was
held up never puts an older record over a newer one."""

import contextlib
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search.analysis import folded
from search.engines.base import (
    EngineHit,
    EngineQuery,
    EngineResult,
    FacetCount,
    IndexMissing,
    SearchUnavailable,
    Suggestion,
)
from search.engines.builds import REBUILD_HINT
from search.engines.elastic_locks import Lock
from search.engines.elastic_query import search_request, suggest_request, suggested
from search.engines.elastic_schema import index_definition
from search.engines.elastic_writer import ElasticWriter
from search.fields import schema_version

_KNOWN_SECONDS = 1.0


class ElasticsearchEngine:
    """`prefix` is the alias, and what the names of its indexes begin with; several sites can share a cluster."""

    def __init__(self, url: str, prefix: str, *, api_key: str = "", timeout: float = 5.0, lease: float = 20.0) -> None:
        self.prefix = prefix
        self._lease = lease
        self._timeout = timeout
        # No retries: a visitor must not wait for a second failure, and what writes comes again by itself.
        self._known: tuple[str, float] = ("", 0.0)
        self._client = Elasticsearch(url, api_key=api_key or None, request_timeout=timeout, max_retries=0)

    @classmethod
    def from_settings(cls) -> "ElasticsearchEngine":
        return cls(
            settings.ELASTICSEARCH_URL,
            settings.ELASTICSEARCH_INDEX,
            api_key=settings.ELASTICSEARCH_API_KEY,
            timeout=settings.ELASTICSEARCH_TIMEOUT,
        )

    def generation(self) -> str:
        """Remembered for a second: another process's rebuild takes that long to be seen."""
        name, until = self._known
        if time.monotonic() < until:
            return name
        with _plain_errors():
            name = next(iter(self._client.indices.get_alias(name=self.prefix))).removeprefix(f"{self.prefix}-")
        if not name.endswith(schema_version()):
            raise IndexMissing(f"The search index is of another version of the software. {REBUILD_HINT}")
        self._known = (name, time.monotonic() + _KNOWN_SECONDS)
        return name

    @contextmanager
    def writing(self) -> Iterator[ElasticWriter]:
        generation = self.generation()
        with _plain_errors(), Lock(self._client, self._locks(), "writer", self._lease):
            yield ElasticWriter(self._client, self._index(generation), generation, at_once=False)

    @contextmanager
    def rebuilding(self) -> Iterator[ElasticWriter]:
        with _plain_errors(), Lock(self._client, self._locks(), "rebuild", self._lease):
            self._remove_leftovers()
            name = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(2)}-{schema_version()}"
            self._client.options(request_timeout=60).indices.create(index=self._index(name), **index_definition())
            try:
                yield ElasticWriter(self._client, self._index(name), name, at_once=True)
                self._client.options(request_timeout=120).indices.refresh(index=self._index(name))
                self._swap(name)
            except BaseException:
                with contextlib.suppress(TransportError, ApiError):
                    self._client.indices.delete(index=self._index(name), ignore_unavailable=True)
                raise
            self._remove_leftovers()

    def search(self, query: EngineQuery) -> EngineResult:
        answer = self._search(search_request(query))
        hits = [EngineHit(hit["_id"], hit["sort"][0]) for hit in answer["hits"]["hits"]]
        facets = {name: _counts(answer["aggregations"][name], query, name) for name in query.facets}
        return EngineResult(answer["hits"]["total"]["value"], hits, facets)

    def suggest(self, prefix: str, limit: int = 10) -> list[Suggestion]:
        beginning = folded(prefix)
        if not beginning:
            self.generation()
            return []
        found: dict[tuple[str, str], int] = {}
        for bucket in self._search(suggest_request(beginning, limit))["aggregations"]["found"]["buckets"]:
            term = suggested(bucket["key"])
            found[term] = max(bucket["doc_count"], found.get(term, 0))
        ranked = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
        return [Suggestion(kind, value, count) for (kind, value), count in ranked][:limit]

    def count(self) -> int:
        self.generation()
        with _plain_errors():
            return self._client.count(index=self.prefix)["count"]

    def ready(self) -> None:
        self.count()

    def status(self) -> dict[str, Any]:
        facts: dict[str, Any] = {"engine": "Elasticsearch", "alias": self.prefix}
        try:
            facts |= {"generation": self.generation(), "documents": self.count()}
            with _plain_errors():
                stats = self._client.indices.stats(index=self.prefix, metric=["store", "segments"])["_all"]["primaries"]
                facts |= {"version": self._client.info()["version"]["number"], "segments": stats["segments"]["count"]}
                facts["megabytes"] = round(stats["store"]["size_in_bytes"] / 1e6, 1)
        except SearchUnavailable as error:
            facts["problem"] = error.hint or str(error)
        return facts

    def _search(self, request: dict[str, Any]) -> Any:
        """Of the live index, if this version of the software can read it."""
        generation = self.generation()
        with _plain_errors():
            try:
                answer = self._client.search(
                    index=self._index(generation), timeout=f"{int(self._timeout * 800)}ms", **_named(request)
                )
            except NotFoundError:
                # A rebuild took its place between the two looks.
                self._known = ("", 0.0)
                answer = self._client.search(index=self.prefix, **_named(request))
        if answer["timed_out"]:
            raise SearchUnavailable("Elasticsearch did not finish in time.")
        return answer

    def _index(self, generation: str) -> str:
        return f"{self.prefix}-{generation}"

    def _locks(self) -> str:
        return f".{self.prefix}-locks" if self.prefix.startswith(".") else f"{self.prefix}-locks"

    def _swap(self, generation: str) -> None:
        actions: list[dict[str, Any]] = [
            {"remove": {"index": f"{self.prefix}-*", "alias": self.prefix, "must_exist": False}},
            {"add": {"index": self._index(generation), "alias": self.prefix}},
        ]
        self._client.indices.update_aliases(actions=actions)
        self._known = ("", 0.0)

    def _remove_leftovers(self) -> None:
        """Builds that are not the live one: of rebuilds that died, and of those before."""
        live = set()
        with contextlib.suppress(NotFoundError):
            live = set(self._client.indices.get_alias(name=self.prefix))
        builds = re.compile(rf"{re.escape(self.prefix)}-\d{{14}}-[0-9a-f]{{4}}-[0-9a-f]{{8}}")
        for name in self._client.indices.get(index=f"{self.prefix}-*", features="settings"):
            if builds.fullmatch(name) and name not in live:
                self._client.indices.delete(index=name, ignore_unavailable=True)


def _named(request: dict[str, Any]) -> dict[str, Any]:
    """The client's names for what JSON calls otherwise."""
    names = {"from": "from_", "_source": "source"}
    return {names.get(name, name): value for name, value in request.items()}


def _counts(facet: Any, query: EngineQuery, name: str) -> list[FacetCount]:
    shown = [FacetCount(bucket["key"], bucket["doc_count"]) for bucket in facet["values"]["buckets"]]
    known = {bucket.value for bucket in shown}
    chosen = facet["chosen"]["buckets"] if query.filters.get(name) else {}
    return shown + [FacetCount(value, chosen[value]["doc_count"]) for value in sorted(set(chosen) - known)]


@contextmanager
def _plain_errors() -> Iterator[None]:
    """The client's errors as ours. The reason is for operators: visitors read only that search will be back."""
    try:
        yield
    except NotFoundError as error:
        raise IndexMissing(f"There is no search index. {REBUILD_HINT}") from error
    except (TransportError, ApiError) as error:
        raise SearchUnavailable(f"Elasticsearch does not answer as expected: {str(error)[:300]}") from error
