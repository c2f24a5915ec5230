"""Pieces of files that lie elsewhere, kept: the latest in memory, more in a folder that all processes share."""

import hashlib
import os
import secrets
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# A row of a dozen tiles: one request fetches what a viewer asks for next.
BLOCK = 128 * 1024
_MEMORY = 32 * 1024 * 1024
Key = tuple[str, int]


class BlockCache:
    """`name` in a Key stands for one version of a file: a block of it never changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._memory: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0
        self._fetching: defaultdict[Key, threading.Lock] = defaultdict(threading.Lock)
        self._written = 0

    def peek(self, key: Key) -> bytes | None:
        """From memory only: never waits."""
        with self._lock:
            if (data := self._memory.get(key)) is not None:
                self._memory.move_to_end(key)
            return data

    def get(self, key: Key, fetch: Callable[[], bytes]) -> bytes:
        """Raises what `fetch` raises. Of those who want the same block at once, one fetches it for all."""
        if (data := self.peek(key)) is not None:
            return data
        with self._lock:
            turn = self._fetching[key]
        with turn:
            try:
                data = self.peek(key)
                if data is None:
                    data = _read(_path(key)) or self._fetched(key, fetch)
                    self.put(key, data)
            finally:
                with self._lock:
                    self._fetching.pop(key, None)
        return data

    def put(self, key: Key, data: bytes) -> None:
        """Into memory."""
        with self._lock:
            self._size += len(data) - len(self._memory.pop(key, b""))
            self._memory[key] = data
            while self._size > _MEMORY:
                self._size -= len(self._memory.popitem(last=False)[1])

    def _fetched(self, key: Key, fetch: Callable[[], bytes]) -> bytes:
        data = fetch()
        if settings.IIIF_CACHE_BYTES and _write(_path(key), data):
            self._written += len(data)
            # Each process looks after a share of what it wrote: looking after each block would read the folder often.
            if self._written > settings.IIIF_CACHE_BYTES // 32:
                self._written = 0
                evict()
        return data

    def clear(self) -> None:
        with self._lock:
            self._memory.clear()
            self._size = 0


def folder() -> Path:
    return Path(settings.VAR_DIR) / "blocks"


def _path(key: Key) -> Path:
    name, number = key
    digest = hashlib.sha256(name.encode()).hexdigest()[:40]
    return folder() / digest[:2] / f"{digest}-{number}"


def _read(path: Path) -> bytes | None:
    """With the checksum that was written after it: a power cut may leave a file of zeros."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if len(data) <= 32 or hashlib.sha256(data[:-32]).digest() != data[-32:]:
        return None
    with suppress(OSError):
        os.utime(path)
    return data[:-32]


def _write(path: Path, data: bytes) -> bool:
    """A full or missing disk only means that nothing is kept."""
    part = path.with_name(f"{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data + hashlib.sha256(data).digest())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def evict() -> None:
    """The longest unused go first, until the folder is well within its limit."""
    files = []
    for path in folder().glob("*/*"):
        with suppress(OSError):
            stat = path.stat()
            files.append((stat.st_mtime, stat.st_size, path))
    total = sum(size for _used, size, _path in files)
    for _used, size, path in sorted(files):
        if total <= settings.IIIF_CACHE_BYTES * 7 // 8:
            return
        with suppress(OSError):
            path.unlink()
        total -= size
