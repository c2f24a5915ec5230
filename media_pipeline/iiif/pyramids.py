"""Opened pyramids: the index in memory and the file at hand, for the few hundred images looked at just now.

An index is about 12 bytes a tile, 30 KB for 12,000 x 9,000 pixels."""

import os
import secrets
import threading
from collections import OrderedDict, defaultdict
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from media_pipeline import storage
from media_pipeline.iiif.jpeg_tables import file_head, whole_file
from media_pipeline.iiif.records import Pyramid
from media_pipeline.iiif.sources import LocalFile, Source
from media_pipeline.iiif.tiff import CorruptPyramid, Level, read_levels

# Each holds a file open; a process may have 1,024.
_MAX_OPEN = 128
_lock = threading.Lock()
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
_open: OrderedDict[str, "OpenPyramid"] = OrderedDict()


class OpenPyramid:
    """`tile` and `cut` return whole JPEG files; their arguments must be in range, as no check is made."""

    def __init__(self, source: Source) -> None:
        """Raises CorruptPyramid, and what the source raises."""
        self.source = source
        self.levels = read_levels(source.read)
        self._heads = [file_head(level) for level in self.levels]

    def tile(self, level: int, column: int, row: int) -> bytes:
        """A full tile as TIFF has it: at the right and lower edge it reaches beyond the picture."""
        of = self.levels[level]
        at = row * of.columns + column
        return whole_file(self._heads[level], self._read(of, of.offsets[at], of.counts[at]))

    def cut(self, level: int, number: int) -> bytes:
        of = self.levels[level]
        at = of.columns * of.rows + number
        return self._read(of, of.offsets[at], of.counts[at])

    def _read(self, level: Level, offset: int, length: int) -> bytes:
        # No JPEG is larger than its pixels and some tables: more is damage, and would fill memory.
        if length > level.tile_width * level.tile_height * 3 + 65_536:
            raise CorruptPyramid("a tile of impossible size")
        return self.source.read(offset, length)


def opened(key: str) -> OpenPyramid | None:
    """Never waits: None when the pyramid has not been opened."""
    with _lock:
        if found := _open.get(key):
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


def _source(key: str) -> Source:
    return LocalFile(local_pyramid(key))


def local_pyramid(key: str) -> Path:
    """Raises FileNotFoundError. The keys hold a checksum, so a copy never grows stale."""
    files = storage.derivatives()
    if isinstance(files, FileSystemStorage):
        return Path(files.path(key))
    path = _cache_dir() / key.replace("/", "_")
    if path.exists():
        os.utime(path)
        return path
    # One download for all who wait: a viewer asks for twenty tiles at once.
    with _locks[key]:
        if not path.exists():
            part = path.with_name(f"{secrets.token_hex(8)}.part")
            try:
                storage.download(files, key, part)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
            _evict(keep=path)
    _locks.pop(key, None)
    return path


def _cache_dir() -> Path:
    folder = Path(settings.VAR_DIR) / "pyramids"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _evict(keep: Path) -> None:
    """The longest unused go first until the folder is within its limit."""
    files = [(path.stat().st_atime, path.stat().st_size, path) for path in _cache_dir().glob("*.tif")]
    total = sum(size for _used, size, _path in files)
    for _used, size, path in sorted(files):
        if total <= settings.IIIF_CACHE_BYTES:
            return
        if path != keep:
            path.unlink(missing_ok=True)
            total -= size
