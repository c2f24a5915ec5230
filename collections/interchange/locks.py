"""One import at a time for an institution; the lock dies with the process that holds it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from interchange.faults import ImportBusy

# Any number of ours: the first half of PostgreSQL's pair of advisory lock keys.
_CLASS = 0x51A2


@contextmanager
def import_lock(institution_id: int) -> Iterator[None]:
    """Raises ImportBusy at once while another process or thread imports for the institution."""
    lock = _in_database if connection.vendor == "postgresql" else _in_file
    with lock(institution_id):
        yield


@contextmanager
def _in_database(institution_id: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_CLASS, institution_id])
        if not cursor.fetchone()[0]:
            raise ImportBusy
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_CLASS, institution_id])


@contextmanager
def _in_file(institution_id: int) -> Iterator[None]:
    folder = settings.VAR_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"import-{institution_id}").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportBusy from None
        yield
