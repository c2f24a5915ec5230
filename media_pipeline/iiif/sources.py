"""Where a pyramid's bytes come from: any part of a file, without the rest."""

import os
import weakref
from pathlib import Path
from typing import Protocol

from heritage.errors import Retryable
from media_pipeline.iiif.blocks import BLOCK, BlockCache
from media_pipeline.iiif.objects import Changed, StoredObject
from media_pipeline.iiif.tiff import CorruptPyramid


class Source(Protocol):
    # Set once the file turns out to be another than was opened.
    stale: bool

    def read(self, offset: int, length: int) -> bytes:
        """Exactly these bytes. Raises CorruptPyramid where the file ends before, Retryable for a storage away."""
        ...

    def peek(self, offset: int, length: int) -> bytes | None:
        """As read, but None instead of waiting for a network."""
        ...


class LocalFile:
    """Open until the last reader has let go of it: closing it under a thread that reads would hand that thread
    another file's bytes."""

    stale = False

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError."""
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._descriptor)

    def read(self, offset: int, length: int) -> bytes:
        try:
            data = os.pread(self._descriptor, length, offset)
        except OverflowError as error:
            raise CorruptPyramid(f"no file reaches to {offset}") from error
        except OSError as error:
            raise Retryable(str(error)) from error
        if len(data) != length:
            raise CorruptPyramid(f"the file ends before {offset + length}")
        return data

    def peek(self, offset: int, length: int) -> bytes | None:
        return self.read(offset, length)


class RangedFile:
    """A file on a storage that is not local, read in whole blocks that are kept."""

    def __init__(self, stored: StoredObject, key: str, cache: BlockCache) -> None:
        """Fetches the first block. Raises FileNotFoundError and Retryable."""
        self.stale = False
        self._stored, self._cache = stored, cache
        first = stored.fetch(0, BLOCK)
        self._length, self._version = first.total, first.version
        self._name = f"{key} {first.version} {first.total}"
        cache.put((self._name, 0), first.data)

    def read(self, offset: int, length: int) -> bytes:
        blocks = self._blocks(offset, length)
        return self._part(
            [self._cache.get((self._name, n), lambda n=n: self._fetch(n)) for n in blocks], offset, length
        )

    def peek(self, offset: int, length: int) -> bytes | None:
        found = [self._cache.peek((self._name, n)) for n in self._blocks(offset, length)]
        return None if None in found else self._part(found, offset, length)

    def _blocks(self, offset: int, length: int) -> range:
        if offset + length > self._length:
            raise CorruptPyramid(f"the file ends before {offset + length}")
        return range(offset // BLOCK, (offset + length - 1) // BLOCK + 1)

    @staticmethod
    def _part(blocks: list[bytes], offset: int, length: int) -> bytes:
        start = offset % BLOCK
        return (blocks[0] if len(blocks) == 1 else b"".join(blocks))[start : start + length]

    def _fetch(self, number: int) -> bytes:
        start = number * BLOCK
        wanted = min(BLOCK, self._length - start)
        try:
            data = self._stored.fetch(start, wanted, self._version).data
        except (Changed, FileNotFoundError):
            self.stale = True
            raise
        if len(data) != wanted:
            raise Retryable("the storage's answer was cut short")
        return data
