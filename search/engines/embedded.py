"""Search in a folder: tantivy, nothing to install or run.

Any number of processes read, one at a time writes (tantivy's own lock, which dies with its holder). A commit is one
rename, so a killed writer leaves the index as it was after the commit before."""

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from tantivy import Order, Query

from search.analysis import folded
from search.documents import SearchDocument
from search.engines import embedded_query as queries
from search.engines.base import (
    EngineHit,
    EngineQuery,
    EngineResult,
    FacetCount,
    SearchUnavailable,
    Suggestion,
    WriterBusy,
)
from search.engines.builds import REBUILD_HINT, Builds
from search.engines.embedded_schema import PART, register_tokenizers, schema, tantivy_document
from search.fields import SORTS

_WRITER_BYTES = 32_000_000
_REBUILD_BYTES = 256_000_000
# More than the values of any facet that a person reads; a chosen value beyond it is counted on its own.
_FACET_VALUES = 1000


class EmbeddedWriter:
    def __init__(self, index: tantivy.Index, generation: str, *, heap: int, threads: int) -> None:
        self.generation = generation
        try:
            self._writer = index.writer(heap, threads)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise WriterBusy("Another process is writing to the search index.") from error
            raise

    def index(self, documents: Iterable[SearchDocument]) -> int:
        number = 0
        for document in documents:
            with _plain_errors():
                self._writer.delete_documents_by_term("identifier", document.identifier)
                self._writer.add_document(tantivy_document(document))
            number += 1
        return number

    def delete(self, identifiers: Iterable[str], version: int = 0) -> None:
        # The one writer's lock dies with it, so none can come late with something old.
        for identifier in identifiers:
            with _plain_errors():
                self._writer.delete_documents_by_term("identifier", identifier)

    def commit(self) -> None:
        with _plain_errors():
            self._writer.commit()

    def close(self, *, merge: bool) -> None:
        if merge:
            self._writer.wait_merging_threads()
        else:
            self._writer.rollback()
        # The lock is let go when the writer is.
        del self._writer


class EmbeddedEngine:
    def __init__(self, folder: str | Path) -> None:
        self._builds = Builds(Path(folder))
        self._opening = threading.Lock()
        self._open: tuple[str, tuple[int, int], tantivy.Index] | None = None

    @classmethod
    def from_settings(cls) -> "EmbeddedEngine":
        return cls(settings.SEARCH_INDEX_DIR)

    def generation(self) -> str:
        return self._builds.live()

    @contextmanager
    def writing(self) -> Iterator[EmbeddedWriter]:
        with _plain_errors():
            name = self._builds.live()
            index = _open_index(self._builds.path(name))
            writer = EmbeddedWriter(index, name, heap=_WRITER_BYTES, threads=1)
        yield from _closing(writer)

    @contextmanager
    def rebuilding(self) -> Iterator[EmbeddedWriter]:
        with self._builds.building() as name:
            with _plain_errors():
                index = tantivy.Index(schema(), path=str(self._builds.path(name)), reuse=False)
                register_tokenizers(index)
                writer = EmbeddedWriter(index, name, heap=_REBUILD_BYTES, threads=1)
            yield from _closing(writer)

    def search(self, query: EngineQuery) -> EngineResult:
        with _plain_errors():
            searcher = self._searcher()
            text = queries.text_query(query)
            filters = queries.filter_queries(query)
            whole = queries.filtered(text, filters.values())
            total, hits = _hits(searcher, whole, query)
            return EngineResult(total, hits, _facets(searcher, text, filters, query))

    def suggest(self, prefix: str, limit: int = 10) -> list[Suggestion]:
        beginning = folded(prefix)
        if not beginning:
            return []
        with _plain_errors():
            # The filter makes the counts leave out what was deleted since the last merge.
            terms = self._searcher().terms_with_prefix("suggest", beginning, Query.all_query(), limit * 20)
        found: dict[tuple[str, str], int] = {}
        for term, count in terms:
            _, kind, value = term.split(PART)
            found[kind, value] = max(count, found.get((kind, value), 0))
        ranked = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
        return [Suggestion(kind, value, count) for (kind, value), count in ranked if count][:limit]

    def count(self) -> int:
        with _plain_errors():
            return self._searcher().num_docs

    def ready(self) -> None:
        self.count()

    def status(self) -> dict[str, Any]:
        facts: dict[str, Any] = {"engine": "embedded (tantivy)", "folder": str(self._builds.folder)}
        try:
            facts["generation"] = self.generation()
            with _plain_errors():
                searcher = self._searcher()
            facts |= {"documents": searcher.num_docs, "segments": searcher.num_segments}
            files = self._builds.path(facts["generation"]).glob("*")
            facts["megabytes"] = round(sum(file.stat().st_size for file in files) / 1e6, 1)
        except (SearchUnavailable, OSError) as error:
            facts["problem"] = getattr(error, "hint", "") or str(error)
        return facts

    def _searcher(self) -> tantivy.Searcher:
        """Of the newest commit of the live build. Raises SearchUnavailable."""
        name = self._builds.live()
        try:
            stamp = self._builds.stamp(name)
        except OSError:
            # A rebuild may have taken its place between the two looks.
            name = self._builds.live()
            stamp = self._builds.stamp(name)
        known = self._open
        if known and known[0] == name and known[1] == stamp:
            return known[2].searcher()
        with self._opening:
            index = known[2] if known and known[0] == name else _open_index(self._builds.path(name))
            index.reload()
            self._open = (name, stamp, index)
            return index.searcher()


