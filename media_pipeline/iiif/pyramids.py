"""Opened pyramids: the index in memory and the file at hand, for the few hundred images looked at just now.

An index is about 12 bytes a tile, 30 KB for 12,000 x 9,000 pixels."""

import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import FileSystemStorage

from media_pipeline import storage
from media_pipeline.iiif.blocks import BlockCache
from media_pipeline.iiif.jpeg_tables import file_head
from media_pipeline.iiif.objects import stored_object
from media_pipeline.iiif.records import Pyramid
from media_pipeline.iiif.sources import LocalFile, RangedFile, Source
from media_pipeline.iiif.tiff import CorruptPyramid, Level, read_levels

# Each holds a file open; a process may have 1,024. A removed file takes up its disk until it is let go of.
_MAX_OPEN = 128
_MAX_AGE_SECONDS = 600
_lock = threading.Lock()
_blocks = BlockCache()
_open: OrderedDict[str, "OpenPyramid"] = OrderedDict()


class Stored(NamedTuple):
    """A JPEG file: its beginning, and where the rest lies in the pyramid's file."""

    head: bytes
    offset: int
    length: int


class OpenPyramid:
    """`tile` and `cut` take arguments that are in range; they do not check."""

    def __init__(self, source: Source) -> None:
        """Raises CorruptPyramid, and what the source raises."""
        self.source = source
        self._until = time.monotonic() + _MAX_AGE_SECONDS
        self.levels = read_levels(source.read)
        self._heads = [file_head(level) for level in self.levels]

    @property
    def is_fresh(self) -> bool:
        return not self.source.stale and time.monotonic() < self._until

    def tile(self, level: int, column: int, row: int) -> Stored:
        """A full tile as TIFF has it: at the right and lower edge it reaches beyond the picture."""
        of = self.levels[level]
        at = row * of.columns + column
        # Two bytes in: a tile's own start is in the head.
        return Stored(self._heads[level], of.offsets[at] + 2, _checked(of, of.counts[at]) - 2)

    def cut(self, level: int, number: int) -> Stored:
        of = self.levels[level]
        at = of.columns * of.rows + number
        return Stored(b"", of.offsets[at], _checked(of, of.counts[at]))

    def load(self, stored: Stored) -> bytes:
        """Raises CorruptPyramid, and what the source raises."""
        return stored.head + self.source.read(stored.offset, stored.length)

    def peek(self, stored: Stored) -> bytes | None:
        """As load, but None instead of waiting for a network."""
        data = self.source.peek(stored.offset, stored.length)
        return None if data is None else stored.head + data


def _checked(level: Level, length: int) -> int:
    # No JPEG is larger than its pixels and some tables: more is damage, and would fill memory.
    if not 4 <= length <= level.tile_width * level.tile_height * 3 + 65_536:
        raise CorruptPyramid("a tile of impossible size")
    return length


def opened(key: str) -> OpenPyramid | None:
    """Never waits: None when the pyramid has not been opened, or long ago."""
    with _lock:
        found = _open.get(key)
        if found is None:
            return None
        if not found.is_fresh:
            del _open[key]
            return None
        _open.move_to_end(key)
        return found


def open_pyramid(pyramid: Pyramid) -> OpenPyramid:
    """Waits for the file, the first time. Raises FileNotFoundError, CorruptPyramid (also for a file that is another
    than the record describes), and Retryable for a storage that does not answer."""
    if found := opened(pyramid.key):
        return found
    made = OpenPyramid(_source(pyramid.key))
    stored = [(level.width, level.height, level.tile_width, level.tile_height) for level in made.levels]
    if stored != [(width, height, pyramid.tile, pyramid.tile) for width, height in pyramid.levels]:
        raise CorruptPyramid(f"{pyramid.key} is not the pyramid that its record describes")
    with _lock:
        _open[pyramid.key] = made
        while len(_open) > _MAX_OPEN:
            _open.popitem(last=False)
    return made


def forget() -> None:
    with _lock:
        _open.clear()
    _blocks.clear()


def _source(key: str) -> Source:
    files = storage.derivatives()
    if isinstance(files, FileSystemStorage):
        return LocalFile(Path(files.path(key)))
    return RangedFile(stored_object(files, key), key, _blocks)
