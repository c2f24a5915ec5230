"""The tiles sent just now, ready to send again: kept in one process's memory within a limit of bytes."""

from collections import OrderedDict
from typing import NamedTuple

from media_pipeline.iiif.records import MediaRecord

RawHeaders = list[tuple[bytes, bytes]]
# What a tile costs beside its bytes: path, headers, links.
_OVERHEAD = 1500


class Tile(NamedTuple):
    """`record` is the one that it was allowed by: another one may forbid it."""

    record: MediaRecord
    etag: bytes
    headers: RawHeaders
    body: bytes


class TileMemory:
    """For one thread: the event loop's."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._tiles: OrderedDict[str, Tile] = OrderedDict()

    def get(self, path: str) -> Tile | None:
        tile = self._tiles.get(path)
        if tile is not None:
            self._tiles.move_to_end(path)
        return tile

    def put(self, path: str, tile: Tile) -> None:
        self.drop(path)
        self._tiles[path] = tile
        self.size += len(tile.body) + _OVERHEAD
        while self.size > self.limit:
            self.drop(next(iter(self._tiles)))

    def drop(self, path: str) -> None:
        tile = self._tiles.pop(path, None)
        if tile is not None:
            self.size -= len(tile.body) + _OVERHEAD