def _open_index(path: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(path))
    register_tokenizers(index)
    index.config_reader("manual", 0)
    return index


def _closing(writer: EmbeddedWriter) -> Iterator[EmbeddedWriter]:
    try:
        yield writer
    except BaseException:
        writer.close(merge=False)
        raise
    # After the block, so that a caller's transaction does not wait for segments to be merged.
    writer.close(merge=True)


def _hits(searcher: tantivy.Searcher, whole: Query, asked: EngineQuery) -> tuple[int, list[EngineHit]]:
    position = queries.after(asked)
    # tantivy reserves memory for every place up to the last one asked for.
    limit, offset = min(asked.limit, searcher.num_docs), min(asked.offset, searcher.num_docs)
    options: dict[str, Any] = {"count": not position, "offset": offset}
    if field := SORTS[asked.sort]:
        options |= {"order_by_field": field, "order": Order.Asc}
    found = searcher.search(queries.filtered(whole, position), max(limit, 1), **options)
    hits = [EngineHit(searcher.doc(address)["identifier"][0], key) for key, address in found.hits[:limit]]
    total = found.count if not position else searcher.search(whole, 1).count
    return total, hits


def _facets(
    searcher: tantivy.Searcher, text: Query, filters: dict[str, Query], asked: EngineQuery
) -> dict[str, list[FacetCount]]:
    """One pass for the facets without a choice, and one for each with one, which leaves its own filter out."""
    counts: dict[str, list[FacetCount]] = {}
    free = [name for name in asked.facets if name not in filters]
    chosen = [name for name in asked.facets if name in filters]
    for names in ([free] if free else []) + [[name] for name in chosen]:
        query = queries.filtered(text, (part for name, part in filters.items() if [name] != names))
        request = {name: {"terms": {"field": name, "size": max(_FACET_VALUES, asked.facet_size)}} for name in names}
        answer = searcher.aggregate(query, request)
        for name in names:
            buckets = [FacetCount(bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"]]
            counts[name] = _shown(searcher, query, name, buckets, asked)
    return {name: counts[name] for name in asked.facets}


def _shown(
    searcher: tantivy.Searcher, query: Query, name: str, buckets: list[FacetCount], asked: EngineQuery
) -> list[FacetCount]:
    """The most frequent values, and every chosen one."""
    ordered = sorted(buckets, key=lambda bucket: (-bucket.count, bucket.value))
    wanted = set(asked.filters.get(name, ()))
    shown = ordered[: asked.facet_size] + [bucket for bucket in ordered[asked.facet_size :] if bucket.value in wanted]
    for value in sorted(wanted - {bucket.value for bucket in shown}):
        narrowed = queries.filtered(query, [queries.value_query(name, value)])
        shown.append(FacetCount(value, searcher.search(narrowed, 1).count))
    return shown


@contextmanager
def _plain_errors() -> Iterator[None]:
    """The engine's errors as ours. A panic of its Rust is no Exception and would end the worker."""
    try:
        yield
    except SearchUnavailable:
        raise
    except (ValueError, OSError, RuntimeError, KeyError) as error:
        raise _broken(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(error) from None


def _broken(error: BaseException) -> SearchUnavailable:
    reason = re.sub(r"\s+", " ", str(error))[:300]
    return SearchUnavailable(f"The search index cannot be read ({reason}). {REBUILD_HINT}")
