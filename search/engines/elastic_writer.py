"""Writing to an index of Elasticsearch, in bulk."""

import json
from collections.abc import Iterable
from typing import Any

from elasticsearch import Elasticsearch

from search.documents import SearchDocument
from search.engines.base import SearchUnavailable
from search.engines.elastic_schema import elastic_document

# Of one request: larger ones are slower to parse than they save in round trips.
_BULK_BYTES = 4_000_000
_CONFLICT = 409


class ElasticWriter:
    """What `writing` adds is kept here until `commit`, so that what was not committed never happened; a build beside
    the live index (`at_once`) sends as it goes, since nobody sees it before it is whole."""

    def __init__(self, client: Elasticsearch, index: str, generation: str, *, at_once: bool) -> None:
        self.generation = generation
        self._client = client.options(request_timeout=60)
        self._index = index
        self._at_once = at_once
        self._lines: list[str] = []
        self._bytes = 0

    def index(self, documents: Iterable[SearchDocument]) -> int:
        number = 0
        for document in documents:
            self._add(document.identifier, document.version, elastic_document(document))
            number += 1
        return number

    def delete(self, identifiers: Iterable[str], version: int = 0) -> None:
        for identifier in identifiers:
            self._add(identifier, version, None)

    def commit(self) -> None:
        self._send()
        self._client.indices.refresh(index=self._index)

    def _add(self, identifier: str, version: int, values: dict[str, Any] | None) -> None:
        facts = {"_id": identifier, "version": version, "version_type": "external_gte"}
        lines = [json.dumps({"index" if values is not None else "delete": facts})]
        if values is not None:
            lines.append(json.dumps(values, ensure_ascii=False))
        self._lines += lines
        self._bytes += sum(map(len, lines))
        if self._at_once and self._bytes > _BULK_BYTES:
            self._send()

    def _send(self) -> None:
        """Raises SearchUnavailable when the engine refuses a record; one that it has a newer version of is no fault."""
        lines, self._lines, self._bytes = self._lines, [], 0
        for part in _parts(lines):
            answer = self._client.bulk(
                index=self._index, operations=part, filter_path="errors,items.*.status,items.*.error"
            )
            if answer.get("errors"):
                _check(answer["items"])


def _parts(lines: list[str]) -> Iterable[list[str]]:
    """Of at most _BULK_BYTES, never between an action and its document."""
    part: list[str] = []
    size = 0
    for line in lines:
        if size > _BULK_BYTES and line.startswith(('{"index"', '{"delete"')):
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield part


def _check(items: list[dict[str, Any]]) -> None:
    for item in items:
        [(action, result)] = item.items()
        harmless = result["status"] == _CONFLICT or (action == "delete" and result["status"] == 404)
        if "error" in result and not harmless:
            raise SearchUnavailable(f"Elasticsearch refused a record: {json.dumps(result['error'])[:300]}")
