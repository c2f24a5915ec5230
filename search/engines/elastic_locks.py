"""One writer at a time on any number of machines: a lease kept in an index of its own.

A holder that dies stops renewing its lease, and the next one takes it over. A holder that was only held up may then
still write: the versions of the records make that harmless."""

import secrets
import threading
import time
from types import TracebackType

import structlog
from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError, TransportError

from search.engines.base import WriterBusy

logger = structlog.get_logger(__name__)


class Lock:
    """Raises WriterBusy on entering while another holds it."""

    def __init__(self, client: Elasticsearch, index: str, name: str, lease: float) -> None:
        self._client, self._index, self._name, self._lease = client, index, name, lease
        self._owner = secrets.token_hex(8)
        self._stop = threading.Event()

    def __enter__(self) -> "Lock":
        if not (self._create() or self._take_over()):
            raise WriterBusy("Another process is writing to the search index.")
        self._thread = threading.Thread(target=self._renew, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        try:
            found = self._client.get(index=self._index, id=self._name)
            if found["_source"]["owner"] == self._owner:
                place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
                self._client.delete(index=self._index, id=self._name, **place)
        except (ApiError, TransportError) as fault:
            # It runs out by itself.
            logger.warning("lock not given back", lock=self._name, reason=str(fault)[:200])

    def _document(self) -> dict[str, object]:
        return {"owner": self._owner, "until": time.time() + self._lease}

    def _create(self) -> bool:
        try:
            self._client.create(index=self._index, id=self._name, document=self._document())
        except ConflictError:
            return False
        return True

    def _take_over(self) -> bool:
        try:
            found = self._client.get(index=self._index, id=self._name)
        except NotFoundError:
            return self._create()
        if found["_source"]["until"] > time.time():
            return False
        place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        try:
            self._client.index(index=self._index, id=self._name, document=self._document(), **place)
        except ConflictError:
            return False
        return True

    def _renew(self) -> None:
        while not self._stop.wait(self._lease / 3):
            try:
                found = self._client.get(index=self._index, id=self._name)
                if found["_source"]["owner"] != self._owner:
                    logger.warning("lock lost", lock=self._name)
                    return
                place = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
                self._client.index(index=self._index, id=self._name, document=self._document(), **place)
            except (ApiError, TransportError) as fault:
                logger.warning("lock not renewed", lock=self._name, reason=str(fault)[:200])
